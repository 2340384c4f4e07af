// The second net: what is typed stays on this device until it is saved, whatever becomes of network and sign-in.
const FIELDS = ["title", "source", "tags"];
// What the text began from: the revision, and the text shared with others.
const BEGAN_FROM = ["base", "seen", "step"];

export function offerUnsaved(form) {
  const key = `studyhub:note:${form.dataset.note}:${form.dataset.reader}`;
  const keep = (isOnServer = false) => write(key, { mine: form.dataset.mine, isOnServer, ...held(form), ...typed(form) });
  // A form that came back holds the newest text, and what others wrote with it.
  if (form.dataset.unkept) keep();
  const kept = read(key);
  // Whoever has saved a revision since began anew: what lies here is in it.
  if (kept && (kept.mine !== form.dataset.mine || isShown(form, kept))) forget(key);
  else if (kept) offer(form, key, kept);
  return {
    keep,
    isOffered: () => !form.querySelector("[data-unsaved]").hidden,
  };
}

export function typed(form) {
  return Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));
}

function held(form) {
  return Object.fromEntries(BEGAN_FROM.map((name) => [name, form.elements[name].value]));
}

function isShown(form, kept) {
  return FIELDS.every((name) => form.elements[name].value === kept[name]);
}

function offer(form, key, kept) {
  const bar = form.querySelector("[data-unsaved]");
  bar.hidden = false;
  form.querySelector("[data-restore]").addEventListener("click", () => {
    for (const name of [...FIELDS, ...BEGAN_FROM]) form.elements[name].value = kept[name] ?? "";
    bar.hidden = true;
    form.elements.source.dispatchEvent(new Event("input", { bubbles: true }));
    form.elements.source.focus();
  });
  form.querySelector("[data-discard]").addEventListener("click", () => {
    forget(key);
    bar.hidden = true;
    form.elements.source.focus();
  });
}

// Storage may be full or switched off: then the server's copy is the only net.
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    return;
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    return;
  }
}
