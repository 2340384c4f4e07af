"""Getting ready for a service: anybody begins, those who are ready sign off."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.people import queries as people
from studyhub.people.models import ImpossibleMove, User
from studyhub.services import page, queries, readying, rules
from studyhub.services.forms import SignOffForm
from studyhub.services.models import Service
from studyhub.services.states import WORDS, Standing
from studyhub.services.views.blueprint import bp
from studyhub.services.views.fetching import visible_service
from studyhub.services.views.pages import others, show_page
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


@bp.post("/<id:service_id>/practice")
@member_required
def create_practice(service_id: int) -> ResponseReturnValue:
    """Say that one practises."""
    service = visible_service(service_id)
    try:
        readying.begin(service, current_user(), now=clock.now())
    except readying.ServiceGone:
        return _gone(service)
    db.session.commit()
    flash(_("You practise %(service)s. Whoever is ready in %(team)s sees it.", **_names(service)), "success")
    return _back(service)


def _names(service: Service) -> dict[str, str]:
    return {"service": service.name, "team": service.team.name}


def _gone(service: Service) -> ResponseReturnValue:
    db.session.rollback()
    flash(_("%(service)s is no more: nobody gets ready for it.", service=service.name), "error")
    return _back(service)


def _back(service: Service) -> ResponseReturnValue:
    return redirect(url_for(".show", service_id=service.id, _anchor="ready"), 303)


@bp.post("/<id:service_id>/practice/delete")
@member_required
def delete_practice(service_id: int) -> ResponseReturnValue:
    """Be as if one had not begun."""
    service, user = visible_service(service_id), current_user()
    readying.take_away(service, user, by=user, now=clock.now())
    db.session.commit()
    flash(_("You are no longer among the people of %(service)s.", service=service.name), "success")
    return _back(service)


@bp.post("/<id:service_id>/readiness")
@member_required
def create_readiness(service_id: int) -> ResponseReturnValue:
    """Answer for somebody who shadows or is ready."""
    service, user = visible_service(service_id), current_user()
    if not _signs_off(service, user):
        abort(403)
    form = SignOffForm()
    form.offer(others(user))
    if not form.validate():
        return show_page(service, form), 422
    person = db.session.get_one(User, form.user_id.data)
    try:
        readying.sign_off(service, person, form.state.data, by=user, now=clock.now())
    except readying.ServiceGone:
        return _gone(service)
    except ImpossibleMove:
        db.session.rollback()
        form.state.errors = [_("They are further already. Take it away first, if that is what you mean.")]
        return show_page(service, form), 422
    db.session.commit()
    said = _("%(name)s: %(state)s.", name=person.name, state=WORDS[Standing(form.state.data)])
    flash(said, "success")
    return _back(service)


def _signs_off(service: Service, user: User) -> bool:
    ready = queries.ready_of_team(service, clock.now())
    return rules.signs_off(user, ready, leads=service.team_id in page.led_team_ids(user))


@bp.post("/<id:service_id>/readiness/<id:user_id>/delete")
@member_required
def delete_readiness(service_id: int, user_id: int) -> ResponseReturnValue:
    """Take somebody's readiness away: by those who sign off, and by the rota keeper."""
    service, user = visible_service(service_id), current_user()
    if not (rules.can_keep_pool(user) or _signs_off(service, user)):
        abort(403)
    person: User = db.one_or_404(people.person(user_id))
    readying.take_away(service, person, by=user, now=clock.now())
    db.session.commit()
    flash(
        _("%(name)s is no longer among the people of %(service)s.", name=person.name, service=service.name), "success"
    )
    return _back(service)
