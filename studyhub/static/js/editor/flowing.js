// Puts a newer text into a text area line by line, so that the caret, the selection and what is seen stay where they are.
const MOST_PAIRS = 250000;

export function flowIn(field, text) {
  const old = field.value.split("\n");
  const fresh = text.split("\n");
  const hunks = changes(old, fresh);
  const caret = lineOf(field);
  // From the bottom up, so that the places of the others stay true.
  for (const { from, to, lines } of hunks.reverse()) {
    const before = field.scrollHeight;
    put(field, old, from, to, lines);
    if (to <= caret) keepInSight(field, field.scrollHeight - before);
  }
  if (field.value !== text) {
    const { selectionStart, selectionEnd } = field;
    field.value = text;
    field.setSelectionRange(selectionStart, selectionEnd);
  }
  field.dispatchEvent(new CustomEvent("flowed", { bubbles: true }));
}

function lineOf(field) {
  return field.value.slice(0, field.selectionStart).split("\n").length - 1;
}

function put(field, old, from, to, lines) {
  const start = lengthOf(old.slice(0, from));
  const end = start + lengthOf(old.slice(from, to));
  const isLast = to === old.length;
  if (!isLast) return replace(field, lines.map((line) => `${line}\n`).join(""), start, end);
  // The last line has no line feed behind it: what comes after it brings one before.
  const at = Math.max(start - (from > 0 ? 1 : 0), 0);
  const added = lines.length ? (from > 0 ? "\n" : "") + lines.join("\n") : "";
  replace(field, added, at, Math.max(end - 1, at));
}

// The browser's own way to keep the selection would select what comes in where the caret stood in what goes: the next
// letter would delete it.
function replace(field, added, start, end) {
  const gone = field.value.slice(start, end);
  const [from, to] = [field.selectionStart, field.selectionEnd].map((place) => moved(place, start, gone, added));
  const direction = field.selectionDirection;
  field.setRangeText(added, start, end, "preserve");
  field.setSelectionRange(from, to, direction);
}

// Where a place is once `added` stands instead of `gone`: behind the letters it stood behind, else as far from the end.
function moved(place, start, gone, added) {
  const within = place - start;
  if (within <= 0) return place;
  if (within < gone.length && added.startsWith(gone.slice(0, within))) return place;
  return Math.max(start, place + added.length - gone.length);
}

function lengthOf(lines) {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

function keepInSight(field, more) {
  if (document.activeElement !== field || !more) return;
  if (field.scrollHeight > field.clientHeight) field.scrollTop += more;
  else window.scrollBy({ top: more, behavior: "instant" });
}

// What differs, as runs of lines: from `from` to `to` of the old ones become `lines`.
export function changes(old, fresh) {
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1;
  let tail = 0;
  while (tail < Math.min(old.length, fresh.length) - start && old.at(-1 - tail) === fresh.at(-1 - tail)) tail += 1;
  const a = old.slice(start, old.length - tail);
  const b = fresh.slice(start, fresh.length - tail);
  const found = [];
  let i = 0;
  let j = 0;
  for (const [nextI, nextJ] of [...common(a, b), [a.length, b.length]]) {
    if (i < nextI || j < nextJ) found.push({ from: start + i, to: start + nextI, lines: b.slice(j, nextJ) });
    i = nextI + 1;
    j = nextJ + 1;
  }
  return found;
}

// The longest series of equal lines, as pairs of places.
function common(a, b) {
  if (a.length * b.length > MOST_PAIRS) return [];
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = a[i] === b[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  const pairs = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (lengths[i + 1][j] >= lengths[i][j + 1]) i += 1;
    else j += 1;
  }
  return pairs;
}
