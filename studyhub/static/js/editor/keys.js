// Ctrl or Cmd with S saves, with B and I presses the toolbar. An input method that is composing keeps its keys.
const TOOLS = { b: "md-bold", i: "md-italic" };

export function listenToKeys(form) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const key = event.key.toLowerCase();
    if (key === "s") save(form, event);
    if (TOOLS[key] && event.target === form.elements.source) press(form.querySelector(TOOLS[key]), event);
  });
}

function save(form, event) {
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-save]"));
}

function press(tool, event) {
  event.preventDefault();
  tool.click();
}
