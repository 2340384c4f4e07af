"""Which teams there are and who is in them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, ColumnExpressionArgument, Select, exists, func, select
from sqlalchemy.orm import joinedload

from studyhub.db import db
from studyhub.people import queries as people
from studyhub.people.models import MEMBERS, User
from studyhub.teams.models import Membership, Team


def all_teams() -> Select[Team]:
    """All teams, closed ones too, by name."""
    return select(Team).order_by(func.lower(Team.name), Team.id)


def teams() -> Select[Team]:
    """The teams there are now, by name."""
    return all_teams().where(Team.closed_at.is_(None))


def closed_teams() -> Select[Team]:
    """Teams that were closed or merged into others, by name, each with what it became."""
    return all_teams().where(Team.closed_at.is_not(None)).options(joinedload(Team.merged_into))


def members_of(team: Team) -> Select[Membership]:
    """Who is in a team now, leads first, then by reading."""
    mine = select(Membership).join(User).where(Membership.team_id == team.id, User.state.in_(MEMBERS))
    return mine.options(joinedload(Membership.user)).order_by(Membership.is_lead.desc(), User.reading, User.id)


def is_of_team(person: Any, team_id: int, *conditions: ColumnExpressionArgument[bool]) -> ColumnElement[bool]:
    """That a row exists whose person is in the team."""
    return exists().where(Membership.user_id == person, Membership.team_id == team_id, *conditions)


def without_team() -> Select[User]:
    """Members who are in no team, by their reading."""
    return people.members().where(~exists().where(Membership.user_id == User.id))


def memberships_of(user: User) -> Select[Membership]:
    """The teams a person is in, the primary one first."""
    mine = select(Membership).join(Team).where(Membership.user_id == user.id).options(joinedload(Membership.team))
    return mine.order_by(Membership.is_primary.desc(), func.lower(Team.name))


def memberships_of_all(user_ids: Iterable[int]) -> dict[int, list[Membership]]:
    """The teams of many people, the primary one first, by the person's id."""
    wanted = select(Membership).join(Team).where(Membership.user_id.in_(list(user_ids)))
    rows = db.session.scalars(
        wanted.options(joinedload(Membership.team)).order_by(Membership.is_primary.desc(), func.lower(Team.name))
    )
    found: dict[int, list[Membership]] = {}
    for row in rows:
        found.setdefault(row.user_id, []).append(row)
    return found


def member_counts() -> dict[int, int]:
    """How many people are in each team now, by the team's id."""
    counted = select(Membership.team_id, func.count()).join(User).where(User.state.in_(MEMBERS))
    rows = db.session.execute(counted.group_by(Membership.team_id))
    return {row[0]: row[1] for row in rows}


def leads_of_all() -> dict[int, list[User]]:
    """The leads of each team, by the team's id."""
    wanted = select(Membership).join(User).where(Membership.is_lead, User.state.in_(MEMBERS))
    found: dict[int, list[User]] = {}
    for row in db.session.scalars(wanted.options(joinedload(Membership.user)).order_by(User.id)):
        found.setdefault(row.team_id, []).append(row.user)
    return found


def is_in(user: User, team: Team) -> bool:
    """Whether a person is in a team."""
    return bool(db.session.scalar(select(is_of_team(user.id, team.id))))


def is_lead(user: User, team: Team) -> bool:
    """Whether a person leads a team."""
    leads = exists().where(Membership.team_id == team.id, Membership.user_id == user.id, Membership.is_lead)
    return bool(db.session.scalar(select(leads)))
