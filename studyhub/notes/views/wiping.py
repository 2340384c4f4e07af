"""Wiping a passage from a note for good: first where it stands, then the press that cannot be undone."""

from collections.abc import Collection, Sequence
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for

from studyhub import clock
from studyhub.db import db
from studyhub.notes.forms import NoteForm, PassageForm
from studyhub.notes.models import Note
from studyhub.notes.text.passages import Known
from studyhub.notes.views.blueprint import bp
from studyhub.notes.views.fetching import wipeable_note, writable_note
from studyhub.notes.wiping import passages as wiping
from studyhub.notes.wiping.passages import Places
from studyhub.publishing import files
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


@bp.get("/notes/<id:note_id>/wiping")
@member_required
def new_wiping(note_id: int) -> Any:
    """Say which passage is to be wiped."""
    return _page(wipeable_note(note_id), PassageForm(formdata=None))


def _page(note: Note, form: PassageForm, found: Places | None = None) -> str:
    return render_template("notes/new_wiping.html", note=note, form=form, found=found)


@bp.post("/notes/<id:note_id>/wiping")
@member_required
def create_wiping(note_id: int) -> Any:
    """Show where the passage stands; once that was read, wipe it."""
    note = wipeable_note(note_id)
    form = PassageForm()
    if not form.validate():
        return _page(note, form), 422
    passage, is_confirmed = form.passage.data or "", "confirmed" in request.form
    try:
        found = _wipe(note, passage) if is_confirmed else _found(note, passage)
    except wiping.HoldsMarker:
        db.session.rollback()
        note = wipeable_note(note_id)
        form.passage.errors = [
            _("Without it an internal part would begin or end elsewhere. Leave the marks with colons out.")
        ]
        return _page(note, form), 422
    if not found:
        form.passage.errors = [_("It stands nowhere in these notes. Please copy it exactly, with its marks.")]
        return _page(note, form), 422
    if not is_confirmed:
        return _page(note, form, found)
    db.session.commit()
    flash(_("Wiped for good. A mark stands where the passage stood."), "success")
    if found.outside is not None:
        flash(
            _("The notes were published with it and are retracted. Ask for publication again once they are fit."),
            "notice",
        )
    return redirect(url_for("notes.show", note_id=note_id), 303)


def _found(note: Note, passage: str) -> Places:
    found = wiping.places(note, passage)
    wiping.refuse_opening(found, passage)
    return found


def _wipe(note: Note, passage: str) -> Places:
    found = wiping.wipe(note, passage, by=current_user(), now=clock.now(), key=str(current_app.secret_key))
    files.forget_texts()
    return found


def keep_out_wiped(note: Note, form: NoteForm) -> bool:
    """Put the mark where a text that arrived brings back what was wiped, and say whether it did.

    Begins the transaction anew, and so comes before all changes.
    """
    keys = [str(current_app.secret_key), *map(str, current_app.config.get("SECRET_KEY_FALLBACKS") or [])]
    fields = (form.title, form.source, form.seen)
    before = [field.data or "" for field in fields]
    looked_for = wiping.known(note)
    after = _marked(note, before, looked_for, keys) if looked_for else before
    after = wiping.kept_out(note, after, keys=keys, looked_for=looked_for)
    for field, old, new in zip(fields, before, after, strict=True):
        if old != new:
            field.data = new
    return before[:2] != after[:2]


def _marked(note: Note, texts: Sequence[str], wiped: Collection[Known], keys: Sequence[str]) -> list[str]:
    note_id = note.id
    # Looking for them takes a while, in which others write: SQLite's lock is held from the first question on.
    db.session.rollback()
    after = [wiping.marked(text, note_id, wiped, keys=keys) for text in texts]
    # Whether the reader still may is asked again.
    writable_note(note_id)
    return after
