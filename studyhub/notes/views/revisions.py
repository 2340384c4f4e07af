"""Earlier states of a note: the list, one of them, what changed between two, and bringing one back."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from studyhub import clock
from studyhub.db import db
from studyhub.notes import queries
from studyhub.notes.edits import writing
from studyhub.notes.models import Note, Revision
from studyhub.notes.rules import can_wipe
from studyhub.notes.text import markdown
from studyhub.notes.text.differences import differences
from studyhub.notes.views.blueprint import bp
from studyhub.notes.views.fetching import part_in, visible_note, writable_note
from studyhub.notes.views.saved import follow_outside, say_saved
from studyhub.notes.wiping import passages as wiping
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.words.saying import gettext as _

PAGE_SIZE = 50


@bp.get("/notes/<id:note_id>/revisions/")
@member_required
def index_revisions(note_id: int) -> Any:
    """Every saved state of a note, newest first, fifty a page."""
    note = visible_note(note_id)
    rows = queries.revisions(note)
    if before := row_id(request.args.get("before")):
        rows = rows.where(Revision.number < before)
    found = list(db.session.scalars(rows.limit(PAGE_SIZE + 1)))
    return render_template(
        "notes/revisions.html",
        note=note,
        revisions=found[:PAGE_SIZE],
        wiped_at=[one.wiped_at for one in wiping.wiped_from(note)],
        can_wipe=can_wipe(current_user(), part_in(note)),
        next_before=found[PAGE_SIZE - 1].number if len(found) > PAGE_SIZE else None,
    )


def _revision(note: Note, number: int | None) -> Revision:
    return (queries.numbered_revision(note, number) if number else None) or abort(404)


@bp.get("/notes/<id:note_id>/revisions/<id:number>/")
@member_required
def show_revision(note_id: int, number: int) -> Any:
    """One saved state of a note."""
    note = visible_note(note_id)
    revision = _revision(note, number)
    can_restore = revision.id != note.head_id and part_in(note).can_write
    return render_template("notes/revision.html", note=note, revision=revision, can_restore=can_restore)


@bp.get("/notes/<id:note_id>/differences")
@member_required
def show_differences(note_id: int) -> Any:
    """What changed between two saved states, from the older to the newer."""
    note = visible_note(note_id)
    numbers = [row_id(request.args.get(name)) for name in ("from", "to")]
    old, new = sorted((_revision(note, number) for number in numbers), key=lambda revision: revision.number)
    hunks = differences(old.source, new.source)
    return render_template("notes/differences.html", note=note, old=old, new=new, hunks=hunks)


@bp.post("/notes/<id:note_id>/revisions/<id:number>/restoration")
@member_required
def create_restoration(note_id: int, number: int) -> Any:
    """Bring an earlier text back as a new revision; what is there now stays in the list."""
    note = writable_note(note_id)
    revision, seen = _revision(note, number), _revision(note, row_id(request.form.get("seen")))
    try:
        saved = writing.edit(note, seen, revision.title, revision.source, by=current_user(), now=clock.now())
    except markdown.SourceTooLong:
        db.session.rollback()
        flash(_("Together with what somebody saved meanwhile the text would be too long."), "error")
        return redirect(url_for("notes.index_revisions", note_id=note_id), 303)
    except writing.EditConflict:
        db.session.rollback()
        flash(
            _("Somebody saved a newer text meanwhile. Please look at it before you bring an earlier one back."), "error"
        )
        return redirect(url_for("notes.index_revisions", note_id=note_id), 303)
    say_saved(seen, saved)
    follow_outside(note)
    db.session.commit()
    return redirect(url_for("notes.show", note_id=note_id), 303)
