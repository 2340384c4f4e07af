"""The people of a team and the circles they take part in: a mark, and chapters in numbers; who came is not counted."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta
from sqlalchemy import ColumnElement, Select, SQLColumnExpression, bindparam, func, select
from sqlalchemy.orm import aliased

from studyhub.circles import queries as circles
from studyhub.circles.models import Circle, CircleState, Participation
from studyhub.contributions.given import given
from studyhub.contributions.taking_part import GOES_ON
from studyhub.db import db, kept
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.people.readers import read_by
from studyhub.teams.models import Membership, Team

# The present month and the two before.
MONTHS = 3


class Column(NamedTuple):
    """A circle that somebody of the team is in, or presented in."""

    id: int
    slug: str
    title: str


class Cell(NamedTuple):
    """One person in one circle; nothing of it says that somebody was not there."""

    takes_part: bool
    organizes: bool
    presented: int


@dataclass(frozen=True)
class Line:
    """One person of the team; `cells` in the order of the columns."""

    membership: Membership
    cells: Sequence[Cell]

    @property
    def takes_part(self) -> bool:
        """Whether they are in a circle."""
        return any(cell.takes_part for cell in self.cells)

    @property
    def presented(self) -> int:
        """Over all circles."""
        return sum(cell.presented for cell in self.cells)


@dataclass(frozen=True)
class Matrix:
    """Circles by title, people in the order of their reading. `since` is the first day that is counted from.

    None where the reader is told of no numbers.
    """

    columns: Sequence[Column]
    lines: Sequence[Line]
    since: date | None

    @property
    def in_circles(self) -> int:
        """How many people are in a circle."""
        return sum(line.takes_part for line in self.lines)

    @property
    def presented(self) -> int:
        """What all of them presented."""
        return sum(line.presented for line in self.lines)


class Joined(NamedTuple):
    """That somebody joined a circle, once; they may have left it.

    `first_at` is when they joined their first of all, which the reader may know nothing else of.
    """

    user_id: int
    joined_at: datetime
    first_at: datetime
    is_present: bool
    organizes: bool
    state: CircleState
    column: Column

    @property
    def counts(self) -> bool:
        """Whether they are in it now, and it is not over."""
        return self.is_present and self.state in GOES_ON


def joined(team: Team, reader: User) -> list[Joined]:
    """Which circles those in the team ever joined, first things first, as far as the reader may see them."""
    rows = db.session.execute(_joined(), read_by(reader) | {"team_id": team.id})
    return [Joined._make([*known, Column(*column)]) for *known, column in ((*row[:6], row[6:]) for row in rows)]


@kept
def _joined() -> Select[*tuple[Any, ...]]:
    own = aliased(Participation)
    first = select(func.min(own.joined_at)).where(own.user_id == Participation.user_id).scalar_subquery()
    return (
        select(Participation.user_id, Participation.joined_at, first)
        .add_columns(Participation.is_present, Participation.is_organizer)
        .add_columns(Circle.state, Circle.id, Circle.slug, Circle.title)
        .join(Circle, Circle.id == Participation.circle_id)
        .where(_is_in_team(Participation.user_id), circles.is_visible(Circle.id, is_member=True))
        .order_by(Participation.joined_at, Participation.id)
    )


def _is_in_team(person: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    return person.in_(select(Membership.user_id).where(Membership.team_id == bindparam("team_id")))


def _is_counted(person: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """Whose numbers the team reads: into a second team any lead can put anybody."""
    primary = select(Membership.user_id).where(Membership.team_id == bindparam("team_id"), Membership.is_primary)
    return person.in_(primary)


def first_day(today: date) -> date:
    """Where counting begins."""
    return today.replace(day=1) - relativedelta(months=MONTHS - 1)


def presented(team: Team, reader: User, *, since: datetime, now: datetime) -> Mapping[tuple[int, Column], int]:
    """How much each of the team presented in each circle that the reader may see, until now."""
    asked = {"team_id": team.id, "since": since, "now": now}
    rows = db.session.execute(_presented(), read_by(reader) | asked)
    return {(user_id, Column(*column)): count for user_id, count, *column in rows}


@kept
def _presented() -> Select[*tuple[Any, ...]]:
    one = given(_is_counted)
    return (
        select(one.c.user_id, func.count(), Circle.id, Circle.slug, Circle.title)
        .select_from(one)
        .join(Circle, Circle.id == one.c.circle_id)
        .join(Meeting, Meeting.id == one.c.meeting_id)
        .where(one.c.is_recorded, Meeting.starts_at >= bindparam("since"), Meeting.ends_at <= bindparam("now"))
        .where(circles.is_visible(one.c.circle_id, is_member=True))
        .group_by(one.c.user_id, Circle.id, Circle.slug, Circle.title)
    )


def matrix(
    members: Sequence[Membership],
    joined: Collection[Joined],
    presented: Mapping[tuple[int, Column], int],
    *,
    since: date | None,
) -> Matrix:
    """People by circles, made of what was found."""
    present = {(one.user_id, one.column): one for one in joined if one.counts}
    columns = sorted({column for _, column in (*present, *presented)}, key=lambda one: (one.title, one.id))
    counted = Counter(presented)
    lines = [
        Line(row, [_cell(present.get((row.user_id, one)), counted[row.user_id, one]) for one in columns])
        for row in members
    ]
    return Matrix(columns, lines, since)


def _cell(found: Joined | None, presented: int) -> Cell:
    return Cell(found is not None, found is not None and found.organizes, presented)
