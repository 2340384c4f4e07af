// How many are ticked, beside the heading: <output data-counts="name of the boxes">.
export function countTicks(page) {
  for (const output of page.querySelectorAll("[data-counts]")) {
    const boxes = [...page.getElementsByName(output.dataset.counts)];
    const count = () => { output.value = boxes.filter((box) => box.checked).length; };
    for (const box of boxes) box.addEventListener("change", count);
    // The back button brings ticks with it.
    window.addEventListener("pageshow", count);
  }
}
