"""Counting what people did, by periods: sums are made in the database, however many years there are.

Each statement says how often whom; rows are read only of swapped hours and of pages, which are few.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, case, exists, func, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased, selectinload

from studyhub import zones
from studyhub.alerts.models import Alert
from studyhub.alerts.queries import Page
from studyhub.circles import queries as circles
from studyhub.contributions.ledger.spans import Span
from studyhub.db import db
from studyhub.handoffs.models import Handoff, HandoffResponse
from studyhub.ledger.models import DutyEntry
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.people.readers import READER, read_by
from studyhub.rota.models import LONGEST, Shift
from studyhub.rota.swaps.held import IS_IN_FORCE, Duty, duties_by, with_swaps
from studyhub.rota.swaps.models import Swap, SwapKind
from studyhub.sos.models import TeamUpdate

Ids = Collection[int]
# By its name: PostgreSQL takes two expressions with the same parameters for two expressions.
PERIOD = "period"


def moments(span: Span, zone: str) -> list[datetime]:
    """The borders of a span as moments, at midnight of a zone."""
    return [zones.to_utc(day, time(), zone) for day in span.borders]


def _number(moment: SQLColumnExpression[Any], borders: Sequence[Any]) -> ColumnElement[int]:
    """Which of the periods between borders a column lies in."""
    later = [(moment < border, number) for number, border in enumerate(borders[1:-1])]
    return case(*later, else_=len(borders) - 2) if later else func.abs(0)


def _within(moment: InstrumentedAttribute[Any], borders: Sequence[Any]) -> ColumnElement[bool]:
    return and_(moment >= borders[0], moment < borders[-1])


def duties(ids: Ids, span: Span, reader: User) -> list[Any]:
    """Person, duty, period, how often, and the last day: of the ledger, in sessions the reader may know of."""
    period = _number(DutyEntry.happened_on, span.borders).label(PERIOD)
    rows = (
        select(DutyEntry.user_id, DutyEntry.duty, period)
        .add_columns(func.sum(DutyEntry.quantity), func.max(DutyEntry.happened_on))
        .outerjoin(Meeting, Meeting.id == DutyEntry.meeting_id)
        .where(DutyEntry.user_id.in_(ids), _within(DutyEntry.happened_on, span.borders), _is_known(DutyEntry.user_id))
    )
    grouped = rows.group_by(DutyEntry.user_id, DutyEntry.duty, PERIOD)
    return list(db.session.execute(grouped, read_by(reader)))


def _is_known(user_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Of a circle that is closed to them others are not told, not even by a number; one's own is one's own."""
    return or_(user_id == READER, circles.is_visible(Meeting.circle_id, is_member=True))


def cards(ids: Ids, span: Span, zone: str, reader: User) -> list[Any]:
    """Person, period, how many cards they handed in, and the start of the last round."""
    borders = moments(span, zone)
    period = _number(Meeting.starts_at, borders).label(PERIOD)
    rows = (
        select(TeamUpdate.author_id, period, func.count(), func.max(Meeting.starts_at))
        .join(Meeting, Meeting.id == TeamUpdate.meeting_id)
        .where(TeamUpdate.author_id.in_(ids), TeamUpdate.handed_in_at.is_not(None))
        .where(_within(Meeting.starts_at, borders), _is_known(TeamUpdate.author_id))
    )
    return list(db.session.execute(rows.group_by(TeamUpdate.author_id, PERIOD), read_by(reader)))


def _is_swapped() -> ColumnElement[bool]:
    over = aliased(Swap)
    return exists().where(over.shift_id == Shift.id, over.accepted_at.is_not(None), over.undone_at.is_(None))


def untouched(ids: Ids, span: Span, *, now: datetime) -> list[Any]:
    """Person, kind, period, how many shifts, their points, and the last day: shifts over which no swap lies."""
    period = _number(Shift.day, span.borders).label(PERIOD)
    rows = (
        select(Shift.user_id, Shift.kind, period, func.count(), func.sum(Shift.points), func.max(Shift.day))
        .where(Shift.user_id.in_(ids), _within(Shift.day, span.borders), Shift.ends_at <= now, ~_is_swapped())
        .group_by(Shift.user_id, Shift.kind, PERIOD)
    )
    return list(db.session.execute(rows))


def touched(ids: Ids, span: Span, zone: str, *, now: datetime) -> list[Duty]:
    """Parts of shifts over which swaps lie, as people really had them, as far as they are over."""
    taken = aliased(Swap)
    is_theirs = or_(Shift.user_id.in_(ids), exists().where(taken.shift_id == Shift.id, taken.taker_id.in_(ids)))
    # What is of these days in any zone begins near them: the rest of ten years is not read.
    begins, *_, ends = moments(span, zone)
    is_near = and_(Shift.starts_at > begins - LONGEST, Shift.starts_at < ends + LONGEST)
    duties = duties_by(with_swaps(is_near, _within(Shift.day, span.borders), is_theirs, _is_swapped()))
    return [duty for duty in duties if duty.user_id in ids and duty.ends_at <= now]


