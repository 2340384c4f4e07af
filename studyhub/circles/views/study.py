"""A single study session, as quick as possible: the circle and its only meeting in one form."""

import secrets
from datetime import time, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from studyhub import clock, zones
from studyhub.circles.forms import StudyForm
from studyhub.circles.models import CircleKind, Format, Visibility
from studyhub.circles.views.blueprint import bp
from studyhub.db import db
from studyhub.meetings.changing import creating
from studyhub.settings import organization
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.dates import reader_zone

USUAL_START = time(19, 0)
USUAL_MINUTES = 60
USUAL_DAYS_AHEAD = 7


@bp.get("/circles/new/study")
@member_required
def new_study() -> str:
    """An empty form; a week from now is proposed, and drills by `?kind=drill`."""
    form = StudyForm(formdata=None)
    form.key.data = secrets.token_hex(16)
    if request.args.get("kind") == CircleKind.DRILL:
        form.kind.data = CircleKind.DRILL
    form.day.data = zones.in_zone(clock.now(), reader_zone()).date() + timedelta(days=USUAL_DAYS_AHEAD)
    form.start.data = USUAL_START
    form.minutes.data = USUAL_MINUTES
    return _page(form)


def _page(form: StudyForm) -> str:
    # Whose clock it is goes without saying where everybody has the same.
    return render_template("circles/planning/new_study.html", form=form, usual_zone=organization.current().time_zone)


@bp.post("/circles/new/study")
@member_required
def create_study() -> ResponseReturnValue:
    """Make the circle with its only session."""
    form = StudyForm()
    if not form.validate_on_submit():
        return _page(form), 422
    circle = creating.create(_new_circle(form, reader_zone()), by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("%(title)s is planned, and you are signed up.", title=circle.title), "success")
    return redirect(url_for(".show", slug=circle.slug), 303)


def _new_circle(form: StudyForm, zone: str) -> creating.NewCircle:
    return creating.NewCircle(
        title=form.title.data or "",
        kind=CircleKind(form.kind.data),
        # Nobody is handed a circle that somebody else made with the same key.
        key=f"study:{current_user().id}:{form.key.data}",
        description=form.description.data or "",
        visibility=Visibility(form.visibility.data),
        format=Format.PRESENTED,
        time_zone=zone,
        place=form.place.data or "",
        online_url=form.online_url.data or "",
        start_time=form.start.data,
        minutes=form.minutes.data or USUAL_MINUTES,
        meetings=[creating.NewMeeting(*form.times(zone))],
    )
