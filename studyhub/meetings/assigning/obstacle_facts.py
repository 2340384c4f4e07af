"""Fetching what decides who could take a chapter: all kinds of facts in one statement."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Date,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.types import TypeEngine

from studyhub.circles.models import Participation, ParticipationRole
from studyhub.column_types import UtcDateTime
from studyhub.commitments.models import Commitment
from studyhub.db import db, kept
from studyhub.meetings.assigning.models import IS_ASKED_OR_THEIRS, Assignment, AssignmentState, MeetingChapter
from studyhub.meetings.models import TAKING_STATES, Meeting, MeetingState, Signup
from studyhub.meetings.signing_up.seats import SOURCE
from studyhub.people.models import DayPart, Unavailability, User, UserState
from studyhub.rota.models import RotaRules

REFUSED = (AssignmentState.DECLINED, AssignmentState.GIVEN_BACK, AssignmentState.COVERED)
# What is of the same week, or of the night before, is no further from a meeting than this.
AROUND = timedelta(days=8)

_USERS: BindParameter[int] = bindparam("user_ids", expanding=True, type_=Integer())
_MEETINGS: BindParameter[int] = bindparam("meeting_ids", expanding=True, type_=Integer())
_NOW: BindParameter[datetime] = bindparam("now", type_=UtcDateTime())
_FROM: BindParameter[datetime] = bindparam("from", type_=UtcDateTime())
_UNTIL: BindParameter[datetime] = bindparam("until", type_=UtcDateTime())
_SINCE: BindParameter[date] = bindparam("since", type_=Date())


class Fact(StrEnum):
    """What a row says of a person."""

    PRESENTS = "presents"
    SEATED = "seated"
    REFUSED = "refused"
    HAS = "has"
    AWAY = "away"
    BUSY = "busy"
    EVENING = "evening"


class Has(NamedTuple):
    """A chapter somebody is asked for or has, with the circle and the start of the meeting that reads it."""

    chapter_id: int
    circle_id: int
    starts_at: datetime


class DaysAway(NamedTuple):
    """Days on which somebody takes nothing on, or rather not; as `people.models.Unavailability` says them."""

    starts_on: date
    ends_on: date
    weekday: int | None
    part: DayPart
    is_rather_not: bool


def is_asked_or_has() -> Any:
    """Whether somebody still has or is asked for what an assignment says, at the parameter `now`."""
    is_asked_still = or_(Assignment.state != AssignmentState.SUGGESTED, Assignment.answer_until > _NOW)
    return and_(Assignment.state.in_(IS_ASKED_OR_THEIRS), is_asked_still, Meeting.state != MeetingState.CANCELLED)


def presents() -> Any:
    """Whether somebody, by their part in a circle, is asked to present in it."""
    is_in = and_(Participation.is_present, Participation.role == ParticipationRole.PARTICIPANT)
    return and_(is_in, User.state == UserState.ACTIVE)


def rows(user_ids: Collection[int], meetings: Sequence[Meeting], *, now: datetime) -> list[tuple[Any, ...]]:
    """For each fact its kind, the person, two ids, a source, two moments and two days, as far as it has them."""
    if not meetings:
        return []
    asked = {
        "user_ids": list(user_ids),
        "meeting_ids": [meeting.id for meeting in meetings],
        "now": now,
        "from": min(meeting.starts_at for meeting in meetings) - AROUND,
        "until": max(meeting.ends_at for meeting in meetings) + AROUND,
        "since": min(meeting.starts_at for meeting in meetings).date() - AROUND,
    }
    return [tuple(row) for row in db.session.execute(_facts(), asked)]


@kept
def _facts() -> CompoundSelect[Any]:
    return union_all(_presents(), _seated(), _refused(), _has(), _away(), _busy(), _evening())


def _fact(kind: Fact, user_id: Any, **columns: Any) -> Select[*tuple[Any, ...]]:
    types: dict[str, TypeEngine[Any]] = {"one": Integer(), "two": Integer(), "source": String()}
    types |= {"starts_at": UtcDateTime(), "ends_at": UtcDateTime(), "starts_on": Date(), "ends_on": Date()}
    # A column that a fact has not is null of its type: PostgreSQL guesses no types across statements.
    given = [columns.get(name, cast(null(), type_)).label(name) for name, type_ in types.items()]
    return select(literal(kind.value, String()).label("kind"), user_id.label("user_id"), *given)


def _presents() -> Select[*tuple[Any, ...]]:
    facts = _fact(Fact.PRESENTS, Participation.user_id, one=Participation.circle_id)
    circles = select(Meeting.circle_id).where(Meeting.id.in_(_MEETINGS))
    here = facts.join(User, User.id == Participation.user_id).where(Participation.circle_id.in_(circles))
    return here.where(Participation.user_id.in_(_USERS), presents())


def _seated() -> Select[*tuple[Any, ...]]:
    source = literal(SOURCE, String()) + cast(Signup.id, String())
    facts = _fact(Fact.SEATED, Signup.user_id, one=Signup.meeting_id, source=source)
    here = facts.where(Signup.meeting_id.in_(_MEETINGS), Signup.user_id.in_(_USERS))
    return here.where(Signup.state.in_(TAKING_STATES))


def _refused() -> Select[*tuple[Any, ...]]:
    """Whoever declined, gave back, or left unanswered a chapter of these meetings."""
    is_silent = and_(Assignment.state == AssignmentState.SUGGESTED, Assignment.answer_until <= _NOW)
    facts = _fact(Fact.REFUSED, Assignment.user_id, one=Assignment.chapter_id)
    placed = facts.join(MeetingChapter, MeetingChapter.chapter_id == Assignment.chapter_id)
    here = placed.where(MeetingChapter.meeting_id.in_(_MEETINGS), Assignment.user_id.in_(_USERS))
    return here.where(or_(Assignment.state.in_(REFUSED), is_silent))


def _has() -> Select[*tuple[Any, ...]]:
    ids = {"one": Assignment.chapter_id, "two": Meeting.circle_id}
    facts = _fact(Fact.HAS, Assignment.user_id, **ids, starts_at=Meeting.starts_at)
    placed = facts.join(Meeting, Meeting.id == Assignment.meeting_id).where(Assignment.user_id.in_(_USERS))
    return placed.where(is_asked_or_has(), Meeting.starts_at > _FROM, Meeting.starts_at < _UNTIL)


def _away() -> Select[*tuple[Any, ...]]:
    days = {"starts_on": Unavailability.starts_on, "ends_on": Unavailability.ends_on, "one": Unavailability.weekday}
    is_rather_not = cast(Unavailability.is_rather_not, Integer())
    facts = _fact(
        Fact.AWAY, Unavailability.user_id, **days, two=is_rather_not, source=cast(Unavailability.part, String())
    )
    return facts.where(Unavailability.user_id.in_(_USERS), Unavailability.ends_on >= _SINCE)


def _busy() -> Select[*tuple[Any, ...]]:
    hours = {"starts_at": Commitment.starts_at, "ends_at": Commitment.ends_at}
    facts = _fact(Fact.BUSY, Commitment.user_id, source=Commitment.source, **hours)
    around = facts.where(Commitment.starts_at < _UNTIL, Commitment.ends_at > _FROM)
    return around.where(Commitment.user_id.in_(_USERS))


def _evening() -> Select[*tuple[Any, ...]]:
    """When evenings begin, which is about nobody; no row where the organisation never said."""
    return _fact(Fact.EVENING, literal(0, Integer()), source=cast(RotaRules.day_ends, String()))
