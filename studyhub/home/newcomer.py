"""What the first page proposes to somebody new: three things, each ticked off once it is done.

Rules: docs/rules.md, First steps. Nothing here commits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from studyhub.circles import rules
from studyhub.db import db
from studyhub.home.circles import Mine
from studyhub.meetings import circle_list
from studyhub.meetings.circle_list import ListedCircle, Wanted
from studyhub.meetings.week import Week, WeekSession
from studyhub.people.models import User
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
    """The circle whose session is next, before others one that takes people in half-way."""
    listed = circle_list.listed(user, Wanted(), offset=0, limit=LOOKED_THROUGH, now=now)
    found = [one for one in listed if one.role is None and rules.can_join(user, one.state, one.visibility)]
    return min(found, key=lambda one: not one.is_open_half_way, default=None)


def put_away(user: User, *, now: datetime) -> None:
    """Propose nothing any more."""
    user.first_steps_put_away_at = now


def bring_back(user: User) -> None:
    """Propose it again."""
    user.first_steps_put_away_at = None
