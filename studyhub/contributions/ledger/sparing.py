"""How the record was used: when others were asked for a chapter, or went on call, because somebody had done more.

Only what keeps who else came into question can say so: who was asked for a chapter, and the plan of a rota. Drills are
drawn and scribes proposed without any of it being kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import Select, bindparam, select

from studyhub import zones
from studyhub.circles import queries as circles
from studyhub.circles.models import Chapter, Circle, Participation, ParticipationRole
from studyhub.column_types import UtcDateTime
from studyhub.db import db, kept
from studyhub.ledger.models import Duty, DutyEntry
from studyhub.meetings.assigning.fairness import LOAD_MONTHS, Because
from studyhub.meetings.assigning.models import Assignment
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.people.readers import READER, read_by
from studyhub.rota import reasons
from studyhub.rota.models import Rota, Shift
from studyhub.rota.planning.explaining import Why
from studyhub.rota.planning.inputs import ShiftKind

# How many suggestions, and how many shifts, of the last year are looked through.
LOOKED_AT = 40
BACK = relativedelta(years=1)
# What the figures of loads decided; other reasons spare nobody.
BY_LOAD = frozenset({Because.CHAPTERS, Because.TEAM, Because.LAST})


@dataclass(frozen=True)
class SparedChapter:
    """Somebody else was asked for a chapter on a day: the person had presented so many in the months before."""

    on: date
    circle: str
    meeting_id: int
    meeting_number: int | None
    chapter: str
    had: int


@dataclass(frozen=True)
class SparedShift:
    """Somebody else was on call on a day: the person had so many points in the plan, and they had fewer."""

    on: date
    kind: ShiftKind
    had: int


Spared = SparedChapter | SparedShift


def last_time(person: User, *, now: datetime) -> Spared | None:
    """When the record spared somebody last, within a year; None where it never did."""
    found = [one for one in (_last_chapter(person, now), _last_shift(person, now)) if one]
    return max(found, key=lambda one: one.on, default=None)


def _last_chapter(person: User, now: datetime) -> SparedChapter | None:
    asked = read_by(person) | {"since": now - BACK}
    presented = _presented(person, (now - BACK).date() - relativedelta(months=LOAD_MONTHS))
    for created_at, zone, basis, circle, meeting_id, number, chapter in db.session.execute(_suggestions(), asked):
        on = zones.in_zone(created_at, zone).date()
        had = _sum(presented, on)
        # Where somebody chose by hand, an older row may hold JSON's null.
        if basis and Because(basis["because"]) in BY_LOAD and had > basis["done"] + basis["to_come"]:
            return SparedChapter(on, circle, meeting_id, number, chapter, had)
    return None


def _sum(presented: Sequence[tuple[date, int]], on: date) -> int:
    since = on - relativedelta(months=LOAD_MONTHS)
    return sum(quantity for day, quantity in presented if since <= day <= on)


@kept
def _suggestions() -> Select[*tuple[Any, ...]]:
    # By the person's circles and the sessions of that time, for which there are indexes: others are not read.
    takes_part = Participation.user_id == READER, Participation.role == ParticipationRole.PARTICIPANT
    since = bindparam("since", type_=UtcDateTime())
    return (
        select(Assignment.created_at, Circle.time_zone, Assignment.basis)
        .add_columns(Circle.title, Meeting.id, Meeting.number, Chapter.title)
        .select_from(Participation)
        .join(Circle, Circle.id == Participation.circle_id)
        .join(Meeting, Meeting.circle_id == Circle.id)
        .join(Assignment, Assignment.meeting_id == Meeting.id)
        .join(Chapter, Chapter.id == Assignment.chapter_id)
        .where(*takes_part, Participation.is_present, circles.is_visible(Circle.id, is_member=True))
        .where(Meeting.starts_at >= since, Assignment.created_at >= since)
        .where(Assignment.basis.is_not(None), Assignment.user_id != READER)
        .order_by(Assignment.created_at.desc(), Assignment.id.desc())
        .limit(LOOKED_AT)
    )


def _presented(person: User, since: date) -> list[tuple[date, int]]:
    rows = select(DutyEntry.happened_on, DutyEntry.quantity)
    rows = rows.where(DutyEntry.user_id == person.id, DutyEntry.duty == Duty.PRESENTED, DutyEntry.happened_on >= since)
    return [(day, quantity) for day, quantity in db.session.execute(rows)]


def _last_shift(person: User, now: datetime) -> SparedShift | None:
    """Of shifts that have begun; a plan says what each would have had at its end."""
    asked = read_by(person) | {"since": now - BACK, "now": now}
    for day, kind, row in db.session.execute(_shifts(), asked):
        why = reasons.restored(row)
        had = _points(why, person) if isinstance(why, Why) else 0
        if isinstance(why, Why) and had > why.chosen.points:
            return SparedShift(day, kind, had)
    return None


def _points(why: Why, person: User) -> int:
    """Of their own: what they were credited with when they were new is in no record."""
    return next((one.points - one.credited for one in why.others if one.person_id == person.id), 0)


@kept
def _shifts() -> Select[date, ShiftKind, dict[str, Any]]:
    since, until = bindparam("since", type_=UtcDateTime()), bindparam("now", type_=UtcDateTime())
    rows = select(Shift.day, Shift.kind, Shift.reason).join(Rota, Rota.id == Shift.rota_id)
    rows = rows.where(Rota.discarded_at.is_(None), Shift.user_id != READER, Shift.starts_at.between(since, until))
    return rows.order_by(Shift.starts_at.desc(), Shift.role, Shift.id).limit(LOOKED_AT)
