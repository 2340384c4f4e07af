// A second press while the first is under way sends nothing. The button is not disabled: its name and value must still go.
const STAND_STILL_MS = 8000;

export function sendOnce(page) {
  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    mark(form, true);
    // An answer that is a file leaves this page standing: it may be asked for again. What takes long is never a file.
    if (!form.dataset.working) setTimeout(() => mark(form, false), STAND_STILL_MS);
  });
  // A page brought back by the back button may be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of page.querySelectorAll("form[data-sent]")) mark(form, false);
  });
}

function mark(form, sent) {
  if (sent) form.dataset.sent = "yes";
  else delete form.dataset.sent;
  for (const button of form.querySelectorAll("button:not([type='button'])")) {
    button.setAttribute("aria-busy", String(sent));
    if (form.dataset.working) say(button, sent ? form.dataset.working : button.dataset.label);
  }
}

// What takes long says that it goes on.
function say(button, words) {
  button.dataset.label ??= button.textContent;
  button.textContent = words ?? button.dataset.label;
}
