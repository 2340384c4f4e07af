"""Writing scenarios: anybody inside; mending and putting away: whoever has seen the answer."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.alerts import queries as alerts
from studyhub.db import db
from studyhub.drills import beginning, queries, scenarios
from studyhub.drills.beginning import Beginning
from studyhub.drills.forms import ScenarioForm
from studyhub.drills.models import Scenario, ScenarioSecret
from studyhub.drills.views.blueprint import bp
from studyhub.drills.views.pages import any_scenario
from studyhub.handoffs import queries as handoffs
from studyhub.services import queries as services
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.words.saying import gettext as _


@bp.get("/scenarios/new")
@member_required
def new_scenario() -> str:
    """The form: empty, or with what `?alerts=` (a group of alerts), `?handoff=` or `?service=` say."""
    form = _offering(ScenarioForm(formdata=None))
    form.begin(_beginning())
    return _new_page(form)


def _beginning() -> Beginning:
    group_id, handoff_id = (row_id(request.args.get(name)) for name in ("alerts", "handoff"))
    group = alerts.group(group_id) if group_id else None
    if group is not None:
        return beginning.from_alerts(group)
    handoff = handoffs.handoff(handoff_id) if handoff_id else None
    if handoff is not None:
        return beginning.from_handoff(handoff)
    return Beginning(service_id=row_id(request.args.get("service")))


def _offering(form: ScenarioForm, scenario: Scenario | None = None) -> ScenarioForm:
    offered = list(db.session.scalars(services.services()))
    if scenario is not None and scenario.service not in offered:
        offered.append(scenario.service)
    form.offer(offered)
    return form


def _new_page(form: ScenarioForm) -> str:
    return render_template("drills/scenarios/new_scenario.html", form=form)


@bp.post("/scenarios/")
@member_required
def create_scenario() -> ResponseReturnValue:
    """Write one. What cannot be saved stays in the form."""
    form = _offering(ScenarioForm())
    if not form.validate():
        return _new_page(form), 422
    told = form.told
    if told.alert_group_id and alerts.group(told.alert_group_id) is None:
        form.form_errors.append(_("The alert is not there any more. Please open the form anew."))
        return _new_page(form), 422
    user = current_user()
    # Nobody is handed a scenario that somebody else made with the same key.
    key = f"{user.id}:{form.key.data}" if form.key.data else None
    scenario = scenarios.write(told, form.kept, by=user, now=clock.now(), key=key)
    secret = queries.secret(scenario, user)
    if secret is not None and not scenarios.says(scenario, secret, told, form.kept):
        # Back from the saved page, changed and pressed again: the words typed since are for the same scenario.
        form.count_on(secret)
        return _edit_page(scenario, form, secret), 422
    db.session.commit()
    flash(_("The scenario is saved. Its answer is read by you alone until somebody examines with it."), "success")
    return _back(scenario.id)


def _back(scenario_id: int) -> ResponseReturnValue:
    return redirect(url_for(".show_scenario", scenario_id=scenario_id), 303)


@bp.get("/scenarios/<id:scenario_id>/edit")
@member_required
def edit_scenario(scenario_id: int) -> str:
    """The form with what it says."""
    scenario, secret = _seen(scenario_id)
    form = _offering(ScenarioForm(formdata=None), scenario)
    form.begin_with(scenario, secret)
    return _edit_page(scenario, form)


def _seen(scenario_id: int) -> tuple[Scenario, ScenarioSecret]:
    """A scenario with its answer; 403 for whoever has not seen that."""
    scenario = any_scenario(scenario_id)
    return scenario, queries.secret(scenario, current_user()) or abort(403)


def _edit_page(scenario: Scenario, form: ScenarioForm, newer: ScenarioSecret | None = None) -> str:
    return render_template("drills/scenarios/edit_scenario.html", scenario=scenario, form=form, newer=newer)


@bp.post("/scenarios/<id:scenario_id>/edit")
@member_required
def update_scenario(scenario_id: int) -> ResponseReturnValue:
    """Say it in other words; where somebody else did meanwhile, both texts are shown and neither is lost."""
    scenario, secret = _seen(scenario_id)
    form = _offering(ScenarioForm(), scenario)
    if not form.validate():
        return _edit_page(scenario, form), 422
    user, now = current_user(), clock.now()
    try:
        scenarios.rewrite(scenario, form.told, form.kept, base=form.base_number, by=user, now=now)
    except scenarios.ChangedMeanwhile:
        form.count_on(secret)
        return _edit_page(scenario, form, secret), 422
    db.session.commit()
    flash(_("Saved."), "success")
    return _back(scenario_id)


@bp.post("/scenarios/<id:scenario_id>/retirement")
@member_required
def create_scenario_retirement(scenario_id: int) -> ResponseReturnValue:
    """Put it away; the answer carries the way back."""
    scenario, _secret = _seen(scenario_id)
    scenarios.retire(scenario, by=current_user(), now=clock.now())
    db.session.commit()
    url = url_for(".delete_scenario_retirement", scenario_id=scenario_id)
    said = _("“%(title)s” is put away.", title=scenario.title)
    way_back: Any = {"message": said, "url": url, "label": _("Undo")}
    flash(way_back, "undo")
    return _back(scenario_id)


@bp.post("/scenarios/<id:scenario_id>/retirement/delete")
@member_required
def delete_scenario_retirement(scenario_id: int) -> ResponseReturnValue:
    """Take it out again."""
    scenario, _secret = _seen(scenario_id)
    scenarios.bring_back(scenario, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("“%(title)s” is among the scenarios again.", title=scenario.title), "success")
    return _back(scenario_id)
