"""Names in alerts that no service has: the team that runs it says which one is meant."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.alerts import naming, queries
from studyhub.alerts.forms import NameForm
from studyhub.alerts.models import ServiceAlias
from studyhub.alerts.views.blueprint import bp
from studyhub.db import db
from studyhub.teams import queries as teams
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext


@bp.post("/names")
@member_required
def create_name() -> ResponseReturnValue:
    """Let a name mean a service of one's own team."""
    user = current_user()
    services = {service.id: service for service in queries.services_of(user)}
    form = NameForm()
    form.offer(services.values())
    if not form.validate_on_submit():
        # Somebody who runs no service has none to choose from.
        flash(_("Please choose a service of your team."), "error")
        return redirect(url_for(".index", _anchor="nameless"), 303)
    service = services[form.service_id.data]
    try:
        count = naming.teach(form.name.data or "", service, by=user, now=clock.now())
    except naming.NameKnown:
        flash(_("A service of another team has this name already."), "error")
        return redirect(url_for(".index", _anchor="nameless"), 303)
    db.session.commit()
    said = ngettext(
        "%(num)s alert is of %(service)s now.", "%(num)s alerts are of %(service)s now.", count, service=service.name
    )
    flash(said, "success")
    return redirect(url_for(".index", _anchor="nameless"), 303)


@bp.post("/names/<id:alias_id>/delete")
@member_required
def delete_name(alias_id: int) -> ResponseReturnValue:
    """Let a name mean nothing again."""
    user = current_user()
    alias = db.session.get(ServiceAlias, alias_id) or abort(404)
    if not teams.is_in(user, alias.service.team):
        abort(403)
    naming.forget(alias, by=user, now=clock.now())
    db.session.commit()
    flash(_("The name means no service any more."), "success")
    return redirect(url_for(".index", _anchor="nameless"), 303)
