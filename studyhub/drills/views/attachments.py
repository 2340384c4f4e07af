"""Texts beside a scenario: put there and taken away by whoever has seen the answer."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.drills import queries, scenarios
from studyhub.drills.forms import AttachmentForm
from studyhub.drills.views.blueprint import bp
from studyhub.drills.views.pages import any_scenario, scenario_page
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


def _back(scenario_id: int) -> ResponseReturnValue:
    return redirect(url_for(".show_scenario", scenario_id=scenario_id, _anchor="attachments"), 303)


@bp.post("/scenarios/<id:scenario_id>/attachments")
@member_required
def create_attachment(scenario_id: int) -> ResponseReturnValue:
    """Put a text beside it. What cannot be taken stays in the form."""
    scenario, user, form = any_scenario(scenario_id), current_user(), AttachmentForm()
    if queries.secret(scenario, user) is None:
        abort(403)
    if not form.validate():
        return scenario_page(scenario, form), 422
    name, text = form.name.data or "", form.text.data or ""
    try:
        scenarios.attach(scenario, name, text, is_secret=form.is_secret.data, by=user, now=clock.now())
    except scenarios.EnoughAttached:
        db.session.rollback()
        form.form_errors.append(_("Five texts lie beside it already. Please take one away first."))
        return scenario_page(any_scenario(scenario_id), form), 422
    db.session.commit()
    flash(_("Saved."), "success")
    return _back(scenario_id)


@bp.post("/scenarios/<id:scenario_id>/attachments/<id:attachment_id>/delete")
@member_required
def delete_attachment(scenario_id: int, attachment_id: int) -> ResponseReturnValue:
    """Take a text away."""
    try:
        scenarios.detach(any_scenario(scenario_id), attachment_id, by=current_user(), now=clock.now())
    except scenarios.NotSeen:
        abort(403)
    db.session.commit()
    flash(_("The text is taken away."), "success")
    return _back(scenario_id)
