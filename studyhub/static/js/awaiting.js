// What another process does meanwhile is asked for until it is known; then those parts of the page that tell of it are new.
const EVERY_MS = 1000;
const LONGEST_MS = 60000;

export function awaitOutcome(page) {
  if (!page.querySelector("[data-awaits]")) return;
  const until = Date.now() + LONGEST_MS;

  async function look() {
    const answer = await fetch(location.pathname).catch(() => null);
    const news = answer?.ok && !answer.redirected ? parsed(await answer.text()) : null;
    if (news && !news.querySelector("[data-awaits]")) return show(page, news);
    if (Date.now() < until) setTimeout(look, EVERY_MS);
  }

  setTimeout(look, EVERY_MS);
}

function parsed(text) {
  return new DOMParser().parseFromString(text, "text/html");
}

function show(page, news) {
  for (const part of page.querySelectorAll("[data-follows]")) {
    const fresh = news.getElementById(part.id);
    if (fresh) part.replaceChildren(...fresh.childNodes);
  }
}