def taken(ids: Ids, span: Span, *, now: datetime) -> list[Any]:
    """Person, period, how often they took hours over, and the last day."""
    period = _number(Shift.day, span.borders).label(PERIOD)
    rows = (
        select(Swap.taker_id, period, func.count(), func.max(Shift.day))
        .join(Shift, Shift.id == Swap.shift_id)
        .where(Swap.taker_id.in_(ids), IS_IN_FORCE, Swap.kind != SwapKind.VACATE, Swap.ends_at <= now)
        .where(_within(Shift.day, span.borders))
    )
    return list(db.session.execute(rows.group_by(Swap.taker_id, PERIOD)))


def calls(ids: Ids, span: Span, zone: str, *, now: datetime) -> list[Any]:
    """Person, start and end of each page they acted on in shifts over which no swap lies.

    As they confirmed it with their hand-off; for hours of which they confirmed nothing, as alerts say
    (allowance/parts.py says it of every part of a shift).
    """
    begins, *_, ends = moments(span, zone)
    theirs = Shift.user_id.in_(ids), Shift.ends_at <= now, Shift.starts_at > begins - LONGEST, ~_is_swapped()
    is_said = exists().where(
        *(Handoff.shift_id == Shift.id, Handoff.author_id == Shift.user_id),
        Handoff.responses_confirmed_at.is_not(None),
        *(Handoff.starts_at <= Alert.starts_at, Handoff.ends_at > Alert.starts_at),
    )
    rang = (
        select(Shift.user_id, Alert.starts_at.label("starts_at"), Alert.ends_at)
        .join(Alert, Alert.acted_by_id == Shift.user_id)
        .where(*theirs, Alert.is_silenced.is_(False), Alert.starts_at >= begins, Alert.starts_at < ends)
        .where(Alert.starts_at >= Shift.starts_at, Alert.starts_at < Shift.ends_at, ~is_said)
    )
    said = (
        select(Shift.user_id, HandoffResponse.starts_at, HandoffResponse.ends_at)
        .join(Handoff, and_(Handoff.shift_id == Shift.id, Handoff.author_id == Shift.user_id))
        .join(HandoffResponse, HandoffResponse.handoff_id == Handoff.id)
        .where(*theirs, Handoff.responses_confirmed_at.is_not(None))
        .where(HandoffResponse.starts_at >= begins, HandoffResponse.starts_at < ends)
        .where(HandoffResponse.starts_at >= Shift.starts_at, HandoffResponse.starts_at < Shift.ends_at)
    )
    return list(db.session.execute(union_all(rang, said)))


def pages_in(duties: Collection[Duty]) -> list[Page]:
    """What somebody acted on while they had some of these hours."""
    rows = select(Alert.starts_at, Alert.ends_at, Alert.acted_by_id).join(
        Shift, and_(Alert.starts_at >= Shift.starts_at, Alert.starts_at < Shift.ends_at)
    )
    people = {duty.user_id for duty in duties}
    rows = rows.where(Shift.id.in_({duty.shift.id for duty in duties}), Alert.acted_by_id.in_(people))
    found = db.session.execute(rows.where(Alert.is_silenced.is_(False)).distinct())
    return [Page(starts_at, ends_at, None, user_id) for starts_at, ends_at, user_id in found]


def confirmed_of(duties: Collection[Duty]) -> list[Handoff]:
    """The hand-offs of these hours with which responses were confirmed, each with these. Two statements at most."""
    rows = select(Handoff).where(Handoff.shift_id.in_({duty.shift.id for duty in duties}))
    rows = rows.where(Handoff.responses_confirmed_at.is_not(None)).options(selectinload(Handoff.responses))
    return list(db.session.scalars(rows))


def since(user_id: int, reader: User, *, with_shifts: bool) -> date | None:
    """The first day of which anything is known that the reader may know of."""
    first = select(func.min(DutyEntry.happened_on)).outerjoin(Meeting, Meeting.id == DutyEntry.meeting_id)
    first = first.where(DutyEntry.user_id == user_id, _is_known(DutyEntry.user_id))
    served = select(func.min(Shift.day)).where(Shift.user_id == user_id)
    columns = (first.scalar_subquery(), served.scalar_subquery())
    days = db.session.execute(select(*(columns if with_shifts else columns[:1])), read_by(reader)).one()
    return min((day for day in days if day is not None), default=None)
