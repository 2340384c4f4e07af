// Months of days to tap are one stop of Tab: arrow keys go by a day or a week, Home and End to the ends of the week,
// Page Up and Page Down by four weeks, Space ticks. Above and below: a day's evening stands under the day.
const BY_DAYS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -28, PageDown: 28 };

export function walkDays(page) {
  for (const calendar of page.querySelectorAll("[data-days]")) begin(calendar);
}

function begin(calendar) {
  const boxes = [...calendar.querySelectorAll("input")];
  if (!boxes.length) return;
  const stand = (on) => boxes.forEach((box) => { box.tabIndex = box === on ? 0 : -1; });
  // Days that are over are seldom what somebody comes for.
  const today = new Date().toLocaleDateString("sv");
  stand(boxes.find((box) => box.checked && box.value >= today) ?? boxes.find((box) => box.value >= today) ?? boxes[0]);
  calendar.addEventListener("focusin", (event) => { if (boxes.includes(event.target)) stand(event.target); });
  calendar.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !boxes.includes(event.target)) return;
    const to = next(event.key, event.target, boxes);
    if (to === undefined) return;
    event.preventDefault();
    to?.focus();
  });
  const around = calendar.parentElement;
  for (const help of around.querySelectorAll("[data-days-help]")) help.hidden = false;
  for (const way of around.querySelectorAll("[data-days-bare]")) way.hidden = true;
}

// The box a key leads to; null where there is none, undefined of other keys.
function next(key, box, boxes) {
  const row = boxes.filter((one) => one.name === box.name);
  const at = row.indexOf(box);
  if (key in BY_DAYS) return row[at + BY_DAYS[key]] ?? null;
  if (key === "Home" || key === "End") return ofWeek(box, row).at(key === "Home" ? 0 : -1);
  if (key === "ArrowDown") return beside(box, boxes, "evening", row[at + 7]);
  if (key === "ArrowUp") return beside(box, boxes, "whole", row[at - 7]);
  return undefined;
}

function ofWeek(box, row) {
  const week = box.closest("tr");
  return row.filter((one) => one.closest("tr") === week);
}

// From a day down to its evening, from there to the day a week later; and up again.
function beside(box, boxes, name, aWeekOff) {
  if (box.name !== name) return boxes.find((one) => one.name === name && one.value === box.value);
  if (!aWeekOff) return null;
  return boxes.find((one) => one.name !== name && one.value === aWeekOff.value);
}
