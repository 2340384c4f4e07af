// The editor of notes: a plain text area with a toolbar, a preview beside it, and nothing typed is ever lost.
import "../vendor/markdown-toolbar-element/markdown-toolbar-element.js";
import { keepOnServer } from "./editor_keeping.js";
import { showPreview } from "./editor_preview.js";
import { listenToKeys } from "./editor_keys.js";
import { gatherThoughts, writeTogether } from "./editor_together.js";
import { offerUnsaved } from "./editor_unsaved.js";

const form = document.querySelector("[data-editor]");
if (form) {
  form.querySelector("markdown-toolbar").hidden = false;
  const unsaved = offerUnsaved(form);
  writeTogether(form, keepOnServer(form, unsaved));
  gatherThoughts(form);
  showPreview(form);
  listenToKeys(form);
}
