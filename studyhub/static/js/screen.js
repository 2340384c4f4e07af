// The screen in the office: asks once a minute who is on duty, and says when it cannot.
const EVERY_MS = 60000;

setInterval(again, EVERY_MS);

async function again() {
  const answer = await fetch(location.href).catch(() => null);
  const here = document.querySelector("[data-again]");
  if (!answer?.ok || answer.redirected) {
    // Revoked: whoever stood before it last is not shown for ever.
    if (answer?.status === 404) here.replaceChildren();
    const stale = document.querySelector("[data-stale]");
    if (stale) stale.hidden = false;
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  here.replaceChildren(...page.querySelector("[data-again]").children);
}
