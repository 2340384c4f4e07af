// A short text that is not sent yet stays on this device, so that a closed window loses nothing.
export function keepDraft(field, key) {
  if (!field.value) field.value = read(key);
  const keep = () => write(key, field.value);
  field.addEventListener("input", keep);
  return { keep };
}

// Storage may be full or switched off.
function read(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function write(key, text) {
  try {
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
  } catch {
    return;
  }
}
