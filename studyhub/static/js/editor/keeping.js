// Sends the working copy when typing pauses, says how it stands, and holds back whoever would lose text.
import { typed } from "./unsaved.js";

const PAUSE_MS = 800;
const LONGEST_MS = 4000;
const RETRY_MS = 15000;

export function keepOnServer(form, unsaved) {
  const state = form.querySelector("[data-state]");
  const news = form.querySelector("[data-news]");
  const words = form.dataset;
  // What stands in a form that was refused is kept nowhere yet.
  let kept = words.unkept ? "" : JSON.stringify(typed(form));
  let timer;
  let changedAt = 0;
  let isSaving = false;
  let underWay = null;
  let isComposing = false;
  let hasTyped = false;
  // Whether the text has to be sent as it is, because others' text waits to be merged with it.
  let isWanted = false;
  let hear = () => {};

  const isChanged = () => JSON.stringify(typed(form)) !== kept;
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  };

  async function send() {
    if (isSaving || !(isChanged() || isWanted)) return;
    // Half a word of an input method is nobody's text yet.
    if (isComposing) return later(PAUSE_MS);
    // One at a time, or an older text could arrive last.
    if (underWay) return later(PAUSE_MS);
    const sent = JSON.stringify(typed(form));
    const text = form.elements.source.value;
    changedAt = 0;
    isWanted = false;
    underWay = new AbortController();
    const request = { method: "POST", body: new FormData(form), signal: underWay.signal };
    const answer = await fetch(words.workingCopy, request).catch(() => null);
    const said = answer?.ok ? await answer.json().catch(() => null) : null;
    // Not before the whole answer is there: nothing may flow in between what was sent and what became of it.
    underWay = null;
    if (isSaving) return;
    if (!said) {
      state.textContent = problem(answer);
      later(RETRY_MS);
      return;
    }
    kept = sent;
    settle(() => hear(said, text));
    state.textContent = isChanged() ? words.changed : words.kept.replace("{time}", said.kept_at);
    if (news.textContent !== said.news) news.textContent = said.news;
    if (isChanged()) later(PAUSE_MS);
  }

  // What comes in from outside is kept there already: only what was changed here before stays to be sent.
  function settle(bringIn) {
    const wasChanged = isChanged();
    bringIn();
    if (!wasChanged) kept = JSON.stringify(typed(form));
    if (hasTyped && !unsaved.isOffered()) unsaved.keep(!isChanged());
  }

  function problem(answer) {
    if (!answer) return words.offline;
    // 400: the token went with the session.
    return [400, 401].includes(answer.status) ? words.signedOut : words.failed;
  }

  form.addEventListener("input", () => {
    hasTyped = true;
    if (!unsaved.isOffered()) unsaved.keep(!isChanged());
    if (state.textContent !== words.changed) state.textContent = words.changed;
    changedAt ||= Date.now();
    later(Math.max(0, Math.min(PAUSE_MS, changedAt + LONGEST_MS - Date.now())));
  });
  form.addEventListener("compositionstart", () => { isComposing = true; });
  form.addEventListener("compositionend", () => { isComposing = false; });
  form.addEventListener("submit", () => {
    isSaving = true;
    underWay?.abort();
    clearTimeout(timer);
  });
  if (words.unkept) later(PAUSE_MS);
  window.addEventListener("pageshow", () => { isSaving = false; });
  window.addEventListener("online", () => later(0));
  window.addEventListener("beforeunload", (event) => {
    if (!isSaving && isChanged()) event.preventDefault();
  });
  return {
    settle,
    isBusy: () => isSaving || underWay !== null,
    push: () => {
      isWanted = true;
      later(0);
    },
    onKept: (listener) => { hear = listener; },
  };
}
