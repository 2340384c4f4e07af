"""What the first page proposes to somebody new: three things, each ticked off once it is done.

Rules: docs/rules.md, First steps. Nothing here commits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from studyhub.circles import rules
from studyhub.db import db, kept
from studyhub.home.circles import Mine
from studyhub.meetings import circle_list
from studyhub.meetings.circle_list import ListedCircle, Wanted
from studyhub.meetings.models import ACTIVE_STATES, TAKING_STATES, Meeting, MeetingState, Signup
from studyhub.meetings.week import Week, WeekSession
from studyhub.people.models import User
from studyhub.people.readers import READER
from studyhub.teams import queries as teams
from studyhub.teams.models import Team

# Whoever has been here longer has found their way, or wants none of it.
NEW_FOR = timedelta(days=60)
LOOKED_THROUGH = 20


@dataclass(frozen=True)
class FirstSteps:
    """What is done of them, and what the others are done with: teams to choose from, a session, a circle to join."""

    mine: Mine
    teams: Sequence[Team]
    session: WeekSession | None
    circle: ListedCircle | None

    @property
    def has_team_step(self) -> bool:
        """Whether a team is asked for: there are any."""
        return self.mine.is_in_team or bool(self.teams)

    @property
    def done(self) -> list[bool]:
        """Whether each is done."""
        team = [self.mine.is_in_team] if self.has_team_step else []
        return [*team, self.mine.has_signed_up, self.mine.has_joined]


def is_new(user: User, now: datetime) -> bool:
    """Whether somebody came a short while ago and still wants to be told."""
    came_at = user.confirmed_at or user.created_at
    return user.first_steps_put_away_at is None and now < came_at + NEW_FOR


def first_steps(user: User, mine: Mine, week: Week, *, now: datetime) -> FirstSteps | None:
    """What is proposed to somebody; None for whoever is not new, or has done all."""
    if not is_new(user, now) or all((mine.is_in_team, mine.has_signed_up, mine.has_joined)):
        return None
    found = FirstSteps(
        mine=mine,
        teams=() if mine.is_in_team else db.session.scalars(teams.teams()).all(),
        session=None if mine.has_signed_up else _session(week, now),
        circle=None if mine.has_joined else _circle(user, now),
    )
    return None if all(found.done) else found


def _session(week: Week, now: datetime) -> WeekSession | None:
    """The next one to sign up for, with a seat if any has one."""
    soon = [session for day in week.days for session in day.sessions] or ([week.next] if week.next else [])
    open_ones = [one for one in soon if one.mine is None and not one.has_begun(now)]
    return next((one for one in open_ones if not one.is_full), open_ones[0] if open_ones else None)


def _circle(user: User, now: datetime) -> ListedCircle | None:
    """The circle of whose sessions they have one, then one with seats in all that come, then one joined half-way.

    Among equals the one whose session is next. None where all that come are full.
    """
    listed = circle_list.listed(user, Wanted(), offset=0, limit=LOOKED_THROUGH, now=now)
    open_ones = [one for one in listed if one.role is None and rules.can_join(user, one.state, one.visibility)]
    known = _rooms(user, [one.id for one in open_ones], now)
    found = [(one, known.get(one.id, NOTHING_PLANNED)) for one in open_ones]
    has_seats = [(one, room) for one, room in found if room.full < room.coming or room.coming == 0]
    first = min(
        has_seats, key=lambda pair: (not pair[1].is_known, pair[1].full > 0, not pair[0].is_open_half_way), default=None
    )
    return first[0] if first else None


class _Room(NamedTuple):
    """How many sessions of a circle are to come, how many of them are full, and whether one has a place in any."""

    coming: int
    full: int
    is_known: bool


NOTHING_PLANNED = _Room(0, 0, is_known=False)


def _rooms(user: User, circle_ids: list[int], now: datetime) -> dict[int, _Room]:
    if not circle_ids:
        return {}
    asked = {"reader": user.id, "ids": circle_ids, "now": now}
    rows = db.session.execute(_places_left(), asked)
    return {id_: _Room(coming, full, bool(is_known)) for id_, coming, full, is_known in rows}


@kept
def _places_left() -> Select[int, int, int, int]:
    held = select(func.count()).where(Signup.meeting_id == Meeting.id, Signup.state.in_(TAKING_STATES))
    has_none = held.correlate(Meeting).scalar_subquery() >= Meeting.capacity
    is_full = or_(~Meeting.takes_new, and_(Meeting.capacity.is_not(None), has_none))
    mine = aliased(Meeting)
    known = select(mine.circle_id).join(Signup, Signup.meeting_id == mine.id)
    theirs = known.where(Signup.user_id == READER, Signup.state.in_(ACTIVE_STATES))
    return (
        select(Meeting.circle_id, func.count())
        .add_columns(func.sum(case((is_full, 1), else_=0)))
        .add_columns(func.max(case((Meeting.circle_id.in_(theirs), 1), else_=0)))
        .where(Meeting.circle_id.in_(bindparam("ids", expanding=True)))
        .where(Meeting.state == MeetingState.SCHEDULED, Meeting.starts_at > bindparam("now"))
        .group_by(Meeting.circle_id)
    )


def put_away(user: User, *, now: datetime) -> None:
    """Propose nothing any more."""
    user.first_steps_put_away_at = now


def bring_back(user: User) -> None:
    """Propose it again."""
    user.first_steps_put_away_at = None
