// Menus are <details>: Escape, a press elsewhere and Tab out of them close them, Escape hands the focus back. One that
// stayed open would lie over what has the focus next.
export function closeMenus(page) {
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const opened of page.querySelectorAll("details:is(.menu, .confirm)[open]")) {
      const held = opened.contains(page.activeElement);
      opened.open = false;
      if (held) opened.querySelector("summary").focus();
    }
  });
  for (const elsewhere of ["click", "focusin"]) {
    page.addEventListener(elsewhere, (event) => {
      for (const menu of page.querySelectorAll("details.menu[open]")) {
        if (!menu.contains(event.target)) menu.open = false;
      }
    });
  }
}
