// A select of many people becomes a field to type a part of a name into. The select stays in the form and keeps the answer.
const MANY = 12;
const SHOWN = 8;

export function chooseByTyping(page) {
  for (const select of page.querySelectorAll("select[data-typed]")) {
    if (select.options.length > MANY) begin(select);
  }
}

function begin(select) {
  const input = fieldOf(select);
  const list = listOf(select);
  const choosing = { select, input, list, found: [], at: -1 };
  const box = document.createElement("div");
  box.className = "choosing";
  select.before(box);
  box.append(input, list);
  select.hidden = true;
  // The empty answer is that of the empty field.
  select.querySelector('option[value=""]')?.remove();
  // Nobody is chosen for whom nobody asked; where "nobody" is an answer, that one is sent.
  const options = [...select.options];
  if (!options.some((option) => option.defaultSelected)) select.selectedIndex = options.findIndex((option) => !option.dataset.find);
  takePlace(input, select);
  show(choosing);
  input.addEventListener("input", () => { find(choosing); judge(choosing); });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", () => find(choosing));
  input.addEventListener("keydown", (event) => stroke(event, choosing));
  input.addEventListener("blur", () => { settle(choosing); close(choosing); });
  list.addEventListener("pointerdown", (event) => press(event, choosing));
}

// Label, links and the address of the page lead to the field from now on.
function takePlace(input, select) {
  input.id = select.id;
  select.id = `${input.id}-chosen`;
  if (location.hash !== `#${input.id}`) return;
  input.focus();
  input.scrollIntoView({ block: "center" });
}

function fieldOf(select) {
  const input = document.createElement("input");
  input.type = "text";
  input.autocomplete = "off";
  input.placeholder = select.dataset.typed;
  const said = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${select.id}-found` };
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) said[name] = select.getAttribute(name);
  }
  for (const [name, value] of Object.entries(said)) input.setAttribute(name, value);
  return input;
}

function listOf(select) {
  const list = document.createElement("ul");
  list.id = `${select.id}-found`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", select.dataset.typed);
  list.hidden = true;
  return list;
}

// Width, case and the two scripts of syllables are alike, as in the search.
function plain(text) {
  return text.normalize("NFKC").toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 96));
}

function matching(select, typed) {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return [...select.options].filter((option) => {
    const said = `${plain(option.label)} ${option.dataset.find ?? ""}`;
    return words.every((word) => said.includes(word));
  });
}

function find(choosing) {
  const { select, input, list } = choosing;
  const isAsChosen = input.value === select.selectedOptions[0]?.label;
  choosing.found = matching(select, isAsChosen ? "" : input.value).slice(0, SHOWN);
  choosing.at = -1;
  list.replaceChildren(...choosing.found.map((option, place) => lineOf(select, option, place)));
  if (!choosing.found.length) list.replaceChildren(nothing(select));
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  input.removeAttribute("aria-activedescendant");
}

function lineOf(select, option, place) {
  const line = document.createElement("li");
  line.id = `${select.id}-found-${place}`;
  line.setAttribute("role", "option");
  line.setAttribute("aria-selected", String(option.selected));
  line.textContent = option.label;
  return line;
}

function nothing(select) {
  const line = document.createElement("li");
  line.setAttribute("role", "option");
  line.setAttribute("aria-disabled", "true");
  line.setAttribute("aria-selected", "false");
  line.textContent = select.dataset.none;
  return line;
}

function stroke(event, choosing) {
  const isOpen = !choosing.list.hidden;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!isOpen) find(choosing);
    go(choosing, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && isOpen && choosing.found.length) {
    // With the list open the stroke chooses; the next one sends the form.
    event.preventDefault();
    choose(choosing, choosing.found[Math.max(choosing.at, 0)]);
  } else if (event.key === "Escape" && isOpen) {
    event.preventDefault();
    show(choosing);
    close(choosing);
  }
}

function go(choosing, step) {
  const count = choosing.found.length;
  if (!count) return;
  choosing.at = choosing.at < 0 && step < 0 ? count - 1 : (choosing.at + step + count) % count;
  for (const [place, line] of [...choosing.list.children].entries()) line.toggleAttribute("data-at", place === choosing.at);
  choosing.input.setAttribute("aria-activedescendant", choosing.list.children[choosing.at].id);
}

function press(event, choosing) {
  // The field keeps the focus.
  event.preventDefault();
  const place = [...choosing.list.children].indexOf(event.target.closest("li"));
  if (choosing.found[place]) choose(choosing, choosing.found[place]);
  else close(choosing);
}

function choose(choosing, option) {
  choosing.select.value = option.value;
  choosing.select.dispatchEvent(new Event("change", { bubbles: true }));
  show(choosing);
  close(choosing);
}

function show(choosing) {
  choosing.input.value = choosing.select.selectedOptions[0]?.label ?? "";
  judge(choosing);
}

// Who has typed all that only one person is called need not choose them too.
function settle(choosing) {
  const found = choosing.input.value.trim() ? matching(choosing.select, choosing.input.value) : [];
  if (found.length === 1) choose(choosing, found[0]);
}

// What is typed and is nobody's name is never sent as whoever was chosen before.
function judge({ select, input }) {
  const isChosen = input.value === select.selectedOptions[0]?.label;
  input.setCustomValidity(isChosen ? "" : input.value ? select.dataset.none : select.dataset.typed);
}

function close({ list, input }) {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}
