// Small helps on top of pages that work without them: focus on errors, counters, copy, dialogs, end of the session.
"use strict";

function focusOnNews(root) {
  const target = root.querySelector("[data-focus]");
  if (target && document.activeElement !== target) target.focus();
}

function countDown(counter) {
  const field = document.getElementById(counter.dataset.countFor);
  if (!field) return;
  const limit = Number(counter.dataset.max);
  const live = document.createElement("span");
  live.className = "kern-sr-only";
  live.setAttribute("role", "status");
  counter.after(live);
  let pause = 0;
  const say = () => {
    const left = limit - [...field.value].length;
    counter.textContent = left < 0 ? `${-left} Zeichen zu viel` : `Noch ${left} Zeichen`;
    counter.toggleAttribute("data-over", left < 0);
    clearTimeout(pause);
    pause = setTimeout(() => { live.textContent = counter.textContent; }, 1000);
  };
  field.addEventListener("input", say);
  if (field.value) say();
}

function offerCopy(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  const label = button.querySelector(".kern-label");
  const said = document.createElement("span");
  said.className = "kern-sr-only";
  said.setAttribute("role", "status");
  button.after(said);
  button.addEventListener("click", async () => {
    const text = button.closest(".r-copy").querySelector(".r-copy__text").textContent;
    await navigator.clipboard.writeText(text);
    label.firstChild.textContent = "Kopiert";
    said.textContent = "Kopiert";
    setTimeout(() => { label.firstChild.textContent = "Kopieren"; said.textContent = ""; }, 3000);
  });
}

function useDialog(link) {
  const dialog = document.getElementById(link.dataset.dialog);
  if (!dialog || !dialog.showModal) return;
  link.setAttribute("aria-haspopup", "dialog");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.showModal();
  });
}

function watchSession(bar) {
  const dialog = document.getElementById("sitzung");
  if (!dialog) return;
  const stay = dialog.querySelector("[data-extend]");
  const end = dialog.querySelector("[data-until]");
  let timers = [];
  const start = (seconds) => {
    const warnAt = Math.max(seconds - Number(bar.dataset.warn), 0);
    timers.forEach(clearTimeout);
    const over = new Date(Date.now() + seconds * 1000);
    const clock = over.toLocaleTimeString("de-DE", { hour: "2-digit", minute: "2-digit" });
    bar.querySelector("[data-until]").textContent = clock;
    end.textContent = clock;
    timers = [
      setTimeout(() => dialog.showModal(), warnAt * 1000),
      setTimeout(() => { dialog.close(); bar.querySelector("[data-over]").hidden = false; }, seconds * 1000),
    ];
  };
  stay.addEventListener("click", async (event) => {
    event.preventDefault();
    const answer = await fetch(bar.dataset.extend, {
      method: "POST", headers: { "X-CSRFToken": bar.dataset.token, Accept: "application/json" }, credentials: "same-origin",
    }).catch(() => null);
    dialog.close();
    if (answer && answer.ok) start((await answer.json()).seconds);
    else bar.querySelector("[data-over]").hidden = false;
  });
  start(Number(bar.dataset.session));
}

function enhance(root) {
  root.querySelectorAll("[data-count-for]").forEach(countDown);
  root.querySelectorAll("[data-copy]").forEach(offerCopy);
  root.querySelectorAll("[data-dialog]").forEach(useDialog);
  focusOnNews(root);
}

enhance(document);
document.querySelectorAll("[data-session]").forEach(watchSession);
document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target;
  if (target instanceof Element) enhance(target);
});
