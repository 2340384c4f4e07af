"""Who is in a team and who leads it: said by its leads and by administrators."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from studyhub import clock
from studyhub.db import db
from studyhub.people import queries as people_queries
from studyhub.people.models import User
from studyhub.teams import memberships
from studyhub.teams.models import Team
from studyhub.teams.views.blueprint import bp
from studyhub.teams.views.fetching import can_manage, edit_page, managed_team
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.words.saying import gettext as _

LEADS = {"yes": True, "no": False}


@bp.get("/<slug>/edit")
@member_required
def edit(slug: str) -> ResponseReturnValue:
    """Who is in the team; for administrators also what it is called, and its end."""
    team = managed_team(slug)
    return edit_page(team) if team.closed_at is None else redirect(url_for(".show", slug=team.slug))


def _back(team: Team) -> ResponseReturnValue:
    """To where the press was made, as long as the person may be there."""
    return redirect(url_for(".edit" if can_manage(team) else ".show", slug=team.slug), 303)


def _member(user_id: int | None) -> User:
    person: User = db.one_or_404(people_queries.members().where(User.id == user_id))
    return person


@bp.post("/<slug>/members")
@member_required
def create_membership(slug: str) -> ResponseReturnValue:
    """Put somebody in the team."""
    team = managed_team(slug)
    person = _member(row_id(request.form.get("user_id")))
    try:
        memberships.add_member(team, person, by=current_user(), now=clock.now())
    except memberships.TeamClosed:
        flash(_("This team is closed: nobody can be put in it."), "error")
    else:
        db.session.commit()
        flash(_("%(name)s is in the team.", name=person.name), "success")
    return _back(team)


@bp.post("/<slug>/members/<id:user_id>/delete")
@member_required
def delete_membership(slug: str, user_id: int) -> ResponseReturnValue:
    """Take somebody out of the team."""
    team = managed_team(slug)
    person: User = db.one_or_404(people_queries.person(user_id))
    memberships.remove_member(team, person, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("%(name)s is no longer in the team.", name=person.name), "success")
    return _back(team)


@bp.post("/<slug>/members/<id:user_id>/lead")
@member_required
def update_lead(slug: str, user_id: int) -> ResponseReturnValue:
    """Name a member a lead, or end that."""
    team, person = managed_team(slug), _member(user_id)
    is_lead = LEADS.get(request.form.get("is_lead", ""))
    if is_lead is None:
        abort(400)
    memberships.name_lead(team, person, is_lead=is_lead, by=current_user(), now=clock.now())
    db.session.commit()
    said = _("%(name)s leads the team.") if is_lead else _("%(name)s no longer leads the team.")
    flash(said % {"name": person.name}, "success")
    return _back(team)
