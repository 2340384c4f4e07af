"""The page of a meeting, signing up, and joining a circle."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, request, url_for

from studyhub import clock
from studyhub.circles.models import Circle, ParticipationRole, Visibility
from studyhub.circles.views.fetching import visible_circle
from studyhub.db import db
from studyhub.meetings import clashes, queries
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.clashes import Clash
from studyhub.meetings.models import Meeting, Signup, SignupState
from studyhub.meetings.signing_up import absences, joining, signups, withdrawals
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.takings import TooLateToUndo
from studyhub.meetings.views.absences import say_what_is_back
from studyhub.meetings.views.blueprint import bp
from studyhub.meetings.views.fetching import shown_meeting, visible_meeting
from studyhub.meetings.views.showing import meeting_page
from studyhub.web.guards.access import login_required
from studyhub.web.guards.auth import current_user
from studyhub.words.dates import when
from studyhub.words.language import sentences
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext


@bp.get("/meetings/<id:meeting_id>/")
def show(meeting_id: int) -> str:
    """One meeting: am I in, when and where, who presents, who comes, what is said about the chapters."""
    return meeting_page(shown_meeting(meeting_id))


@bp.post("/meetings/<id:meeting_id>/signup")
@login_required
def create_signup(meeting_id: int) -> Any:
    """Sign up for one meeting."""
    # Read to be changed once it is locked.
    meeting = shown_meeting(meeting_id)
    # Before the meeting itself is in the person's calendar, and has to be told from the rest.
    found = clashes.of(current_user(), [meeting])
    absence = absences.absence(meeting, current_user())
    try:
        signup = signups.sign_up(meeting, current_user(), now=clock.now())
    except signups.SignupClosed:
        flash(_("Sign-up for this session is closed."), "error")
    else:
        message = _joined_message(signup)
        db.session.commit()
        flash(_with_way_back(message, meeting_id), "undo")
        say_what_is_back(meeting, signup, absence)
        _warn_of(found)
    return _back(meeting_id)


# The pages from which one signs up beside that of the meeting; a press there leads back to them.
LISTS = {"home": "home.index", "circles": "circles.index"}


def _back(meeting_id: int) -> Any:
    """To the list that the form stood in, else to the page of the meeting."""
    page = LISTS.get(request.args.get("back", ""))
    address = url_for(page, _anchor="week") if page else url_for("meetings.show", meeting_id=meeting_id)
    return redirect(address, 303)


def _with_way_back(message: str, meeting_id: int) -> Any:
    address = url_for("meetings.delete_signup", meeting_id=meeting_id, back=request.args.get("back"))
    return {"message": message, "url": address, "label": _("Undo")}


def _joined_message(signup: Signup) -> str:
    if signup.state is SignupState.WAITLISTED:
        place = signup_queries.position(signup)
        return _("You are number %(place)s on the waitlist. We will tell you as soon as a seat is yours.", place=place)
    return _("You are signed up.")


def _warn_of(found: Sequence[Clash]) -> None:
    for clash in found[:3]:
        title = clash.title or (_("your turn on call") if clash.is_on_call else _("another commitment"))
        flash(
            _("Please note: %(title)s, %(when)s, is at the same time.", title=title, when=when(clash.starts_at)),
            "notice",
        )


@bp.post("/meetings/<id:meeting_id>/signup/delete")
@login_required
def delete_signup(meeting_id: int) -> Any:
    """Withdraw."""
    meeting = visible_meeting(meeting_id)
    try:
        given_back = signups.withdraw(meeting, current_user(), now=clock.now())
    except signups.SignupClosed:
        flash(_("This session has begun or was called off; there is nothing to withdraw from."), "error")
    else:
        db.session.commit()
        flash(*_withdrawn(meeting, has_way_back=given_back is not None and meeting.is_open(clock.now())))
    return _back(meeting_id)


def _withdrawn(meeting: Meeting, *, has_way_back: bool) -> tuple[Any, str]:
    if not has_way_back:
        return _("You have withdrawn."), "success"
    address = url_for("meetings.delete_withdrawal", meeting_id=meeting.id, back=request.args.get("back"))
    message = sentences([_("You have withdrawn."), _("For a minute it can be undone.")])
    return {"message": str(message), "url": address, "label": _("Undo")}, "undo"


@bp.post("/meetings/<id:meeting_id>/signup/withdrawal/delete")
@login_required
def delete_withdrawal(meeting_id: int) -> Any:
    """Undo: have the place back that one gave back in the last minute."""
    meeting = visible_meeting(meeting_id)
    try:
        signup = withdrawals.undo(meeting, current_user(), now=clock.now())
    except signups.SignupClosed:
        flash(_("Sign-up for this session is closed."), "error")
    except TooLateToUndo:
        db.session.rollback()
        flash(_("This cannot be undone any more."), "error")
    else:
        message = _joined_message(signup)
        db.session.commit()
        flash(message, "success")
    return _back(meeting_id)


@bp.post("/circles/<slug>/participation")
@login_required
def create_participation(slug: str) -> Any:
    """Join a circle once for all its coming meetings, or change between taking part and listening."""
    circle = visible_circle(slug)
    role = _role_from_form()
    now = clock.now()
    given_back = _to_present(circle, now) if role is ParticipationRole.LISTENER else 0
    try:
        joining.join(circle, current_user(), now=now, role=role)
    except joining.CircleClosed:
        flash(_("This circle is over and takes no one new."), "error")
    else:
        meetings = list(db.session.scalars(queries.coming(circle, now)))
        found = clashes.of(current_user(), meetings)
        places = signup_queries.places_in(circle, current_user(), now)
        db.session.commit()
        flash(sentences(_circle_joined(role, places, len(meetings))), "success")
        _say_given_back(given_back)
        _warn_of(found)
    return redirect(f"/circles/{circle.slug}/", 303)


def _role_from_form() -> ParticipationRole:
    try:
        return ParticipationRole(request.form.get("role", ParticipationRole.PARTICIPANT))
    except ValueError:
        abort(400)


def _circle_joined(role: ParticipationRole, places: Sequence[SignupState], coming: int) -> list[str]:
    """That one is in, and what place one has in which of so many sessions to come."""
    is_in = _("You are in.")
    if role is ParticipationRole.LISTENER:
        is_in = _("You are in as a listener; nobody asks you to present.")
    waits = sum(state is SignupState.WAITLISTED for state in places)
    if coming == 0:
        return [is_in, _("You will be signed up for the coming sessions as they are planned.")]
    if waits == coming:
        return [is_in, _all_full(waits), _("As soon as a seat is yours, we tell you.")]
    waiting = [_some_full(waits), _("As soon as a seat is yours, we tell you.")] if waits else []
    return [is_in, _signed_up(len(places) - waits, coming), *waiting]


def _signed_up(seats: int, coming: int) -> str:
    if seats == coming:
        return ngettext(
            "You are signed up for the coming session.",
            "You are signed up for all %(num)s coming sessions.",
            coming,
        )
    return ngettext(
        "You are signed up for %(num)s of %(all)s coming sessions.",
        "You are signed up for %(num)s of %(all)s coming sessions.",
        seats,
        all=coming,
    )


def _all_full(waits: int) -> str:
    return ngettext(
        "The coming session is full: you are on its waitlist.",
        "All %(num)s coming sessions are full: you are on their waitlists.",
        waits,
    )


def _some_full(waits: int) -> str:
    return ngettext(
        "%(num)s session is full: you are on its waitlist.",
        "%(num)s sessions are full: you are on their waitlists.",
        waits,
    )


def _to_present(circle: Circle, now: datetime) -> int:
    return len(db.session.execute(chapter_queries.to_present(circle, current_user(), now)).all())


def _say_given_back(chapters: int) -> None:
    if chapters:
        message = ngettext(
            "%(num)s chapter of yours is open to others again.",
            "%(num)s chapters of yours are open to others again.",
            chapters,
        )
        flash(message, "notice")


@bp.post("/circles/<slug>/participation/delete")
@login_required
def delete_participation(slug: str) -> Any:
    """Leave a circle and its coming meetings."""
    circle = visible_circle(slug)
    now = clock.now()
    given_back = _to_present(circle, now)
    joining.leave(circle, current_user(), now=now)
    db.session.commit()
    flash(_("You have left the circle and its coming sessions."), "success")
    _say_given_back(given_back)
    is_still_open = circle.visibility is not Visibility.PARTICIPANTS
    return redirect(f"/circles/{circle.slug}/" if is_still_open else "/circles/", 303)
