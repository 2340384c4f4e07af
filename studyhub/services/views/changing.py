"""Making, changing and retiring services: by the leads of their teams, and by administrators."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.people import queries as people
from studyhub.services import keeping, page
from studyhub.services.forms import ServiceForm
from studyhub.services.models import Service
from studyhub.services.views.blueprint import bp
from studyhub.services.views.fetching import own_service
from studyhub.teams import queries as teams
from studyhub.teams.memberships import TeamClosed
from studyhub.teams.models import Team
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


@bp.get("/new")
@member_required
def new() -> str:
    """The form for a new service."""
    return _new_page(_offering(ServiceForm(formdata=None)))


def _offering(form: ServiceForm, service: Service | None = None) -> ServiceForm:
    """The form with its choices: teams the person signed in answers for, and the one that has the service now."""
    user, rows = current_user(), teams.teams()
    if not user.is_admin:
        own = page.led_team_ids(user) | ({service.team_id} if service else set())
        rows = rows.where(Team.id.in_(own))
    offered = db.session.scalars(rows).all()
    if not offered:
        # Nobody makes a service for a team they do not lead.
        abort(403)
    form.offer(offered, db.session.scalars(people.members()))
    return form


def _new_page(form: ServiceForm) -> str:
    return render_template("services/new.html", form=form)


@bp.post("/")
@member_required
def create() -> ResponseReturnValue:
    """A new service."""
    form = _offering(ServiceForm())
    if not form.validate():
        return _new_page(form), 422
    try:
        service = keeping.create(form.described, by=current_user(), now=clock.now())
    except (keeping.NameTaken, TeamClosed) as refused:
        return _new_page(_say(form, refused)), 422
    db.session.commit()
    return redirect(url_for(".show", service_id=service.id), 303)


def _say(form: ServiceForm, refused: keeping.NameTaken | TeamClosed) -> ServiceForm:
    db.session.rollback()
    if isinstance(refused, keeping.NameTaken):
        form.name.errors = [_("Another service has this name; one that is no more keeps its own.")]
    else:
        form.team_id.errors = [_("This team was closed meanwhile. Please choose another one.")]
    return form


@bp.get("/<id:service_id>/edit")
@member_required
def edit(service_id: int) -> str:
    """The form with what is told of a service."""
    service = own_service(service_id)
    form = _offering(ServiceForm(formdata=None), service)
    form.begin_with(service)
    return _edit_page(service, form)


def _edit_page(service: Service, form: ServiceForm) -> str:
    return render_template("services/edit.html", service=service, form=form)


@bp.post("/<id:service_id>/edit")
@member_required
def update(service_id: int) -> ResponseReturnValue:
    """Tell something else of it."""
    service = own_service(service_id)
    form = _offering(ServiceForm(), service)
    if not form.validate():
        return _edit_page(service, form), 422
    try:
        keeping.change(service, form.described, by=current_user(), now=clock.now())
    except (keeping.NameTaken, TeamClosed) as refused:
        return _edit_page(service, _say(form, refused)), 422
    db.session.commit()
    flash(_("The service is saved."), "success")
    return _back(service_id)


def _back(service_id: int) -> ResponseReturnValue:
    return redirect(url_for(".show", service_id=service_id), 303)


@bp.post("/<id:service_id>/retirement")
@member_required
def create_retirement(service_id: int) -> ResponseReturnValue:
    """Say that a service is no more; the answer carries the way back."""
    service = own_service(service_id)
    keeping.retire(service, by=current_user(), now=clock.now())
    db.session.commit()
    url = url_for(".delete_retirement", service_id=service_id)
    way_back: Any = {"message": _("%(service)s is no more.", service=service.name), "url": url, "label": _("Undo")}
    flash(way_back, "undo")
    return _back(service_id)


@bp.post("/<id:service_id>/retirement/delete")
@member_required
def delete_retirement(service_id: int) -> ResponseReturnValue:
    """Let a service be run again."""
    service = own_service(service_id)
    keeping.bring_back(service, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("%(service)s is run again.", service=service.name), "success")
    return _back(service_id)
