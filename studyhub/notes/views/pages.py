"""The list of notes, and a note: for members with all that belongs to it, for others what is published of it."""

from typing import Any

from flask import abort, render_template, request

from studyhub import clock
from studyhub.notes import listing, settled
from studyhub.notes.listing import Shown, Wanted
from studyhub.notes.naming import named
from studyhub.notes.page import note_page, shown_note
from studyhub.notes.queries import Scope
from studyhub.notes.releases import release_queries
from studyhub.notes.releases.released import released
from studyhub.notes.text import reading_time
from studyhub.notes.views.blueprint import bp
from studyhub.people.readers import is_member
from studyhub.text.cleaning import clean_line
from studyhub.web.guards.auth import current_user_or_none


@bp.get("/notes/")
def index() -> str:
    """Published notes for visitors; shared ones and their own drafts for members."""
    user = current_user_or_none()
    wanted = _wanted()
    return render_template(
        "notes/index.html",
        page=listing.page(user, wanted),
        wanted=wanted,
        is_inside=is_member(user),
        circles=listing.circles_with_notes(user),
    )


def _wanted() -> Wanted:
    shown = request.args.get("state", "")
    return Wanted(
        circle_slug=clean_line(request.args.get("circle", ""))[:100],
        tag=clean_line(request.args.get("tag", ""))[:100],
        shown=Shown(shown) if shown in set(Shown) else Shown.ALL,
        after=request.args.get("after", ""),
    )


@bp.get("/notes/<id:note_id>/")
def show(note_id: int) -> Any:
    """A note inside the organisation, or its published text."""
    user = current_user_or_none()
    note = shown_note(user, note_id)
    if user is None or note is None:
        return _published(note_id)
    page = note_page(note, user)
    beside = settled.beside(note, user, can_write=page.part.can_write, now=clock.now())
    return render_template("notes/show.html", note=note, page=page, beside=beside)


def _published(note_id: int) -> str:
    found = released(None, Scope(note_id=note_id), limit=1)
    if not found:
        abort(410 if release_queries.was_retracted(note_id) else 404)
    [note] = found
    minutes = reading_time.minutes(note.html)
    return render_template("notes/releases/published.html", note=note, authors=named(note.authors), minutes=minutes)
