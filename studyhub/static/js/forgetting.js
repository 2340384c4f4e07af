// What this device keeps for somebody goes when they press "Sign out"; an expired sign-in leaves it for their return.
import { unsentCount } from "./unsent.js";

const OURS = "studyhub:";

export function forgetAtSignOut(page) {
  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-sign-out]")) return;
    const count = unsentCount();
    if (count && !event.submitter?.matches("[data-sure]")) {
      event.preventDefault();
      ask(form.querySelector("[data-asks]"), count);
    } else forget(OURS);
  });
}

function ask(question, count) {
  const words = count === 1 ? question.dataset.one : question.dataset.many;
  question.hidden = false;
  question.querySelector("[data-question]").textContent = words.replace("{count}", count);
  const stay = question.querySelector("[data-stay]");
  stay.addEventListener("click", () => stayHere(question), { once: true });
  stay.focus();
}

function stayHere(question) {
  question.hidden = true;
  question.closest("form").querySelector("button").focus();
}

export function forget(beginning) {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(beginning)) localStorage.removeItem(key);
  } catch {
    return;
  }
}
