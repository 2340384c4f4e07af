"""Which circles a list shows, next session first, those that pause last: one statement for each part of the list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Label, Select, and_, bindparam, case, select

from studyhub.circles import queries as circles
from studyhub.circles import rules
from studyhub.circles.models import (
    Circle,
    CircleKind,
    CircleState,
    Format,
    Level,
    Participation,
    ParticipationRole,
    ReadingName,
    Visibility,
)
from studyhub.db import db, kept
from studyhub.meetings.models import LONGEST, Meeting, MeetingState
from studyhub.people import readers
from studyhub.people.models import User
from studyhub.people.readers import READER, read_by

OVER_SHOWN = 30


@dataclass(frozen=True)
class Wanted:
    """What the reader looks for; None and "" ask for nothing."""

    words: str = ""
    kind: CircleKind | None = None
    state: CircleState | None = None
    level: Level | None = None
    is_open_half_way: bool = False

    @property
    def asks(self) -> bool:
        """Whether anything is looked for."""
        return self != Wanted()

    @property
    def is_about_all(self) -> bool:
        """Whether circles that are over stand among the others: where somebody looks for them."""
        return bool(self.words) or self.state is not None


class ListedCircle(NamedTuple):
    """A circle as a list shows it. `next_at` is when its next session begins, `role` the reader's part in it."""

    id: int
    slug: str
    title: str
    description: str
    kind: CircleKind
    reading_name: ReadingName
    state: CircleState
    visibility: Visibility
    format: Format
    level: Level | None
    is_open_half_way: bool
    time_zone: str
    next_at: datetime | None
    role: ParticipationRole | None


class OverCircle(NamedTuple):
    """A circle that is finished or ended."""

    slug: str
    title: str
    kind: CircleKind
    reading_name: ReadingName
    state: CircleState


def listed(user: User | None, wanted: Wanted, *, offset: int, limit: int, now: datetime) -> list[ListedCircle]:
    """Circles this person may open, those that run first, then by their next session.

    Those that are over are only there where they are looked for.
    """
    rows = _listed(
        readers.is_member(user),
        wanted.kind,
        wanted.state,
        wanted.level,
        is_open_half_way=wanted.is_open_half_way,
        takes_over=wanted.is_about_all,
    )
    asked = read_by(user) | {"offset": offset, "limit": limit, "now": now, "since": now - LONGEST}
    found = db.session.execute(circles.with_word(rows, wanted.words) if wanted.words else rows, asked)
    return [ListedCircle(*row) for row in found.all()]


@kept
def _listed(
    is_member: bool,
    kind: CircleKind | None,
    state: CircleState | None,
    level: Level | None,
    *,
    is_open_half_way: bool,
    takes_over: bool,
) -> Select[*tuple[Any, ...]]:
    next_at, asked = _next_at(), {"kind": kind, "state": state, "level": level}
    rows = select(Circle).where(_is_open(is_member))
    for name, value in asked.items():
        rows = rows if value is None else rows.where(getattr(Circle, name) == value)
    if is_open_half_way:
        rows = rows.where(Circle.is_open_half_way)
    if not takes_over:
        rows = rows.where(Circle.state.not_in(rules.OVER))
    rows = rows.outerjoin(Participation, _is_mine()).order_by(*_next_first(next_at))
    names = [name for name in ListedCircle._fields if name not in {"next_at", "role"}]
    shown = rows.with_only_columns(*(getattr(Circle, name) for name in names), next_at, Participation.role)
    return shown.offset(bindparam("offset")).limit(bindparam("limit"))


def _is_open(is_member: bool) -> ColumnElement[bool]:
    return circles.is_visible(Circle.id, is_member=is_member)


def _next_at() -> Label[datetime]:
    """When the next session of a circle begins; looked for circle by circle, for most sessions of all are over."""
    rows = select(Meeting.starts_at).where(Meeting.circle_id == Circle.id, Meeting.state == MeetingState.SCHEDULED)
    coming = rows.where(Meeting.starts_at > bindparam("since"), Meeting.ends_at > bindparam("now"))
    return coming.order_by(Meeting.starts_at).limit(1).correlate(Circle).scalar_subquery().label("next_at")


def _is_mine() -> ColumnElement[bool]:
    return and_(Participation.circle_id == Circle.id, Participation.user_id == READER, Participation.is_present)


def _next_first(next_at: Label[datetime]) -> tuple[ColumnElement[Any], ...]:
    rests = case((Circle.state.in_(rules.OVER), 2), (Circle.state == CircleState.PAUSED, 1), else_=0)
    return rests, next_at.nulls_last(), Circle.created_at.desc(), Circle.id.desc()


def over(user: User | None, kind: CircleKind | None) -> list[OverCircle]:
    """Circles this person may open that are finished or ended, newest first; at most one more than OVER_SHOWN."""
    return [OverCircle(*row) for row in db.session.execute(_over(readers.is_member(user), kind), read_by(user))]


@kept
def _over(is_member: bool, kind: CircleKind | None) -> Select[*tuple[Any, ...]]:
    rows = select(Circle).where(_is_open(is_member)).where(Circle.state.in_(rules.OVER))
    if kind is not None:
        rows = rows.where(Circle.kind == kind)
    shown = rows.with_only_columns(*(getattr(Circle, name) for name in OverCircle._fields))
    return shown.order_by(Circle.created_at.desc(), Circle.id.desc()).limit(OVER_SHOWN + 1)
