"""An alert that no program told of, written down by whoever was there."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.alerts import writing
from studyhub.alerts.forms import HandForm
from studyhub.alerts.views.blueprint import bp
from studyhub.alerts.views.fetching import marks
from studyhub.db import db
from studyhub.services import queries as services
from studyhub.services.models import Service
from studyhub.settings import organization
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


def _form(**kwargs: object) -> HandForm:
    form = HandForm(**kwargs)
    form.offer(db.session.scalars(services.services()))
    return form


@bp.get("/new")
@member_required
def new() -> str:
    """Ask what rang."""
    return render_template("alerts/new.html", form=_form(formdata=None))


@bp.post("/")
@member_required
def create() -> ResponseReturnValue:
    """Write it down; written twice it is the same one."""
    form, now = _form(), clock.now()
    if form.validate_on_submit():
        user, starts_at = current_user(), form.begins(organization.current().time_zone)
        service: Service = services.service(form.service_id.data) or abort(404)
        if starts_at > now:
            form.starts_on.errors = [_("That is in the future.")]
        elif form.has_acted.data and not marks(user, service, starts_at):
            # It holds their time, and excuses an absence.
            said = _("Only who was on duty then, or is in the team of the service, can say that they acted.")
            form.has_acted.errors = [said]
        else:
            written = writing.Written(
                form.rule.data or "", starts_at, form.lasted(), bool(form.has_acted.data), form.done.data or ""
            )
            alert = writing.write(service, written, by=user, now=now)
            db.session.commit()
            flash(_("It is written down."), "success")
            return redirect(url_for(".show_group", group_id=alert.group_id), 303)
    return render_template("alerts/new.html", form=form), 422
