// What this device keeps for somebody goes when they press "Sign out"; an expired sign-in leaves it for their return.
const OURS = "studyhub:";

export function forgetAtSignOut(page) {
  page.addEventListener("submit", (event) => {
    if (event.target.matches("[data-sign-out]")) forget(OURS);
  });
}

export function forget(beginning) {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(beginning)) localStorage.removeItem(key);
  } catch {
    return;
  }
}
