"""Another weekday, time, length or interval for a circle, and for its sessions to come; organisers only."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock, zones
from studyhub.circles.forms.rhythm import RhythmForm
from studyhub.circles.models import Circle
from studyhub.circles.views.blueprint import bp
from studyhub.circles.views.fetching import organized_circle
from studyhub.circles.views.for_sessions import chosen, preview, say_what_changed
from studyhub.db import db
from studyhub.meetings import queries as meeting_queries
from studyhub.meetings.changing import following, rhythm_change
from studyhub.meetings.changing.together import Sessions
from studyhub.meetings.models import Meeting
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.dates import when
from studyhub.words.saying import gettext as _


@bp.get("/circles/<slug>/rhythm")
@member_required
def edit_rhythm(slug: str) -> str:
    """How often and when the circle meets."""
    circle = organized_circle(slug)
    return _page(circle, RhythmForm.of(circle))


def _page(circle: Circle, form: RhythmForm) -> str:
    return render_template("circles/edit_rhythm.html", circle=circle, form=form)


@bp.post("/circles/<slug>/rhythm")
@member_required
def update_rhythm(slug: str) -> ResponseReturnValue:
    """Show what becomes of each session to come, then do what was chosen."""
    circle, form = organized_circle(slug), RhythmForm()
    if not form.validate_on_submit():
        return _page(circle, form), 422
    if "again" in request.form:
        return _page(circle, form)
    try:
        return _previewed_or_done(circle, form)
    except following.StartTaken as taken:
        form.start.errors = [_in_the_way(taken.args[0])]
    except zones.DateOutOfRange:
        form.start.errors = [_("The last sessions would be after 2100.")]
    db.session.rollback()
    return _page(circle, form), 422


def _in_the_way(other: Meeting) -> str:
    return _(
        "Session %(number)s begins at that time already: %(when)s. Please choose another date or time.",
        number=other.number,
        when=when(other.starts_at, other.circle.time_zone),
    )


def _previewed_or_done(circle: Circle, form: RhythmForm) -> ResponseReturnValue:
    sessions, new, now = chosen(), form.rhythm(), clock.now()
    meetings = db.session.scalars(meeting_queries.of_circle(circle)).all()
    found = rhythm_change.changes(circle, new, meetings, now=now)
    if sessions is None and any(one.is_changed for one in found):
        return preview(circle, found, url_for(".update_rhythm", slug=circle.slug))
    changed = rhythm_change.change(circle, new, sessions or Sessions.NEW, by=current_user(), now=now)
    db.session.commit()
    say_what_changed(changed, sessions)
    return redirect(url_for(".show", slug=circle.slug), 303)
