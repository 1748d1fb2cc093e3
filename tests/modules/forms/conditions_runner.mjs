// Runs the browser module over pages given as plain data: a form of the few things the module touches.
import { readFileSync } from "node:fs";

const pages = JSON.parse(readFileSync(process.argv[3], "utf8"));
const waiting = [];

function build(page) {
  const frames = Object.fromEntries(page.frames.map((frame) => [frame.key, { dataset: { when: frame.key }, hidden: frame.hidden }]));
  const inside = (keys) => ({ closest: (selector) => (selector === "[data-when][hidden]" && keys.some((key) => frames[key].hidden)) || null });
  const inputs = page.inputs.map((input) => ({ ...input, files: [], ...inside(input.frames) }));
  const sent = page.sent.map((list) => ({ dataset: { sent: list.key }, ...inside(list.frames) }));
  const marks = page.marks.map((mark) => ({ dataset: { optional: mark.key }, hidden: mark.hidden }));
  const found = { "[data-when]": Object.values(frames), "[data-optional]": marks, "[data-sent]": sent };
  const form = { elements: inputs, addEventListener() {}, querySelectorAll: (selector) => found[selector] };
  waiting.push({ dataset: { conditions: page.conditions }, closest: () => form });
  return () => ({
    hidden: Object.fromEntries(Object.entries(frames).map(([key, frame]) => [key, frame.hidden])),
    marks: Object.fromEntries(marks.map((mark) => [mark.dataset.optional, mark.hidden])),
  });
}

const results = pages.map(build);
globalThis.document = { querySelectorAll: () => waiting };
globalThis.addEventListener = () => {};
await import(process.argv[2]);
console.log(JSON.stringify(results.map((result) => result())));
