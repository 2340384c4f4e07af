"""Leaving the date open and setting a new one; organisers only."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from studyhub import clock, zones
from studyhub.db import db
from studyhub.meetings.changing import editing, postponing
from studyhub.meetings.forms import DateForm
from studyhub.meetings.models import Meeting
from studyhub.meetings.views.blueprint import bp
from studyhub.meetings.views.fetching import organized_meeting
from studyhub.people.models import ImpossibleMove
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


@bp.post("/meetings/<id:meeting_id>/postponement")
@member_required
def create_postponement(meeting_id: int) -> Any:
    """Leave the date open."""
    meeting = organized_meeting(meeting_id)
    try:
        postponing.postpone(meeting, by=current_user(), now=clock.now())
    except ImpossibleMove:
        db.session.rollback()
        flash(_("This session is over or called off; it cannot be postponed."), "error")
    else:
        db.session.commit()
        flash(_("The session is postponed, and everyone is told. Places and chapters are kept."), "success")
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


@bp.get("/meetings/<id:meeting_id>/date")
@member_required
def edit_date(meeting_id: int) -> str:
    """Ask for the new date of a postponed session."""
    meeting = organized_meeting(meeting_id)
    return render_template("meetings/edit_date.html", meeting=meeting, circle=meeting.circle, form=_date_form(meeting))


def _date_form(meeting: Meeting) -> DateForm:
    starts_at = zones.in_zone(meeting.starts_at, meeting.circle.time_zone)
    minutes = int((meeting.ends_at - meeting.starts_at).total_seconds()) // 60
    form = DateForm(start=starts_at.time(), minutes=minutes)
    form.use_zone(meeting.circle.time_zone)
    return form


@bp.post("/meetings/<id:meeting_id>/date")
@member_required
def update_date(meeting_id: int) -> Any:
    """Give a postponed session its new date."""
    meeting = organized_meeting(meeting_id)
    form = _date_form(meeting)
    if not form.validate_on_submit():
        return render_template("meetings/edit_date.html", meeting=meeting, circle=meeting.circle, form=form), 422
    how: Any = {"by": current_user(), "now": clock.now(), "may_be_over": form.may_be_over.data}
    try:
        postponing.reschedule(meeting, form.starts_at, form.ends_at, **how)
    except editing.AlreadyOver:
        db.session.rollback()
        form.ask_whether_over()
        return render_template("meetings/edit_date.html", meeting=meeting, circle=meeting.circle, form=form), 422
    except ImpossibleMove:
        db.session.rollback()
        flash(_("This session has a date; change it on its page for changes."), "error")
    else:
        db.session.commit()
        flash(_("The session has its new date, and everyone is told."), "success")
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)
