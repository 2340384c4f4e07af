"""Changing a circle: what it says of itself, and whether it runs."""

from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.circles import editing, states
from studyhub.circles.forms.circle import CircleForm
from studyhub.circles.models import CIRCLE_TRANSITIONS, Circle, CircleState, Format, Level, ReadingName, Visibility
from studyhub.circles.views.blueprint import bp
from studyhub.circles.views.fetching import organized_circle
from studyhub.circles.views.for_sessions import chosen, preview, say_what_changed
from studyhub.db import db
from studyhub.meetings import queries as meeting_queries
from studyhub.meetings.changing import cancelling, circle_terms
from studyhub.meetings.changing.editing import CapacityBelowConfirmed
from studyhub.meetings.changing.together import Sessions
from studyhub.meetings.signing_up import shutting_out
from studyhub.people.models import ImpossibleMove
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.language import sentences
from studyhub.words.names import polite
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext

OVER = (CircleState.FINISHED, CircleState.ENDED)


@bp.get("/circles/<slug>/edit")
@member_required
def edit(slug: str) -> str:
    """What the circle says of itself, and what can become of it."""
    circle = organized_circle(slug)
    return _page(circle, CircleForm(formdata=None, obj=circle))


def _page(circle: Circle, form: CircleForm) -> str:
    coming = len(db.session.scalars(meeting_queries.can_be_left(circle, clock.now())).all())
    moves = [state for state in CircleState if state in CIRCLE_TRANSITIONS[circle.state]]
    return render_template("circles/edit.html", circle=circle, form=form, moves=moves, coming=coming)


@bp.post("/circles/<slug>/edit")
@member_required
def update(slug: str) -> ResponseReturnValue:
    """Keep what the organiser wrote."""
    circle, form = organized_circle(slug), CircleForm()
    if not form.validate_on_submit():
        return _page(circle, form), 422
    if "again" in request.form:
        return _page(circle, form)
    sessions, details, now = chosen(), _details(form), clock.now()
    if sessions is None and (asked := _asked(circle, details, now)):
        return asked
    how: Any = {"by": current_user(), "now": now, "keep_all": "keep_all" in request.form}
    try:
        changed = circle_terms.change(circle, details, sessions or Sessions.NEW, **how)
    except CapacityBelowConfirmed:
        db.session.rollback()
        return _asked(circle, details, now, _("Please choose: more people have a seat than there would be.")), 422
    lost = shutting_out.shut_out(circle, by=current_user(), now=clock.now())
    db.session.commit()
    say_what_changed(changed, sessions)
    if lost:
        names = polite(user.name for user in lost)
        flash(
            _("These people cannot see the circle any more and have given back their places: %(names)s", names=names),
            "notice",
        )
    return redirect(url_for(".show", slug=circle.slug), 303)


def _asked(circle: Circle, new: editing.Details, now: datetime, error: str = "") -> str:
    """The page that shows what becomes of the sessions to come; empty where none would follow."""
    meetings = db.session.scalars(meeting_queries.of_circle(circle)).all()
    found = circle_terms.changes(circle, new, meetings, now=now)
    if not circle_terms.is_asked(circle, new, found):
        return ""
    return preview(circle, found, url_for(".update", slug=circle.slug), new_format=new.format, error=error)


def _details(form: CircleForm) -> editing.Details:
    return editing.Details(
        title=form.title.data or "",
        description=form.description.data or "",
        visibility=Visibility(form.visibility.data),
        format=Format(form.format.data),
        reading_name=ReadingName(form.reading_name.data),
        level=Level(form.level.data) if form.level.data else None,
        is_open_half_way=bool(form.is_open_half_way.data),
        place=form.place.data or "",
        online_url=form.online_url.data or "",
        capacity=form.capacity.data,
        has_checkin=form.has_checkin.data,
    )


@bp.post("/circles/<slug>/state/<word>")
@member_required
def update_state(slug: str, word: str) -> ResponseReturnValue:
    """Pause, resume, finish or end; the answer carries the way back, and says what does not come back by it."""
    circle, called_off = organized_circle(slug), 0
    try:
        state = CircleState(word)
    except ValueError:
        abort(404)
    try:
        before = states.change(circle, state, by=current_user(), now=clock.now())
    except ImpossibleMove:
        db.session.rollback()
        flash(_("That does not fit any more: the circle has changed meanwhile."), "error")
    else:
        if state in OVER and "call_off" in request.form:
            reason = _("The circle is over.")
            called_off = cancelling.call_off_all(circle, reason, by=current_user(), now=clock.now())
        db.session.commit()
        flash(*_said(circle, before, called_off))
    return redirect(url_for(".show", slug=slug), 303)


def _said(circle: Circle, before: CircleState, called_off: int) -> tuple[Any, str]:
    done = {
        CircleState.RUNNING: sentences([_("The circle runs again."), _still_called_off(circle)]),
        CircleState.PAUSED: _("The circle pauses. It can be resumed at any time."),
        CircleState.FINISHED: _("The circle is finished. Congratulations!"),
        CircleState.ENDED: _("The circle has ended. Everything stays to be read."),
    }[circle.state]
    if before is circle.state or before not in CIRCLE_TRANSITIONS[circle.state]:
        return str(done), "success"
    back = url_for(".update_state", slug=circle.slug, word=before.value)
    if not called_off:
        return {"message": str(done), "url": back, "label": _("Undo")}, "undo"
    # The sessions do not come back with it: everybody has been told of them.
    gone = ngettext("Its session to come is called off.", "Its %(num)s sessions to come are called off.", called_off)
    return {"message": sentences([str(done), gone]), "url": back, "label": _("Let it run again")}, "undo"


def _still_called_off(circle: Circle) -> str:
    """How those come back that were called off lately."""
    now = clock.now()
    if any(one.can_be_restored(now) for one in db.session.scalars(meeting_queries.of_circle(circle))):
        return _("Sessions that were called off stay so; for 24 hours each can be taken back on its page.")
    return ""
