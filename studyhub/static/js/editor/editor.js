// The editor of notes: a plain text area with a toolbar, a preview beside it, and nothing typed is ever lost.
import "../../vendor/markdown-toolbar-element/markdown-toolbar-element.js";
import { keepOnServer } from "./keeping.js";
import { showPreview } from "./preview.js";
import { listenToKeys } from "./keys.js";
import { gatherThoughts, writeTogether } from "./together.js";
import { offerUnsaved } from "./unsaved.js";

const form = document.querySelector("[data-editor]");
if (form) {
  form.querySelector("markdown-toolbar").hidden = false;
  const unsaved = offerUnsaved(form);
  writeTogether(form, keepOnServer(form, unsaved));
  gatherThoughts(form);
  showPreview(form);
  listenToKeys(form);
}
