"""One press says that somebody did something about an alert, or that nobody did."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.alerts import acting, queries
from studyhub.alerts.forms import ActingForm
from studyhub.alerts.models import Alert
from studyhub.alerts.views.blueprint import bp
from studyhub.alerts.views.fetching import any_group, marks
from studyhub.db import db
from studyhub.people.models import User
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


def _own_alert(alert_id: int, user: User) -> Alert:
    """An alert of which this person says whether anything was done; 404 without a service, 403 for others."""
    alert = queries.alert(alert_id)
    if alert is None or alert.group is None:
        abort(404)
    if not marks(user, any_group(alert.group.id).service, alert.starts_at):
        abort(403)
    return alert


@bp.post("/<id:alert_id>/acting")
@member_required
def create_acting(alert_id: int) -> ResponseReturnValue:
    """Say that one did something about it."""
    user = current_user()
    alert = _own_alert(alert_id, user)
    form = ActingForm()
    if not form.validate_on_submit():
        flash(_("Please write what was done in fewer words."), "error")
        return _back(alert)
    acting.act(alert, user, form.done.data or "", by=user, now=clock.now())
    db.session.commit()
    flash(_("Noted: you acted on it."), "success")
    return _back(alert)


@bp.post("/<id:alert_id>/acting/delete")
@member_required
def delete_acting(alert_id: int) -> ResponseReturnValue:
    """Say that nobody did anything about it."""
    user = current_user()
    alert = _own_alert(alert_id, user)
    acting.leave(alert, by=user, now=clock.now())
    db.session.commit()
    flash(_("Noted: nobody acted on it."), "success")
    return _back(alert)


def _back(alert: Alert) -> ResponseReturnValue:
    return redirect(url_for(".show_group", group_id=alert.group_id, _anchor=f"alert-{alert.id}"), 303)
