// Asks the server again and again whether there is anything new, while the page is seen: 304 costs next to nothing.
const EVERY_MS = 800;
const AFTER_FAILURE_MS = 5000;

// `take` gets an answer that is news. Hands back what asks at once.
export function ask({ address, tag, take }) {
  let timer;
  let isAsking = false;
  let again = false;
  let hasEnded = false;

  async function now() {
    if (isAsking) {
      again = true;
      return;
    }
    clearTimeout(timer);
    if (document.hidden || hasEnded) return;
    isAsking = true;
    const answer = await fetch(address(), { headers: { "If-None-Match": tag() } }).catch(() => null);
    if (answer?.status === 200 && !answer.redirected) await take(answer);
    isAsking = false;
    // Signed out, or no longer theirs to see: the next page they open says so.
    hasEnded = Boolean(answer) && (answer.redirected || [401, 403, 404].includes(answer.status));
    const isFine = answer && (answer.ok || answer.status === 304);
    timer = setTimeout(now, again ? 0 : isFine ? EVERY_MS : AFTER_FAILURE_MS);
    again = false;
  }

  document.addEventListener("visibilitychange", now);
  window.addEventListener("online", now);
  timer = setTimeout(now, EVERY_MS);
  return now;
}
