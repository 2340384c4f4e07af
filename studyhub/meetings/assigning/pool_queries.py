"""Fetching what a pool of presenters is made of, one statement for each kind of fact."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select

from studyhub.circles.models import Circle, Participation
from studyhub.db import db
from studyhub.ledger import loads
from studyhub.ledger.models import Duty
from studyhub.meetings.assigning import obstacle_facts
from studyhub.meetings.assigning.models import Assignment
from studyhub.meetings.models import Meeting
from studyhub.people.models import User, UserState
from studyhub.teams.models import Membership, Team

_IS_PRIMARY = and_(Membership.user_id == User.id, Membership.is_primary)


class Member(NamedTuple):
    """Somebody who takes part and presents; `team_id` is the primary team."""

    user_id: int
    name: str
    team_id: int | None


class TeamFacts(NamedTuple):
    """A team, its active members whose primary team it is, and chapters presented for it."""

    name: str
    members: int
    done: int


class Coming(NamedTuple):
    """A chapter somebody is asked for or has; `team_id` is their primary team."""

    user_id: int
    chapter_id: int
    meeting_id: int
    circle_id: int
    starts_at: datetime
    team_id: int | None


def members(circle: Circle) -> list[Member]:
    """Whoever takes part in a circle, is active and does not only listen, in the order of their reading (kana)."""
    rows = (
        select(User.id, User.name, Membership.team_id)
        .join(Participation, Participation.user_id == User.id)
        .outerjoin(Membership, _IS_PRIMARY)
        .where(Participation.circle_id == circle.id, obstacle_facts.presents())
    )
    return [Member(*row) for row in db.session.execute(rows.order_by(User.reading, User.id))]


def teams(team_ids: Collection[int], *, since: date) -> dict[int, TeamFacts]:
    """These teams with what was presented for them since a day."""
    rows = (
        select(Team.id, Team.name, func.count(User.id))
        .join(Membership, and_(Membership.team_id == Team.id, Membership.is_primary))
        .join(User, and_(User.id == Membership.user_id, User.state == UserState.ACTIVE))
        .where(Team.id.in_(team_ids))
        .group_by(Team.id, Team.name)
    )
    done = loads.of_teams(team_ids, Duty.PRESENTED, since=since)
    return {id_: TeamFacts(name, count, done[id_]) for id_, name, count in db.session.execute(rows)}


def coming(user_ids: Collection[int], team_ids: Collection[int], *, since: datetime, now: datetime) -> list[Coming]:
    """What these people, and all members of these teams, are asked for or have, and did not present yet.

    Chapters of a meeting that was held count until its attendance is confirmed and the ledger has them.
    """
    rows = (
        select(User.id, Assignment.chapter_id, Meeting.id, Meeting.circle_id, Meeting.starts_at, Membership.team_id)
        .join(Assignment, Assignment.user_id == User.id)
        .join(Meeting, Meeting.id == Assignment.meeting_id)
        .outerjoin(Membership, _IS_PRIMARY)
        .where(
            or_(User.id.in_(user_ids), and_(Membership.team_id.in_(team_ids), User.state == UserState.ACTIVE)),
            obstacle_facts.is_asked_or_has(),
            Meeting.starts_at >= since,
        )
    )
    return [Coming(*row) for row in db.session.execute(rows, {"now": now})]
