"""Absent this time: what it does, read first; doing it; and what became of it for whoever comes after all."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for

from studyhub import clock
from studyhub.db import db
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import Meeting, Signup, SignupState
from studyhub.meetings.signing_up import absences, signups
from studyhub.meetings.signing_up.absences import Absence, Consequences
from studyhub.meetings.views.blueprint import bp
from studyhub.meetings.views.fetching import visible_meeting
from studyhub.web.guards.access import login_required
from studyhub.web.guards.auth import current_user
from studyhub.words.language import sentences
from studyhub.words.saying import gettext as _


@bp.get("/meetings/<id:meeting_id>/absence")
@login_required
def new_absence(meeting_id: int) -> Any:
    """Everything that being absent this time does, with the button that does it."""
    meeting = visible_meeting(meeting_id)
    if not meeting.can_be_left(clock.now()):
        return _too_late(meeting)
    would = absences.consequences(meeting, current_user(), now=clock.now())
    return render_template("meetings/new_absence.html", meeting=meeting, circle=meeting.circle, would=would)


def _too_late(meeting: Meeting) -> Any:
    flash(_("This session has begun or was called off; there is nothing to withdraw from."), "error")
    return redirect(url_for("meetings.show", meeting_id=meeting.id), 303)


@bp.post("/meetings/<id:meeting_id>/absence")
@login_required
def create_absence(meeting_id: int) -> Any:
    """Absent this time."""
    meeting = visible_meeting(meeting_id)
    would = absences.consequences(meeting, current_user(), now=clock.now())
    try:
        signups.be_absent(meeting, current_user(), now=clock.now())
    except signups.SignupClosed:
        return _too_late(meeting)
    db.session.commit()
    flash(*_said(meeting, str(sentences(_done(would)))))
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


def _said(meeting: Meeting, done: str) -> tuple[Any, str]:
    """With the way back, as long as there is one."""
    if not meeting.is_open(clock.now()):
        return done, "success"
    url = url_for("meetings.create_signup", meeting_id=meeting.id)
    return {"message": done, "url": url, "label": _("I come after all")}, "undo"


def _done(did: Consequences) -> list[str]:
    said = [_("Noted: you are absent this time. Only the organisers see it.")]
    if did.goes_to_next:
        said.append(_("Your seat has gone to the next in line."))
    if did.to_cover:
        chapters = titles(did.to_cover)
        cover = _("Cover is asked for: %(chapters)s. Until somebody takes it over it stays yours.", chapters=chapters)
        said.append(cover)
    return [str(one) for one in said]


def titles(held: Sequence[Assignment]) -> str:
    """The chapters of these assignments, by their titles."""
    return _(", ").join(_("“%(title)s”", title=one.chapter.title) for one in held)


def say_what_is_back(meeting: Meeting, signup: Signup, before: Absence | None) -> None:
    """Tell whoever was absent and comes after all what of theirs is theirs again, and what somebody else has."""
    if before is None:
        return
    if before.had_seat and signup.state is SignupState.WAITLISTED:
        flash(_("Your seat has gone to somebody else meanwhile, and stays theirs."), "notice")
    if back := [one for one in before.asked_for if one.state is AssignmentState.ACCEPTED]:
        again = _("You present again, and nobody is asked for cover any more: %(chapters)s.", chapters=titles(back))
        flash(again, "notice")
    for one in before.asked_for:
        if one.state is AssignmentState.COVERED:
            flash(_taken_over(one), "notice")


def _taken_over(lost: Assignment) -> str:
    names = [one.presenter_name for one in db.session.scalars(chapter_queries.current([lost.chapter_id]))]
    who = _(", ").join(names) or _("Somebody else")
    return _("%(name)s has taken over %(chapters)s, and keeps it.", name=who, chapters=titles([lost]))
