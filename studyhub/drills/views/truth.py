"""Whether a scenario is still true: said by whoever has seen it; taken on where its author is gone."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.drills import scenarios
from studyhub.drills.running import queries
from studyhub.drills.views.blueprint import bp
from studyhub.drills.views.pages import any_scenario
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


def _back(scenario_id: int) -> ResponseReturnValue:
    return redirect(url_for(".show_scenario", scenario_id=scenario_id), 303)


@bp.post("/scenarios/<id:scenario_id>/confirmation")
@member_required
def create_scenario_confirmation(scenario_id: int) -> ResponseReturnValue:
    """Say that it is still true."""
    try:
        scenarios.confirm(any_scenario(scenario_id), by=current_user(), now=clock.now())
    except scenarios.NotSeen:
        abort(403)
    db.session.commit()
    flash(_("Kept: it is still true."), "success")
    return _back(scenario_id)


@bp.post("/scenarios/<id:scenario_id>/author")
@member_required
def create_succession(scenario_id: int) -> ResponseReturnValue:
    """Take it on in place of an author who is gone, which opens the answer; never whoever is to respond to it."""
    scenario, user = any_scenario(scenario_id), current_user()
    if queries.is_to_respond(scenario_id, user.id):
        abort(403)
    try:
        scenarios.take_on(scenario, by=user, now=clock.now())
    except scenarios.NotTheirs:
        db.session.rollback()
        abort(403)
    db.session.commit()
    return _back(scenario_id)
