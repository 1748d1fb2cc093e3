// Finds a number whose SHA-256 together with the challenge begins with enough zero bits. Without it the form works too.
"use strict";
(() => {
  const field = document.querySelector("input[data-work]");
  if (!field || !globalThis.crypto || !crypto.subtle) return;
  const form = field.form;
  const answer = form.elements.namedItem("pruefung_loesung");
  const bits = Number(field.dataset.work);
  const encoder = new TextEncoder();
  const zeroBits = (bytes) => {
    let total = 0;
    for (const byte of bytes) {
      if (byte === 0) { total += 8; continue; }
      return total + Math.clz32(byte) - 24;
    }
    return total;
  };
  const work = async () => {
    for (let start = 0; start < 4000000; start += 256) {
      const digests = await Promise.all(Array.from({ length: 256 }, (_, at) =>
        crypto.subtle.digest("SHA-256", encoder.encode(field.value + ":" + (start + at)))));
      const found = digests.findIndex((digest) => zeroBits(new Uint8Array(digest)) >= bits);
      if (found >= 0) { answer.value = String(start + found); return; }
    }
  };
  const done = work();
  form.addEventListener("submit", (event) => {
    if (answer.value || form.dataset.waited) return;
    event.preventDefault();
    form.dataset.waited = "1";
    const button = event.submitter;
    const patience = new Promise((resolve) => { setTimeout(resolve, 8000); });
    Promise.race([done, patience]).then(() => form.requestSubmit(button));
  });
})();
