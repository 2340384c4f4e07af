// A short text that is not sent yet stays on this device, so that a closed window loses nothing.
import { forget } from "./forgetting.js";

// Texts were once kept without their writer's name: nobody can say any more whose they are.
const NOBODYS = "studyhub:thought:";

export function keepDraft(field, what) {
  const reader = document.documentElement.dataset.reader;
  const key = `studyhub:draft:${reader}:${what}`;
  forget(NOBODYS);
  // A visitor writes nothing of their own.
  if (!reader) return { keep: () => {} };
  if (!field.value) field.value = read(key);
  const keep = () => write(key, field.value);
  field.addEventListener("input", keep);
  return { keep };
}

// Storage may be full or switched off.
export function read(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

export function write(key, text) {
  try {
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
  } catch {
    return;
  }
}
