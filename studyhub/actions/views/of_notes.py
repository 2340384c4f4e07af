"""Any line of a note becomes a decision or an action: by one press where it is suggested, else by choosing it."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request

from studyhub import clock
from studyhub.actions import queries
from studyhub.actions.around import around, owners
from studyhub.actions.forms import NOBODY, SettledForm
from studyhub.actions.giving import NotInCircle
from studyhub.actions.places import Place
from studyhub.actions.reading.blocks import Line, lines_of
from studyhub.actions.reading.headings import Kind
from studyhub.actions.reading.letters import key_of
from studyhub.actions.reading.suggesting import read_line
from studyhub.actions.views.blueprint import bp
from studyhub.actions.views.fetching import back_to
from studyhub.actions.views.keeping import keep
from studyhub.db import db
from studyhub.notes import queries as notes
from studyhub.notes.models import Note
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.words.saying import gettext as _

LINES_SHOWN = 300


@bp.get("/notes/<id:note_id>/actions/new")
@member_required
def new(note_id: int) -> Any:
    """Choose a line, then look it over before it is kept."""
    note = _writable(note_id)
    number = row_id(request.args.get("line"))
    line = next((one for one in lines_of(_source(note)) if one.number == number and one.text), None)
    if line is None:
        lines = [one for one in lines_of(_source(note)) if key_of(one.text)][:LINES_SHOWN]
        return _page(note, None, lines)
    people = owners(note.circle)
    found = read_line(line, around(note.circle, note.meeting, people, now=clock.now()))
    begins = {"owner_id": str(found.owner_id or NOBODY), "due_on": found.due_on, "line": found.key}
    return _page(note, SettledForm(formdata=None, text=found.text, kind=found.kind, **begins))


def _writable(note_id: int) -> Note:
    note = notes.visible(current_user(), note_id) or abort(404)
    if not notes.part_of(note.circle, note.meeting, current_user()).can_write:
        abort(403)
    return note


def _source(note: Note) -> str:
    return note.head.source if note.head else ""


def _page(note: Note, form: SettledForm | None, lines: Sequence[Line] = ()) -> str:
    if form is not None:
        form.offer(owners(note.circle))
    context = {"note": note, "circle": note.circle, "lines": lines, "form": form}
    return render_template("actions/new.html", **context, back=_from(note), back_url=back_to(note.circle, _from(note)))


def _from(note: Note) -> str:
    """The page that one came from: the note, unless the address says otherwise."""
    return request.args.get("back") or f"note.{note.id}"


@bp.post("/notes/<id:note_id>/actions")
@member_required
def create_in_note(note_id: int) -> Any:
    """Keep it."""
    note, form = _writable(note_id), SettledForm()
    form.offer(owners(note.circle))
    if not form.validate():
        return _page(note, form), 422
    line = form.line.data or ""
    # A line pressed twice, or by two at once, is kept once.
    db.session.get(Note, note.id, with_for_update=True)
    if line and line in queries.known_in(note.circle_id, note.id):
        flash(_("This line is kept already."), "notice")
        return _back(note)
    try:
        keep(Place(note.circle, note.meeting, note.id, line), form.kind.data or Kind.ACTION, form.task)
    except NotInCircle:
        db.session.rollback()
        form.owner_id.errors = [_("They are not in the circle any more. Please choose somebody else.")]
        return _page(_writable(note_id), form), 422
    db.session.commit()
    return _back(note)


def _back(note: Note) -> Any:
    return redirect(back_to(note.circle, _from(note)), 303)
