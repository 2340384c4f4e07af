// Thoughts and questions of a meeting: written without leaving the page, and what others write comes in by itself.
import { ask } from "./asking.js";
import { keepDraft } from "./drafts.js";

const box = document.querySelector("[data-thoughts]");
if (box) {
  const refresh = ask({
    address: () => box.dataset.thoughts,
    tag: () => `"${box.firstElementChild.dataset.step}-${document.documentElement.lang}"`,
    take: async (answer) => bringIn(box, await answer.text()),
  });
  write(document.querySelector("[data-thought-form]"), refresh);
  act(document.querySelector("[data-thought-deeds]"), refresh);
}

// Only lines that differ are touched: what one reads or points at stays where it is.
function bringIn(box, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
  const keys = (root) => [...root.querySelectorAll("[data-key]")].map((part) => part.dataset.key).join();
  if (keys(fresh) !== keys(box)) return box.replaceChildren(fresh);
  for (const list of fresh.querySelectorAll("[data-key]")) {
    const here = box.querySelector(`[data-key="${list.dataset.key}"] [data-said]`);
    follow(here, list.querySelector("[data-said]"));
  }
  box.firstElementChild.dataset.step = fresh.dataset.step;
}

function follow(here, fresh) {
  const wanted = new Set([...fresh.children].map((line) => line.id));
  for (const line of [...here.children]) if (!wanted.has(line.id)) line.remove();
  let place = here.firstElementChild;
  for (const line of [...fresh.children]) {
    if (place?.id === line.id) {
      const next = place.nextElementSibling;
      if (place.dataset.version !== line.dataset.version) exchange(place, line);
      place = next;
    } else here.insertBefore(line, place);
  }
}

function exchange(old, fresh) {
  const held = [...old.querySelectorAll("a, button")].indexOf(document.activeElement);
  old.replaceWith(fresh);
  if (held >= 0) [...fresh.querySelectorAll("a, button")].at(-1)?.focus();
}

function write(form, refresh) {
  const field = form.elements.text;
  const problem = form.querySelector("#text-error");
  const draft = keepDraft(field, new URL(form.action).pathname);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.submitter ?? form.querySelector("button"));
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });

  async function send(button) {
    if (form.dataset.underWay) return;
    form.dataset.underWay = "yes";
    const sent = field.value;
    const answer = await post(form.action, new FormData(form, button));
    delete form.dataset.underWay;
    if (!answer) return say(form.dataset.offline);
    if (answer.status === 422) return say(await problemOf(answer));
    // The page that asks to sign in, or says what is wrong, carries the text.
    if (answer.type !== "opaqueredirect") return plain(form, button).submit();
    say("");
    // What was typed while the text was on its way is the beginning of the next one.
    field.value = field.value.startsWith(sent) ? field.value.slice(sent.length) : field.value;
    draft.keep();
    field.focus();
    refresh();
  }

  function say(sentence) {
    problem.textContent = sentence;
    if (sentence) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

async function problemOf(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("#text-error")?.textContent ?? "";
}

// The same form without its listeners, sent as a browser without scripts sends it.
function plain(form, button) {
  const copy = document.createElement("form");
  copy.method = "post";
  copy.action = form.action;
  copy.hidden = true;
  for (const [name, value] of new FormData(form, button)) {
    const input = document.createElement("textarea");
    input.name = name;
    input.value = value;
    copy.append(input);
  }
  document.body.append(copy);
  return copy;
}

function act(form, refresh) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const address = event.submitter.formAction;
    const answer = await post(address, new FormData(form));
    if (answer?.type === "opaqueredirect") refresh();
    else if (answer) {
      form.action = address;
      plain(form).submit();
    }
  });
}

function post(address, body) {
  return fetch(address, { method: "POST", body, redirect: "manual" }).catch(() => null);
}
