"""Help wanted becomes a study session, or training: a circle with its only session in one form, a link both ways."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from studyhub import clock, zones
from studyhub.circles.forms.study import StudyForm
from studyhub.circles.models import TITLE_MAX_CHARS, CircleKind
from studyhub.db import db
from studyhub.meetings.changing import creating
from studyhub.settings import organization
from studyhub.sos import helping
from studyhub.sos.helping import Settled
from studyhub.sos.models import HelpWanted
from studyhub.sos.moves import HelpState
from studyhub.sos.views.blueprint import bp
from studyhub.sos.views.helping import any_help, say_it_is_settled
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.dates import reader_zone
from studyhub.words.saying import gettext as _


@bp.get("/help/<id:help_id>/session/new")
@member_required
def new_session(help_id: int) -> Any:
    """A study session about it, filled in as far as it goes; training by `?kind=drill`."""
    wanted = any_help(help_id)
    if wanted.is_settled:
        return _to_what_is_left()
    form = StudyForm(formdata=None)
    form.propose(zones.in_zone(clock.now(), reader_zone()).date())
    if request.args.get("kind") == CircleKind.DRILL:
        form.kind.data = CircleKind.DRILL
    form.title.data = wanted.what[:TITLE_MAX_CHARS]
    asked = {"team": wanted.team.name, "circle": wanted.meeting.circle.title}
    form.description.data = _("%(team)s asked for help with this in %(circle)s.", **asked)
    return _page(wanted, form)


def _to_what_is_left() -> Any:
    say_it_is_settled()
    return redirect(url_for(".index"), 303)


def _page(wanted: HelpWanted, form: StudyForm) -> str:
    usual_zone = organization.current().time_zone
    return render_template("sos/new_session.html", wanted=wanted, form=form, usual_zone=usual_zone)


@bp.post("/help/<id:help_id>/session")
@member_required
def create_session(help_id: int) -> Any:
    """Plan the session, and close the wish with a link to it."""
    wanted, user, now = any_help(help_id), current_user(), clock.now()
    form = StudyForm()
    if not form.validate_on_submit():
        return _page(wanted, form), 422
    try:
        helping.require_unsettled(wanted)
        new = form.new_circle(CircleKind(form.kind.data), reader_zone(), key=f"help:{wanted.id}:{user.id}")
        circle = creating.create(new, by=user, now=now)
        helping.settle(wanted, HelpState.RESOLVED, by=user, now=now, became=circle)
    except Settled:
        return _to_what_is_left()
    db.session.commit()
    flash(_("%(title)s is planned, and you are signed up.", title=circle.title), "success")
    return redirect(url_for("circles.show", slug=circle.slug), 303)
