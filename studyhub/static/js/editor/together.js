// Shows who else is writing, and lets what they typed flow in while one pauses.
import { ask } from "../asking.js";
import { flowIn } from "./flowing.js";

const PRESENT_EVERY_MS = 10000;
const PAUSE_MS = 700;

export function writeTogether(form, keeping) {
  const { source, seen, step, base } = form.elements;
  const writers = form.querySelector("[data-writers]");
  const state = form.querySelector("[data-state]");
  let isComposing = false;
  let typedAt = 0;
  let tag = "";
  // How often the shared text before the form became another one, and how often it had when news were asked for.
  let turns = 0;
  let askedAt = 0;

  source.addEventListener("compositionstart", () => { isComposing = true; });
  source.addEventListener("compositionend", () => { isComposing = false; });
  source.addEventListener("input", () => { typedAt = Date.now(); });

  const isPausing = () => !isComposing && Date.now() - typedAt >= PAUSE_MS;

  ask({
    address: () => {
      askedAt = turns;
      return `${form.dataset.live}?${new URLSearchParams({ step: step.value, base: base.value })}`;
    },
    tag: () => tag,
    take: async (answer) => {
      const news = await answer.json();
      tag = answer.headers.get("ETag");
      writers.innerHTML = news.writers;
      // What was sent meanwhile has brought a newer text than these news: taken for the present one, they would say
      // at the next sending that what they lack was deleted here.
      if (askedAt !== turns) tag = "";
      if (news.source === null || keeping.isBusy() || askedAt !== turns) return;
      // What is typed and not sent goes to the server first: it comes back with the others' text around it.
      if (source.value !== seen.value || !isPausing()) {
        tag = "";
        if (isPausing()) keeping.push();
        return;
      }
      keeping.settle(() => stand(news, news.source));
      state.textContent = form.dataset.flowed;
    },
  });

  // What the form has before it of the shared text from now on; `before` is the part of it that is in the text here.
  function stand(news, before) {
    if (source.value !== news.source && before === news.source) flowIn(source, news.source);
    turns += 1;
    seen.value = before;
    step.value = news.step;
    base.value = news.base;
  }

  keeping.onKept((news, sent) => {
    const isUntouched = source.value === sent && !isComposing;
    stand(news, isUntouched ? news.source : sent);
  });

  const say = (address) => fetch(address, { method: "POST", body: tokenOf(form), keepalive: true }).catch(() => null);
  const beHere = () => document.hidden || say(form.dataset.presence);
  beHere();
  setInterval(beHere, PRESENT_EVERY_MS);
  document.addEventListener("visibilitychange", beHere);
  window.addEventListener("pagehide", () => say(form.dataset.absence));
  window.addEventListener("pageshow", (event) => event.persisted && beHere());
}

export function gatherThoughts(form) {
  const button = form.querySelector("[data-gather]");
  const state = form.querySelector("[data-state]");
  button?.addEventListener("click", async (event) => {
    event.preventDefault();
    const { source } = form.elements;
    const before = source.value;
    const answer = await fetch(form.dataset.gathering, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (!answer?.ok) {
      state.textContent = answer ? form.dataset.failed : form.dataset.offline;
      return;
    }
    const gathered = await answer.json();
    // Whoever typed on meanwhile presses once more.
    if (source.value !== before) return;
    flowIn(source, gathered.source);
    source.dispatchEvent(new Event("input", { bubbles: true }));
    state.textContent = gathered.said;
  });
}

function tokenOf(form) {
  const body = new FormData();
  body.set("csrf_token", form.elements.csrf_token.value);
  return body;
}
