// A drill while it goes on: what is said comes in by itself, and the clock runs between two answers.
import { ask } from "./asking.js";

const SECOND_MS = 1000;
const box = document.querySelector("[data-drill]");

if (box) {
  ask({
    address: () => box.dataset.drill,
    tag: () => `"${box.firstElementChild.dataset.step}-${document.documentElement.lang}"`,
    take: async (answer) => {
      exchange(new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild);
      wind();
    },
    heard: (isHeard) => {
      document.querySelector("[data-lost]").hidden = isHeard;
    },
  });
}

// What had the focus keeps it, or the box does where it is gone: Tab goes on from there.
function exchange(record) {
  const held = box.contains(document.activeElement) ? leadsTo(document.activeElement) : null;
  box.replaceChildren(record);
  document.getElementById("drill-state").replaceChildren(...box.querySelector("[data-drill-state]").childNodes);
  for (const one of document.querySelectorAll("[data-until-begun]")) one.hidden = !("planned" in record.dataset);
  if (held === null) return;
  const same = [...box.querySelectorAll("a, button")].find((one) => leadsTo(one) === held);
  (same ?? box).focus({ preventScroll: true });
}

function leadsTo(one) {
  return one.formAction ?? one.href ?? "";
}

// From when each clock counts; the server says how far it was.
let began = Date.now();

function wind() {
  began = Date.now();
}

setInterval(() => {
  const passed = Math.floor((Date.now() - began) / SECOND_MS);
  for (const clock of document.querySelectorAll("[data-clock-seconds]")) {
    const seconds = Number(clock.dataset.clockSeconds) + passed;
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
}, SECOND_MS);
