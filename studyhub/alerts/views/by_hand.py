"""An alert that no program told of, written down by whoever was there."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from studyhub import clock
from studyhub.alerts import writing
from studyhub.alerts.forms import HandForm
from studyhub.alerts.views.blueprint import bp
from studyhub.db import db
from studyhub.services import queries as services
from studyhub.settings import organization
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user


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
        starts_at = form.begins(organization.current().time_zone)
        service = services.service(form.service_id.data)
        if starts_at <= now and service is not None:
            written = writing.Written(
                form.rule.data or "", starts_at, form.lasted(), bool(form.has_acted.data), form.done.data or ""
            )
            alert = writing.write(service, written, by=current_user(), now=now)
            db.session.commit()
            flash(_("It is written down."), "success")
            return redirect(url_for(".show_group", group_id=alert.group_id), 303)
        form.starts_on.errors = [_("That is in the future.")]
    return render_template("alerts/new.html", form=form), 422
