// The theme changes at once; the form is sent behind it so that the choice is remembered.
export function switchTheme(page) {
  for (const form of page.querySelectorAll("[data-theme-switch]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const theme = event.submitter.value;
      remember(form, theme);
      show(page, theme);
    });
  }
}

function remember(form, theme) {
  const body = new FormData(form);
  body.set("theme", theme);
  fetch(form.action, { method: "POST", body, redirect: "manual", keepalive: true });
}

function show(page, theme) {
  if (theme === "auto") delete page.documentElement.dataset.theme;
  else page.documentElement.dataset.theme = theme;
  for (const button of page.querySelectorAll("[data-theme-switch] button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
}
