// Menus are <details>: Escape and a press elsewhere close them, Escape hands the focus back.
export function closeMenus(page) {
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const opened of page.querySelectorAll("details:is(.menu, .confirm)[open]")) {
      const held = opened.contains(page.activeElement);
      opened.open = false;
      if (held) opened.querySelector("summary").focus();
    }
  });
  page.addEventListener("click", (event) => {
    for (const menu of page.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
}
