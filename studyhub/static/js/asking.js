// Asks the server again and again whether there is anything new, while the page is seen: 304 costs next to nothing.
const EVERY_MS = 800;
// Where nothing came for about a quarter of a minute, most people are reading or listening: half as often is enough.
const QUIET_EVERY_MS = 1600;
const QUIET_AFTER = 20;
const AFTER_FAILURE_MS = 5000;

// `take` gets an answer that is news, `heard` hears each time whether the server answered. Hands back what asks at once.
export function ask({ address, tag, take, heard }) {
  let timer;
  let isAsking = false;
  let again = false;
  let hasEnded = false;
  let quiet = 0;

  async function now() {
    if (isAsking) {
      again = true;
      return;
    }
    clearTimeout(timer);
    if (document.hidden || hasEnded) return;
    isAsking = true;
    const answer = await fetch(address(), { headers: { "If-None-Match": tag() } }).catch(() => null);
    quiet = answer?.status === 304 ? quiet + 1 : 0;
    if (answer?.status === 200 && !answer.redirected) await take(answer);
    isAsking = false;
    // Signed out, or no longer theirs to see: the next page they open says so.
    hasEnded = Boolean(answer) && (answer.redirected || [401, 403, 404].includes(answer.status));
    const isFine = answer && (answer.ok || answer.status === 304);
    const every = quiet < QUIET_AFTER ? EVERY_MS : QUIET_EVERY_MS;
    heard?.(Boolean(isFine));
    timer = setTimeout(now, again ? 0 : isFine ? every : AFTER_FAILURE_MS);
    again = false;
  }

  document.addEventListener("visibilitychange", now);
  window.addEventListener("online", now);
  timer = setTimeout(now, EVERY_MS);
  return now;
}
