"""Beginning a Scrum of Scrums: the circle with all its rounds in one form."""

import secrets
from datetime import date, time, timedelta
from typing import Any

from flask import flash, redirect, render_template, url_for

from studyhub import clock, zones
from studyhub.circles.models import CircleKind, Format
from studyhub.circles.planning.planner import HolidayRule
from studyhub.db import db
from studyhub.meetings.changing import creating
from studyhub.meetings.changing.new_circles import rhythm_of_circle
from studyhub.settings import organization
from studyhub.sos.forms import RoundsForm
from studyhub.sos.views.blueprint import bp
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.dates import reader_zone
from studyhub.words.saying import gettext as _
from studyhub.zones import DateOutOfRange

FRIDAY = 4
USUAL_START, USUAL_MINUTES, USUAL_ROUNDS, USUAL_DAYS_AHEAD = time(13, 0), 30, 12, 7


@bp.get("/new")
@member_required
def new() -> str:
    """An empty form; every two weeks is proposed."""
    form = RoundsForm(formdata=None)
    form.key.data = secrets.token_hex(16)
    form.title.data = _("Scrum of Scrums")
    form.first_day.data = _working_day(zones.in_zone(clock.now(), reader_zone()).date())
    form.start.data, form.minutes.data, form.rounds.data = USUAL_START, USUAL_MINUTES, USUAL_ROUNDS
    form.weeks.data, form.holidays.data = "2", HolidayRule.NEXT
    return _page(form)


def _working_day(today: date) -> date:
    """A week ahead, on no weekend."""
    ahead = today + timedelta(days=USUAL_DAYS_AHEAD)
    return ahead + timedelta(days=7 - ahead.weekday() if ahead.weekday() > FRIDAY else 0)


def _page(form: RoundsForm) -> str:
    return render_template("sos/new.html", form=form, usual_zone=organization.current().time_zone)


@bp.post("/new")
@member_required
def create() -> Any:
    """Make the circle with its rounds."""
    form, zone = RoundsForm(), reader_zone()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        planned = form.planned(zone, organization.days_off())
    except DateOutOfRange:
        form.first_day.errors = [_("Please choose a date between 2000 and 2100.")]
        return _page(form), 422
    data: dict[str, Any] = form.data
    new_circle = creating.NewCircle(
        title=data["title"],
        kind=CircleKind.SOS,
        # Nobody is handed a circle that somebody else made with the same key.
        key=f"sos:{current_user().id}:{data['key']}",
        format=Format.DISCUSSED,
        place=data["place"] or "",
        online_url=data["online_url"] or "",
        holiday_rule=HolidayRule(data["holidays"]),
        meetings=[creating.NewMeeting(one.starts_at, one.ends_at) for one in planned],
        **rhythm_of_circle(form.rhythm(zone)),
    )
    circle = creating.create(new_circle, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("%(title)s is planned, and you are signed up. Now tell the others!", title=circle.title), "success")
    return redirect(url_for(".index"), 303)
