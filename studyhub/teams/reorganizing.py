"""Teams that change: another address, two made one, one that is no more. Nothing here commits."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from studyhub.audit import trail
from studyhub.db import db
from studyhub.people.models import User
from studyhub.teams import memberships, slugs
from studyhub.teams.memberships import TeamClosed
from studyhub.teams.models import Membership, Team


class LetGo(Protocol):
    """Let go of what a feature has of a team that is no more; `merged_into_id` says where it went. Does not commit.

    Raises StillHas.
    """

    def __call__(self, team: Team, *, by: User, now: datetime) -> None: ...


class StillHas(Exception):
    """The team has what somebody has to take over before it is closed; `words` say what, and what to do."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class SameTeam(Exception):
    """A team cannot be merged into itself."""


def change_slug(team: Team, slug: str, *, by: User, now: datetime) -> None:
    """Another address; the old one leads to the team from now on. Raises slugs.SlugTaken."""
    before = team.slug
    if before == slug:
        return
    slugs.change(team, slug)
    trail.record("team.slug_changed", team, by=by, now=now, before={"slug": before}, after={"slug": slug})


def merge(team: Team, into: Team, parts: Iterable[LetGo] = (), *, by: User, now: datetime) -> int:
    """Let everybody of a team be in another one, and close it; its address leads there. How many people moved.

    Whoever led either leads the one that is left, and whose primary team was the closed one has the other as primary.
    `parts` let go of what features have of the closed one.
    Raises SameTeam, TeamClosed.
    """
    if team.id == into.id:
        raise SameTeam
    memberships.lock_teams([team, into])
    if team.closed_at is not None or into.closed_at is not None:
        raise TeamClosed
    moving = _members(team)
    memberships.lock_people([row.user_id for row in moving])
    for membership in moving:
        _move(membership, into)
    team.closed_at, team.merged_into_id = now, into.id
    _let_go(team, parts, by=by, now=now)
    after = {"team_id": into.id, "name": into.name, "user_ids": [row.user_id for row in moving]}
    trail.record("team.merged", team, by=by, now=now, before={"name": team.name}, after=after)
    return len(moving)


def _move(membership: Membership, into: Team) -> None:
    there = db.session.scalar(
        select(Membership).where(Membership.team_id == into.id, Membership.user_id == membership.user_id)
    )
    if there is None:
        membership.team_id = into.id
        return
    is_lead, is_primary = membership.is_lead, membership.is_primary
    db.session.delete(membership)
    # Two rows of one person must never be primary at once, not even between two statements.
    db.session.flush()
    there.is_lead, there.is_primary = there.is_lead or is_lead, there.is_primary or is_primary


def close(team: Team, parts: Iterable[LetGo] = (), *, by: User, now: datetime) -> list[User]:
    """Take everybody out of a team and close it; what it did stays. Who was taken out.

    `parts` let go of what features have of it. Pressing twice is harmless. Raises StillHas.
    """
    memberships.lock_teams([team])
    if team.closed_at is not None:
        return []
    members = [membership.user for membership in _members(team)]
    for user in members:
        memberships.remove_member(team, user, by=by, now=now)
    team.closed_at = now
    _let_go(team, parts, by=by, now=now)
    after = {"user_ids": [user.id for user in members]}
    trail.record("team.closed", team, by=by, now=now, before={"name": team.name}, after=after)
    return members


def reopen(team: Team, *, by: User, now: datetime) -> None:
    """Let there be a closed or merged team again, without members: they are where they are now."""
    memberships.lock_teams([team])
    if team.closed_at is None:
        return
    team.closed_at = team.merged_into_id = None
    trail.record("team.reopened", team, by=by, now=now)


def _let_go(team: Team, parts: Iterable[LetGo], *, by: User, now: datetime) -> None:
    db.session.flush()
    for let_go in parts:
        let_go(team, by=by, now=now)


def _members(team: Team) -> list[Membership]:
    # In order of the people: whoever else takes some of them out waits in a row.
    mine = select(Membership).where(Membership.team_id == team.id).order_by(Membership.user_id)
    return list(db.session.scalars(mine.options(joinedload(Membership.user))))
