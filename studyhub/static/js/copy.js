// Shows the copy button of an address and says when it has been copied.
export function offerCopying(page) {
  if (!navigator.clipboard) return;
  for (const button of page.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(page.getElementById(button.dataset.copy), button));
  }
}

async function copy(input, button) {
  const label = button.textContent;
  input.select();
  await navigator.clipboard.writeText(input.value);
  button.textContent = button.dataset.copied;
  setTimeout(() => { button.textContent = label; }, 2000);
}
