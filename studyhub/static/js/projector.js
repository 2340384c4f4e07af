// The room's screen: arrow keys or j and k step through what there is to talk about, which stays up to date, and a clock.
import { ask } from "./asking.js";

const box = document.querySelector("[data-agenda]");
const clock = document.querySelector("[data-clock]");
const MINUTE_MS = 60000;
const STEPS = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

if (box) {
  ask({
    address: () => box.dataset.agenda,
    tag: () => `"${box.firstElementChild.dataset.step}-${document.documentElement.lang}"`,
    take: async (answer) => bringIn(await answer.text()),
  });
  document.addEventListener("keydown", step);
}

// What one stands on keeps its place under the eye, wherever it has moved in the list.
function bringIn(html) {
  const held = document.activeElement?.dataset.key;
  box.replaceChildren(new DOMParser().parseFromString(html, "text/html").body.firstElementChild);
  if (held) box.querySelector(`[data-key="${held}"]`)?.focus();
}

function step(event) {
  const by = STEPS[event.key];
  const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
  if (!by || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const lines = [...box.querySelectorAll("[data-key]")];
  if (!lines.length) return;
  event.preventDefault();
  const at = lines.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : lines.length - 1) : Math.min(Math.max(at + by, 0), lines.length - 1);
  lines[next].focus();
}

// The server's time, so that a wrong clock of the machine in the room shows nothing wrong.
if (clock) {
  const [time, rest] = ["[data-time]", "[data-rest]"].map((part) => clock.querySelector(part));
  const ahead = new Date(clock.dataset.now) - Date.now();
  const [hour, minute] = time.textContent.split(":").map(Number);
  const startMs = Date.now();
  const show = () => {
    const passed = Math.floor((Date.now() - startMs) / MINUTE_MS + (new Date(clock.dataset.now).getSeconds() / 60));
    const minutes = (hour * 60 + minute + passed) % (24 * 60);
    time.textContent = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
    if (Date.now() + ahead < new Date(clock.dataset.starts)) return; // until then it says when it begins and ends
    const left = Math.ceil((new Date(clock.dataset.ends) - (Date.now() + ahead)) / MINUTE_MS);
    rest.textContent = left > 0 ? clock.dataset.left.replace("{num}", left) : clock.dataset.over;
  };
  show();
  setInterval(show, 5000);
}
