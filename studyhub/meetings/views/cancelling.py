"""Calling a session off and taking that back; organisers only."""

from itertools import pairwise
from typing import Any

from flask import flash, redirect, render_template, url_for

from studyhub import clock
from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings import queries
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.changing import cancelling
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.meetings.changing.following import to_come_after
from studyhub.meetings.changing.not_held import TookPlace, say_not_held
from studyhub.meetings.forms import CancellationForm, typed
from studyhub.meetings.models import Meeting
from studyhub.meetings.views.blueprint import bp
from studyhub.meetings.views.fetching import organized_meeting
from studyhub.people.models import ImpossibleMove
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


@bp.get("/meetings/<id:meeting_id>/cancellation")
@member_required
def new_cancellation(meeting_id: int) -> str:
    """Ask for the reason and what becomes of the chapters."""
    return _cancellation_page(organized_meeting(meeting_id), CancellationForm(formdata=None))


def _cancellation_page(meeting: Meeting, form: CancellationForm) -> str:
    following = to_come_after(meeting, db.session.scalars(queries.of_circle(meeting.circle)), clock.now())
    read = chapter_queries.chapters_of(one.id for one in (meeting, *following))
    return render_template(
        "meetings/new_cancellation.html",
        meeting=meeting,
        circle=meeting.circle,
        form=form,
        is_over=meeting.is_held(clock.now()),
        chapters=read.get(meeting.id, []),
        has_next=bool(following),
        goes={choice: _goes(cancelling.line(meeting, following, choice), read) for choice in Chapters},
    )


def _goes(line: list[Meeting], read: dict[int, list[Chapter]]) -> list[tuple[Meeting, list[Chapter]]]:
    """To which meetings which chapters go."""
    return [(to, read[here.id]) for here, to in pairwise(line) if here.id in read]


@bp.post("/meetings/<id:meeting_id>/cancellation")
@member_required
def create_cancellation(meeting_id: int) -> Any:
    """Call a session off."""
    meeting = organized_meeting(meeting_id)
    form = CancellationForm()
    if not form.validate_on_submit():
        return _cancellation_page(meeting, form), 422
    try:
        _call_off(meeting, typed(form.reason.data), Chapters(form.chapters.data))
    except (ImpossibleMove, TookPlace):
        db.session.rollback()
        flash(_("It took place: its attendance is confirmed, or it ended more than 14 days ago."), "error")
        return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)
    db.session.commit()
    message = _("The session is called off, and everyone is told.")
    if meeting.can_be_restored(clock.now()):
        url = url_for("meetings.delete_cancellation", meeting_id=meeting_id)
        undo: Any = {"message": message, "url": url, "label": _("Undo")}
        flash(undo, "undo")
    else:
        flash(message, "success")
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


def _call_off(meeting: Meeting, reason: str, chapters: Chapters) -> None:
    """What is to come or runs is called off; of what is over it is said that it did not take place."""
    now = clock.now()
    do = say_not_held if meeting.is_held(now) else cancelling.cancel
    do(meeting, reason, chapters, by=current_user(), now=now)


@bp.post("/meetings/<id:meeting_id>/cancellation/delete")
@member_required
def delete_cancellation(meeting_id: int) -> Any:
    """Undo: the session takes place after all."""
    meeting = organized_meeting(meeting_id)
    try:
        cancelling.restore(meeting, by=current_user(), now=clock.now())
    except cancelling.TooLateToUndo:
        db.session.rollback()
        flash(_("This cannot be undone any more."), "error")
    else:
        db.session.commit()
        flash(_("The session takes place after all. Everyone has their place back and is told."), "success")
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)
