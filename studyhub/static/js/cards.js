// A team's update that was typed and not sent stays on this device: neither a closed browser nor an expired sign-in
// loses it. What the server has since is forgotten here.
import { read, write } from "./drafts.js";

const reader = document.documentElement.dataset.reader;
const keyOf = (address) => `studyhub:draft:${reader}:${address}`;

for (const written of document.querySelectorAll("[data-written]")) {
  const kept = stored(written.dataset.written);
  if (kept?.isSent && kept.base < Number(written.dataset.number)) write(keyOf(written.dataset.written), "");
}
const form = document.querySelector("form[data-card]");
if (form) keep(form, new URL(form.action).pathname);

function keep(form, address) {
  const base = form.elements.base;
  const kept = stored(address);
  // What was refused stands in the form as it was typed, with the number of the text it was compared with.
  if (kept && !("refused" in form.dataset)) bringBack(form, kept);
  const save = (isSent) => write(keyOf(address), JSON.stringify({ ...typed(form), base: Number(base.value), isSent }));
  form.addEventListener("input", () => save(false));
  // Until a page shows it with a higher number nobody knows whether it arrived.
  form.addEventListener("submit", () => save(true));
}

// With the number it began from: where somebody saved another text since, the server shows both.
function bringBack(form, kept) {
  form.elements.base.value = kept.base;
  for (const field of fields(form)) {
    if (isTicked(field)) field.checked = kept.ticks[tickOf(field)] ?? field.checked;
    else field.value = kept.texts[field.name] ?? field.value;
  }
}

function typed(form) {
  const [ticks, texts] = [{}, {}];
  for (const field of fields(form)) {
    if (isTicked(field)) ticks[tickOf(field)] = field.checked;
    else texts[field.name] = field.value;
  }
  return { ticks, texts };
}

function fields(form) {
  return [...form.elements].filter((field) => field.name && !["hidden", "submit"].includes(field.type));
}

function isTicked(field) {
  return ["checkbox", "radio"].includes(field.type);
}

function tickOf(field) {
  return `${field.name}=${field.value}`;
}

function stored(address) {
  try {
    return JSON.parse(read(keyOf(address)) || "null");
  } catch {
    return null;
  }
}
