"""Which team an address means, and what its page shows."""

from flask import abort, render_template

from studyhub.db import db
from studyhub.people import queries as people_queries
from studyhub.teams import queries, rules, slugs
from studyhub.teams.forms import MemberForm, MergeForm, TeamForm
from studyhub.teams.models import Membership, Team
from studyhub.web.guards.auth import current_user


def team_at(slug: str) -> Team:
    """The team that an address leads to, also by one it had before; 404 otherwise."""
    return slugs.present_team(slug) or abort(404)


def managed_team(slug: str) -> Team:
    """The team, if the person signed in may say who is in it; else 403."""
    team, user = team_at(slug), current_user()
    if not rules.can_manage_members(user, is_lead=queries.is_lead(user, team)):
        abort(403)
    return team


def team_page(team: Team, form: TeamForm | None = None) -> str:
    """One team and who is in it, with what may be done by whoever looks."""
    user = current_user()
    rows = list(db.session.scalars(queries.members_of(team)))
    can_manage = team.closed_at is None and rules.can_manage_members(user, is_lead=queries.is_lead(user, team))
    can_change = rules.can_create(user)
    return render_template(
        "teams/show.html",
        team=team,
        rows=rows,
        can_manage=can_manage,
        can_change=can_change,
        says_little=slugs.says_little(team),
        member_form=_member_form(rows) if can_manage else None,
        merge_form=merge_form(team) if can_change and team.closed_at is None else None,
        form=form or TeamForm(obj=team),
    )


def _member_form(rows: list[Membership]) -> MemberForm:
    inside = {row.user_id for row in rows}
    people = db.session.scalars(people_queries.members()).all()
    return MemberForm(people=[person for person in people if person.id not in inside])


def merge_form(team: Team) -> MergeForm:
    """The form that asks into which of the other teams this one is merged."""
    others = db.session.scalars(queries.teams().where(Team.id != team.id))
    return MergeForm(teams=[(other.id, other.name) for other in others])
