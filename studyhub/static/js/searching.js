// A stroke of "/" anywhere but in a field leads to the search.
export function searchBySlash(page) {
  page.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const field = [...page.querySelectorAll("[data-search]")].find((one) => one.checkVisibility());
    if (!field) return;
    event.preventDefault();
    field.select();
    field.focus();
  });
}
