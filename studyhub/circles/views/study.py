"""A single study session, as quick as possible: the circle and its only meeting in one form."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock, zones
from studyhub.circles.forms.study import StudyForm
from studyhub.circles.models import CircleKind
from studyhub.circles.views.blueprint import bp
from studyhub.db import db
from studyhub.meetings.changing import creating
from studyhub.settings import organization
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.dates import reader_zone
from studyhub.words.saying import gettext as _


@bp.get("/circles/new/study")
@member_required
def new_study() -> str:
    """An empty form; a week from now is proposed, and drills by `?kind=drill`."""
    form = StudyForm(formdata=None)
    form.propose(zones.in_zone(clock.now(), reader_zone()).date())
    if request.args.get("kind") == CircleKind.DRILL:
        form.kind.data = CircleKind.DRILL
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
    user = current_user()
    # Nobody is handed a circle that somebody else made with the same key.
    new = form.new_circle(CircleKind(form.kind.data), reader_zone(), key=f"study:{user.id}")
    circle = creating.create(new, by=user, now=clock.now())
    db.session.commit()
    flash(_("%(title)s is planned, and you are signed up.", title=circle.title), "success")
    return redirect(url_for(".show", slug=circle.slug), 303)
