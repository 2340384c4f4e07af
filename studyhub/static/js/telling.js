// What came of a press stays in sight for as long as it can be undone. Where the press led back to a part of the page, it
// goes below the heading of that part, or to the head of that line, so that Tab comes to the way back before anything else.
const UNDONE_MS = 60000;

export function keepInSight(page) {
  const told = page.querySelector(".flashes");
  if (!told) return;
  // Not :target: what the address leads to is not marked yet.
  const place = page.getElementById(location.hash.slice(1));
  if (place?.matches("main h2")) (place.closest(".section-head") ?? place).after(told);
  if (place?.matches("main .waits > li")) place.prepend(told);
  setTimeout(() => told.classList.add("flashes-told"), UNDONE_MS);
}
