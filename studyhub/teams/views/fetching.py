"""Which team an address means, and what its page shows."""

from flask import abort, render_template

from studyhub import clock
from studyhub.chat import webhooks
from studyhub.contributions import team_page as contributions
from studyhub.db import db
from studyhub.paths import shown as paths
from studyhub.people import queries as people_queries
from studyhub.teams import queries, rules, slugs
from studyhub.teams.forms import MemberForm, MergeForm, TeamForm
from studyhub.teams.models import Membership, Team
from studyhub.web.guards.auth import current_user
from studyhub.words.dates import reader_zone


def team_at(slug: str) -> Team:
    """The team that an address leads to, also by one it had before; 404 otherwise."""
    return slugs.present_team(slug) or abort(404)


def managed_team(slug: str) -> Team:
    """The team, if the person signed in may say who is in it; else 403."""
    team, user = team_at(slug), current_user()
    if not rules.can_manage_members(user, is_lead=queries.is_lead(user, team)):
        abort(403)
    return team


def team_page(team: Team) -> str:
    """One team: who is where, and what else is for those in it."""
    user, members = current_user(), list(db.session.scalars(queries.members_of(team)))
    return render_template(
        "teams/show.html",
        team=team,
        members=members,
        page=contributions.team_page(team, members, user, zone=reader_zone(), now=clock.now()),
        paths=paths.of_team(team, user, clock.now()),
        can_manage=can_manage(team),
        can_change=rules.can_create(user),
    )


def can_manage(team: Team) -> bool:
    """Whether the person signed in says who is in the team; nobody does of a closed one."""
    user = current_user()
    return team.closed_at is None and rules.can_manage_members(user, is_lead=queries.is_lead(user, team))


def edit_page(team: Team, form: TeamForm | None = None) -> str:
    """Who is in the team, for its leads; its name and address, and its end, for administrators."""
    rows, can_change = list(db.session.scalars(queries.members_of(team))), rules.can_create(current_user())
    return render_template(
        "teams/edit.html",
        team=team,
        rows=rows,
        can_change=can_change,
        says_little=slugs.says_little(team),
        member_form=_member_form(rows),
        merge_form=merge_form(team) if can_change else None,
        webhook_count=len(webhooks.of(team)) if can_change else 0,
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
