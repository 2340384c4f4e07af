// The wall of a round: a clock for each team that counts on below zero and cuts nobody off; the next team by a key; what
// teams write meanwhile comes in by itself.
import { ask } from "./asking.js";

const clock = document.querySelector("[data-round-clock]");
const next = document.querySelector("[data-next-team]");
const NEXT_KEYS = ["ArrowRight", "n"];
const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

// Without a script no clock runs and no key is heard: then nothing speaks of them.
for (const part of document.querySelectorAll("[data-scripted]")) part.hidden = false;

if (next) {
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (!NEXT_KEYS.includes(event.key) || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    next.click();
  });
}

if (clock) {
  const key = `studyhub:round:${clock.dataset.roundClock}`;
  const [stop, longer] = ["[data-stop]", "[data-longer]"].map((part) => document.querySelector(part));
  const words = [stop.textContent, stop.dataset.goOn];
  // When the time is up, or while it is stopped how much was left: a page that is opened anew goes on.
  const state = read(key) ?? { endsAt: Date.now() + clock.dataset.seconds * SECOND_MS };
  const left = () => state.left ?? state.endsAt - Date.now();
  const show = () => {
    const seconds = Math.ceil(left() / SECOND_MS);
    const shown = Math.abs(seconds);
    const text = `${seconds < 0 ? "−" : ""}${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, "0")}`;
    if (clock.textContent !== text) clock.textContent = text;
    clock.classList.toggle("over", seconds < 0);
    stop.textContent = words[Number(state.left !== undefined)];
  };
  const change = (how) => {
    how();
    write(key, state);
    show();
  };
  stop.addEventListener("click", () => change(() => {
    if (state.left === undefined) state.left = left();
    else {
      state.endsAt = Date.now() + state.left;
      delete state.left;
    }
  }));
  longer.addEventListener("click", () => change(() => {
    if (state.left === undefined) state.endsAt += MINUTE_MS;
    else state.left += MINUTE_MS;
  }));
  for (const button of [stop, longer]) button.hidden = false;
  change(() => {});
  setInterval(show, SECOND_MS / 4);
}

const wall = document.querySelector("[data-wall]");

if (wall) {
  ask({
    address: () => wall.dataset.wall,
    tag: () => `"${wall.dataset.step}-${document.documentElement.lang}"`,
    take: async (answer) => bringIn(await answer.text()),
  });
}

// Only parts that differ are touched, and none of them while somebody presses something in it: the next answer is soon.
function bringIn(html) {
  if (wall.querySelector("[data-part]:active")) return;
  const fresh = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
  for (const here of wall.querySelectorAll("[data-part]")) {
    const part = fresh.querySelector(`[data-part="${here.dataset.part}"]`);
    if (here.innerHTML !== (part?.innerHTML ?? "")) exchange(here, part);
  }
  wall.dataset.step = fresh.dataset.step;
}

// Whoever stands on a button by keyboard stands on the same one afterwards; where it is gone, on what it was part of.
function exchange(here, part) {
  const held = here.contains(document.activeElement) ? doing(document.activeElement) : null;
  here.replaceChildren(...(part?.childNodes ?? []));
  if (!held) return;
  const same = [...here.querySelectorAll("a, button")].find((one) => doing(one) === held);
  if (!same) here.tabIndex = -1;
  (same ?? here).focus({ preventScroll: true });
}

function doing(control) {
  return control.href ?? control.form?.action ?? "";
}

// Storage may be full or switched off.
function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, state) {
  try {
    sessionStorage.setItem(key, JSON.stringify(state));
  } catch {
    return;
  }
}
