"""Changing a session, adding one and deleting one; organisers only."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from studyhub import clock, zones
from studyhub.circles.models import Circle, Format
from studyhub.circles.views.fetching import organized_circle
from studyhub.db import db
from studyhub.meetings import circle_head, queries
from studyhub.meetings.changing import editing, following
from studyhub.meetings.changing.creating import NewMeeting
from studyhub.meetings.forms import MeetingForm, NewMeetingForm
from studyhub.meetings.models import Meeting
from studyhub.meetings.running import turns
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.views.blueprint import bp
from studyhub.meetings.views.fetching import organized_meeting
from studyhub.settings import organization
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.dates import day, when
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext


@bp.get("/meetings/<id:meeting_id>/edit")
@member_required
def edit(meeting_id: int) -> str:
    """Everything that can be changed about a session."""
    meeting = organized_meeting(meeting_id)
    return _edit_page(meeting, _meeting_form(meeting))


def _meeting_form(meeting: Meeting) -> MeetingForm:
    starts_at = zones.in_zone(meeting.starts_at, meeting.circle.time_zone)
    form = MeetingForm(
        obj=meeting,
        day=starts_at.date(),
        start=starts_at.time(),
        minutes=int((meeting.ends_at - meeting.starts_at).total_seconds()) // 60,
        format=meeting.format or "",
        facilitator_id=meeting.facilitator_id or 0,
        scribe_id=meeting.scribe_id or 0,
    )
    form.use_zone(meeting.circle.time_zone)
    form.offer(db.session.scalars(queries.can_lead(meeting)))
    return form


def _edit_page(meeting: Meeting, form: MeetingForm, taken: int | None = None) -> str:
    return render_template(
        "meetings/edit.html",
        meeting=meeting,
        circle=meeting.circle,
        form=form,
        taken=taken,
        following_count=_following_count(meeting),
        can_be_deleted=not signup_queries.has_signups(meeting),
        turns=turns.turns(meeting, db.session.scalars(queries.can_lead(meeting)).all(), now=clock.now()),
    )


def _following_count(meeting: Meeting) -> int:
    meetings = db.session.scalars(queries.of_circle(meeting.circle))
    return len(following.can_follow(meeting, meetings, clock.now()))


@bp.post("/meetings/<id:meeting_id>/edit")
@member_required
def update(meeting_id: int) -> Any:
    """Change a session and tell whom it concerns."""
    meeting = organized_meeting(meeting_id)
    form = _meeting_form(meeting)
    if not form.validate_on_submit():
        return _edit_page(meeting, form), 422
    try:
        moved = _save(meeting, form)
    except (editing.CapacityBelowConfirmed, editing.AlreadyOver, following.StartTaken, zones.DateOutOfRange) as refused:
        db.session.rollback()
        return _edit_page(meeting, form, _say_why(refused, form)), 422
    db.session.commit()
    _say_what_moved(moved)
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


def _say_why(refused: Exception, form: MeetingForm) -> int | None:
    """Put what keeps the change from being made into the form; how many have a seat, where that is it."""
    match refused:
        case editing.CapacityBelowConfirmed(args=(taken,)):
            problem = ngettext(
                "%(num)s person has a seat already, and nobody is put out.",
                "%(num)s people have a seat already, and nobody is put out.",
                taken,
            )
            form.capacity.errors = [problem]
            return int(taken)
        case editing.AlreadyOver():
            form.ask_whether_over()
        case following.StartTaken(args=(other,)):
            form.day.errors = [_in_the_way(other)]
        case _:
            form.day.errors = [_("A session that follows would be before 2000 or after 2100.")]
    return None


def _save(meeting: Meeting, form: MeetingForm) -> list[Meeting]:
    """What moved together, if anything did."""
    how: Any = {"by": current_user(), "now": clock.now()}
    how |= {"keep_all": "keep_all" in request.form, "reopen": form.reopen.data}
    how |= {"may_be_over": form.may_be_over.data}
    if form.following.data:
        return following.update_with_following(meeting, _details(form), **how)
    editing.update_meeting(meeting, _details(form), **how)
    return []


def _in_the_way(other: Meeting) -> str:
    return _(
        "Session %(number)s begins at that time already: %(when)s. Please choose another date or time.",
        number=other.number,
        when=when(other.starts_at, other.circle.time_zone),
    )


def _say_what_moved(moved: list[Meeting]) -> None:
    if not moved:
        flash(_("The session is changed. Whoever comes is told of a new time or place."), "success")
        return
    flash(
        ngettext(
            "The session and the one after it have moved. Whoever comes is told of both in one message.",
            "The session and the %(num)s after it have moved. Whoever comes is told of all in one message.",
            len(moved) - 1,
        ),
        "success",
    )
    days_off = [
        _("Session %(number)s on %(day)s (%(name)s)", number=one.number, day=_day(one), name=holiday.name)
        for one, holiday in following.days_off(moved)
    ]
    if days_off:
        names = _(", ").join(days_off)
        flash(_("On a day off now: %(sessions)s. Please look at them again.", sessions=names), "notice")


def _day(meeting: Meeting) -> str:
    return day(meeting.starts_at, meeting.circle.time_zone)


def _details(form: MeetingForm) -> editing.Details:
    return editing.Details(
        title=form.title.data or "",
        description=form.description.data or "",
        starts_at=form.starts_at,
        ends_at=form.ends_at,
        place=form.place.data or "",
        online_url=form.online_url.data or "",
        slides_url=form.slides_url.data or "",
        recording_url=form.recording_url.data or "",
        capacity=form.capacity.data,
        format=Format(form.format.data) if form.format.data else None,
        facilitator_id=form.facilitator_id.data or None,
        scribe_id=form.scribe_id.data or None,
    )


@bp.get("/circles/<slug>/meetings/new")
@member_required
def new(slug: str) -> str:
    """Ask when one more session is."""
    circle = organized_circle(slug)
    return render_template("meetings/new.html", circle=circle, form=_new_form(circle))


def _new_form(circle: Circle) -> NewMeetingForm:
    meetings = db.session.scalars(queries.of_circle(circle)).all()
    form = NewMeetingForm(obj=circle_head.proposal(circle, meetings, organization.days_off(), now=clock.now()))
    form.use_zone(circle.time_zone)
    return form


@bp.post("/circles/<slug>/meetings/new")
@member_required
def create(slug: str) -> Any:
    """Add one more session and sign up everybody in the circle."""
    circle = organized_circle(slug)
    form = _new_form(circle)
    if not form.validate_on_submit():
        return render_template("meetings/new.html", circle=circle, form=form), 422
    planned = NewMeeting(
        form.starts_at,
        form.ends_at,
        form.title.data or "",
        place=form.place.data or "",
        online_url=form.online_url.data or "",
    )
    how: Any = {"by": current_user(), "now": clock.now(), "may_be_over": form.may_be_over.data}
    try:
        meeting = editing.add_meeting(circle, planned, **how)
    except editing.AlreadyOver:
        db.session.rollback()
        form.ask_whether_over()
        return render_template("meetings/new.html", circle=circle, form=form), 422
    db.session.commit()
    if meeting.is_open(clock.now()):
        flash(_("The session is there, and everybody in the circle is signed up."), "success")
    else:
        flash(_("The session is there. It has begun, so nobody is signed up; say who was there."), "success")
    return redirect(url_for("meetings.show", meeting_id=meeting.id), 303)


@bp.post("/meetings/<id:meeting_id>/delete")
@member_required
def delete(meeting_id: int) -> Any:
    """Delete a session nobody ever signed up for."""
    meeting = organized_meeting(meeting_id)
    circle = meeting.circle
    try:
        editing.delete_meeting(meeting, by=current_user(), now=clock.now())
    except editing.HasHistory:
        db.session.rollback()
        flash(
            _("Somebody signed up or wrote notes, or nothing follows that could take its chapters: call it off."),
            "error",
        )
        return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)
    db.session.commit()
    flash(_("The session is deleted."), "success")
    return redirect(f"/circles/{circle.slug}/", 303)
