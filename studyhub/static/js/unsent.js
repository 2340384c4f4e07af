// The texts of the reader that this device alone has: nobody else gets them when it forgets them.
export function unsentCount() {
  return entries().filter(([key, text]) => isDraft(key) || (isNote(key) && !read(text)?.isOnServer)).length;
}

// A revision of theirs that was saved since holds what lies here: the page that shows it says so.
export function forgetSaved(page) {
  const saved = page.querySelector("[data-saved]");
  const key = `studyhub:note:${saved?.dataset.saved}:${reader()}`;
  const kept = entries().find(([name]) => name === key);
  if (kept && read(kept[1])?.mine !== saved.dataset.mine) localStorage.removeItem(key);
}

function isDraft(key) {
  return key.startsWith(`studyhub:draft:${reader()}:`);
}

function isNote(key) {
  return key.startsWith("studyhub:note:") && key.endsWith(`:${reader()}`);
}

function reader() {
  return document.documentElement.dataset.reader;
}

// Storage may be switched off.
function entries() {
  try {
    return Object.entries(localStorage);
  } catch {
    return [];
  }
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
