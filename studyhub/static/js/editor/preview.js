// The preview as the server renders it, beside the text: on the button, and again when typing pauses.
const PAUSE_MS = 1500;

export function showPreview(form) {
  const pane = form.querySelector("[data-pane]");
  let timer;
  let asked = 0;

  async function refresh() {
    const mine = ++asked;
    const body = new FormData(form);
    const answer = await fetch(form.dataset.preview, { method: "POST", body }).catch(() => null);
    // A later preview may be answered before an earlier one; a page to sign in is no preview.
    if (!answer || mine !== asked || ![200, 422].includes(answer.status)) return;
    const html = await answer.text();
    if (answer.ok) pane.innerHTML = html;
    else pane.textContent = html;
  }

  form.querySelector("[data-preview-button]").addEventListener("click", (event) => {
    event.preventDefault();
    refresh();
  });
  for (const change of ["input", "flowed"]) {
    form.elements.source.addEventListener(change, () => {
      clearTimeout(timer);
      timer = setTimeout(refresh, PAUSE_MS);
    });
  }
  refresh();
}
