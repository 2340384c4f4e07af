"""How a team took part over the months: only what was attended and presented, never who was missing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta
from sqlalchemy import Select, SQLColumnExpression, select

from studyhub import zones
from studyhub.circles import queries as circles
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import WAS_THERE, Attendance, Meeting, MeetingState
from studyhub.people.models import MEMBERS, User
from studyhub.people.readers import read_by
from studyhub.teams.models import Membership, Team

MONTHS = 12


@dataclass(frozen=True)
class Month:
    """One month; `first` is its first day. `attended` counts each session of each person, `people` each person once."""

    first: date
    attended: int
    people: int
    presented: int


@dataclass(frozen=True)
class CircleMonths:
    """How often the team came to one circle, in the order of the months."""

    circle: Circle
    attended: Sequence[int]

    @property
    def total(self) -> int:
        """Over all months."""
        return sum(self.attended)


@dataclass(frozen=True)
class TeamAttendance:
    """Twelve months up to the present one, oldest first, and the circles that were attended in them, by title."""

    months: Sequence[Month]
    circles: Sequence[CircleMonths]


class _Seen(NamedTuple):
    """Somebody of the team in a month at a meeting of a circle."""

    month: date
    circle_id: int
    user_id: int


def team_attendance(team: Team, reader: User, *, today: date) -> TeamAttendance:
    """What those in the team now have attended and presented in circles that the reader may open."""
    firsts = [today.replace(day=1) - relativedelta(months=back) for back in reversed(range(MONTHS))]
    attended = _seen(_attended(team, reader, firsts[0]), reader, firsts[0])
    presented = Counter(one.month for one in _seen(_presented(team, reader, firsts[0]), reader, firsts[0]))
    often = Counter(one.month for one in attended)
    people = Counter(month for month, _ in {(one.month, one.user_id) for one in attended})
    return TeamAttendance(
        months=[Month(first, often[first], people[first], presented[first]) for first in firsts],
        circles=_by_circle(attended, firsts),
    )


def _attended(team: Team, reader: User, since: date) -> Select[Any]:
    rows = _rows(Attendance.user_id, team, reader, since).join(Attendance, Attendance.meeting_id == Meeting.id)
    # As on every page: who came is told once it is confirmed.
    return rows.where(Attendance.state.in_(WAS_THERE), Meeting.attendance_confirmed_at.is_not(None))


def _presented(team: Team, reader: User, since: date) -> Select[Any]:
    rows = _rows(Assignment.user_id, team, reader, since).join(Assignment, Assignment.meeting_id == Meeting.id)
    return rows.where(Assignment.state == AssignmentState.PRESENTED)


def _rows(person: SQLColumnExpression[Any], team: Team, reader: User, since: date) -> Select[Any]:
    members = select(Membership.user_id).join(Membership.user)
    return (
        select(Meeting.starts_at, Circle.time_zone, Circle.id, person)
        .select_from(Meeting)
        .join(Meeting.circle)
        .where(
            circles.is_open_to(reader),
            Meeting.state == MeetingState.SCHEDULED,
            # A day more, for months begin at another moment in each zone.
            Meeting.starts_at >= datetime.combine(since, time(), UTC) - timedelta(days=1),
            person.in_(members.where(Membership.team_id == team.id, Membership.is_primary, User.state.in_(MEMBERS))),
        )
    )


def _seen(rows: Select[Any], reader: User, since: date) -> list[_Seen]:
    """The rows with the month of each meeting on its circle's own calendar."""
    found = []
    for starts_at, zone, circle_id, user_id in db.session.execute(rows, read_by(reader)):
        month = zones.in_zone(starts_at, zone).date().replace(day=1)
        if month >= since:
            found.append(_Seen(month, circle_id, user_id))
    return found


def _by_circle(attended: Iterable[_Seen], firsts: Sequence[date]) -> list[CircleMonths]:
    often = Counter((one.circle_id, one.month) for one in attended)
    found = db.session.scalars(select(Circle).where(Circle.id.in_({circle_id for circle_id, _ in often})))
    by_title = sorted(found, key=lambda circle: (circle.title, circle.id))
    return [CircleMonths(circle, [often[circle.id, first] for first in firsts]) for circle in by_title]
