// Questions that depend on others appear at once. The trees come from the server, which decides when the page is sent.

import { holds } from "./expressions.js";

const PARTS = ["day", "month", "year"];
const ROUNDS = 60;

function start(holder) {
  const form = holder.closest("form");
  if (!form) return;
  const data = JSON.parse(holder.dataset.conditions);
  const frames = new Map([...form.querySelectorAll("[data-when]")].map((frame) => [frame.dataset.when, frame]));
  const marks = [...form.querySelectorAll("[data-optional]")];
  const ask = (tree) => holds(tree, (name) => answer(form, data.names[name]), data.today);
  const update = () => {
    for (let round = 0; round < ROUNDS; round += 1) if (!settle(frames, data.show, ask)) break;
    for (const mark of marks) mark.hidden = demanded(mark.dataset.optional, data.need, ask);
  };
  form.addEventListener("input", update);
  form.addEventListener("change", update);
  addEventListener("pageshow", update);
  update();
}

/** One round of showing and hiding; whether anything changed. What is hidden counts as empty, so rounds follow each other. */
function settle(frames, show, ask) {
  let changed = false;
  for (const [key, conditions] of Object.entries(show)) {
    const frame = frames.get(key);
    if (!frame) continue;
    const hidden = !certain(() => (conditions.if === undefined || ask(conditions.if)) && !(conditions.not ?? []).some(ask), !frame.hidden);
    if (frame.hidden !== hidden) {
      frame.hidden = hidden;
      changed = true;
    }
  }
  return changed;
}

function demanded(key, need, ask) {
  const trees = need[key] ?? need[key.replace(/\[0\]$/, "")] ?? [];
  return certain(() => trees.some(ask), false);
}

/** What cannot be judged here stays as it is: the server will say what is wrong. */
function certain(judge, otherwise) {
  try {
    return judge();
  } catch {
    return otherwise;
  }
}

function answer(form, source) {
  if ("value" in source) return source.value;
  if ("below" in source) return filled(form, source.below) ? ["x"] : [];
  return read(form, source.key, source.kind);
}

const named = (form, name) => [...form.elements].filter((input) => input.name === name && !input.closest("[data-when][hidden]"));

function typed(form, name) {
  const inputs = named(form, name);
  const chosen = inputs.filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked);
  return (chosen[0]?.value ?? "").trim().normalize("NFC");
}

/** The value in the notation of the expressions; null where nothing is entered, or nothing readable. */
function read(form, key, kind) {
  if (kind === "date") return date(PARTS.map((part) => typed(form, `${key}.${part}`)));
  const text = typed(form, key);
  if (text === "") return null;
  if (kind === "boolean" || kind === "consent") return text === "true";
  if (kind === "integer" || kind === "number" || kind === "money") return number(text);
  return text;
}

function date([day, month, year]) {
  if (!/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month) || !/^\d{4}$/.test(year)) return null;
  const moment = new Date(Date.UTC(2000, Number(month) - 1, Number(day)));
  moment.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const real = moment.getUTCMonth() === Number(month) - 1 && moment.getUTCDate() === Number(day) && Number(year) > 0;
  return real ? { date: `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` } : null;
}

/** German notation: `1.234,50`, `12,5`, `2.5`, `30,70 €`. */
function number(text) {
  const plain = text.replace(/[\s\u00a0€]/g, "");
  const german = /^-?\d{1,3}(\.\d{3})+$/.test(plain) || plain.includes(",");
  const digits = german ? plain.replaceAll(".", "").replace(",", ".") : plain;
  return /^-?\d{1,15}(\.\d{1,10})?$/.test(digits) ? { number: digits } : null;
}

/** Whether something is entered at or below the key: a text, a choice, a chosen file or one sent before. */
function filled(form, key) {
  const below = (name) => name === key || name.startsWith(`${key}.`) || name.startsWith(`${key}[`);
  return [...form.elements].some((input) => {
    if (!input.name || !below(input.name) || input.name.endsWith("@") || input.closest("[data-when][hidden]")) return false;
    if (input.type === "file") return input.files.length > 0;
    if (["radio", "checkbox"].includes(input.type)) return input.checked;
    return input.type !== "submit" && input.value.trim() !== "";
  }) || [...form.querySelectorAll("[data-sent]")].some((list) => below(list.dataset.sent) && !list.closest("[data-when][hidden]"));
}

document.querySelectorAll("[data-conditions]").forEach(start);
