// How many are ticked, beside the heading: <output data-counts="name of the boxes">; and in the words of the button that
// records them: <button data-counted="name of the boxes" data-words="… {num} …">, which without a script says no number.
export function countTicks(page) {
  for (const output of page.querySelectorAll("[data-counts]")) {
    follow(page, output.dataset.counts, (number) => { output.value = number; });
  }
  for (const button of page.querySelectorAll("[data-counted]")) {
    follow(page, button.dataset.counted, (number) => { button.textContent = button.dataset.words.replace("{num}", number); });
  }
}

function follow(page, name, say) {
  const boxes = [...page.getElementsByName(name)];
  const count = () => say(boxes.filter((box) => box.checked).length);
  for (const box of boxes) box.addEventListener("change", count);
  // The back button brings ticks with it.
  window.addEventListener("pageshow", count);
}
