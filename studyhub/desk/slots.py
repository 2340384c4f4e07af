"""The days of the month on which the blog has room, and which note is planned for which. Nothing here commits.

A slot is a plan: nothing publishes itself on its day. Rules: docs/rules.md, Editors' page.
"""

import calendar
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import exists, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from studyhub.audit import trail
from studyhub.db import db
from studyhub.desk.models import BlogSlot
from studyhub.notes.edits.writing import lock
from studyhub.notes.models import Note, Release, ReleaseState
from studyhub.people.models import User

AHEAD = timedelta(days=366)


class NoSlot(Exception):
    """The blog has no room on that day, or it is over."""


class SlotTaken(Exception):
    """Another note is planned for that day."""


@dataclass(frozen=True)
class Planned:
    """A note and its day; `title` is that of the text outside, None while it is taken back."""

    day: date
    note_id: int
    title: str | None
    circle_title: str
    is_on_blog: bool


@dataclass(frozen=True)
class Slot:
    """One day of the blog, with what is planned for it."""

    day: date
    planned: Planned | None
    is_over: bool

    @property
    def is_free(self) -> bool:
        """Whether something can be planned for it."""
        return self.planned is None and not self.is_over


@dataclass(frozen=True)
class Month:
    """A month with its slots, in weeks from Monday on; days of other months are None in them."""

    first: date
    slots: Sequence[Slot]
    weeks: Sequence[Sequence[date | None]]

    @property
    def by_day(self) -> Mapping[date, Slot]:
        """The slots by their day."""
        return {slot.day: slot for slot in self.slots}

    @property
    def weekdays(self) -> Sequence[date]:
        """A Monday and the six days after it."""
        monday = self.first - timedelta(days=self.first.weekday())
        return [monday + timedelta(days=number) for number in range(7)]

    @property
    def before(self) -> date:
        """The first of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        """The first of the month after."""
        return next_month(self.first)


def next_month(first: date) -> date:
    """The first of the month after the one that begins then."""
    return (first + timedelta(days=31)).replace(day=1)


def days_in(first: date, slot_days: Collection[int]) -> list[date]:
    """The blog's days in the month that begins then; one it does not have is left out."""
    length = calendar.monthrange(first.year, first.month)[1]
    return [first.replace(day=day) for day in sorted(slot_days) if day <= length]


def present_month(today: date, slot_days: Collection[int]) -> date:
    """The first of this month or, once its slots are over, of the next."""
    first = today.replace(day=1)
    days = days_in(first, slot_days)
    return next_month(first) if days and days[-1] < today else first


def planned(first: date, today: date, note_ids: Collection[int]) -> list[Planned]:
    """What is planned from that month or today on, and for these notes; in order of days, by one statement."""
    one = aliased(Release)
    is_on_blog = exists().where(one.note_id == BlogSlot.note_id, one.address != "")
    rows = (
        select(BlogSlot.day, BlogSlot.note_id, Release.title, Release.circle_title, is_on_blog)
        .outerjoin(Release, (Release.note_id == BlogSlot.note_id) & (Release.state == ReleaseState.APPROVED))
        .where(or_(BlogSlot.day >= min(first, today), BlogSlot.note_id.in_(note_ids)))
        .order_by(BlogSlot.day)
    )
    return [
        Planned(day, note_id, title, circle_title or "", bool(is_there))
        for day, note_id, title, circle_title, is_there in db.session.execute(rows)
    ]


def month(first: date, slot_days: Collection[int], known: Sequence[Planned], today: date) -> Month:
    """The month that begins then; a note keeps its day when the blog's days change."""
    taken = {one.day: one for one in known if first <= one.day < next_month(first)}
    days = sorted({*days_in(first, slot_days), *taken})
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return Month(
        first,
        [Slot(day, taken.get(day), day < today) for day in days],
        [[day if day.month == first.month else None for day in week] for week in weeks],
    )


def next_free(slot_days: Collection[int], known: Sequence[Planned], today: date) -> date | None:
    """The first day from today on for which nothing is planned, within a year; None where the blog has no days."""
    taken = {one.day for one in known}
    first = today.replace(day=1)
    for _month in range(13):
        for day in days_in(first, slot_days):
            if day >= today and day not in taken:
                return day
        first = next_month(first)
    return None


def candidates(count: int) -> list[Release]:
    """So many texts outside for which no day is planned, fairest first, of those that wait for the blog.

    The first of each circle come before the second of any; what is planned of a circle comes before. Among them the
    one that waits longest.
    """
    one = aliased(Release)
    is_there = exists().where(one.note_id == Release.note_id, one.address != "")
    by_plan = BlogSlot.id.is_(None), Release.first_approved_at, Release.id
    turn = func.row_number().over(partition_by=Note.circle_id, order_by=by_plan).label("turn")
    outside = select(Release.id, turn, BlogSlot.id.label("slot_id")).join(Release.note)
    planned = outside.outerjoin(BlogSlot, BlogSlot.note_id == Release.note_id)
    waiting = planned.where(Release.state == ReleaseState.APPROVED, ~is_there).subquery()
    free = select(Release).join(waiting, waiting.c.id == Release.id).where(waiting.c.slot_id.is_(None))
    fairest = free.order_by(waiting.c.turn, Release.first_approved_at, Release.id)
    return list(db.session.scalars(fairest.limit(count)))


def plan(note: Note, day: date, slot_days: Collection[int], *, today: date, by: User, now: datetime) -> None:
    """Plan a note for a day; one that has another day moves. Raises NoSlot, SlotTaken."""
    lock(note)
    if day.day not in slot_days or not today <= day <= today + AHEAD:
        raise NoSlot
    if (other := _on(day)) is not None:
        if other.note_id != note.id:
            raise SlotTaken
        return
    slot = db.session.scalar(select(BlogSlot).where(BlogSlot.note_id == note.id).with_for_update())
    before = {"day": slot.day.isoformat()} if slot else None
    if slot is None:
        slot = BlogSlot(note_id=note.id)
        db.session.add(slot)
    slot.day, slot.by_id, slot.at = day, by.id, now
    try:
        db.session.flush()
    except IntegrityError as taken:
        # Another editor pressed at the same moment.
        raise SlotTaken from taken
    after = {"day": day.isoformat()}
    trail.record("slot.planned", note, by=by, now=now, circle_id=note.circle_id, before=before, after=after)


def free(day: date, *, by: User, now: datetime) -> int | None:
    """Take the note from its day, and hand back its id; None where nothing is planned."""
    slot = _on(day)
    if slot is None:
        return None
    note = db.session.get_one(Note, slot.note_id)
    db.session.delete(slot)
    before = {"day": day.isoformat()}
    trail.record("slot.freed", note, by=by, now=now, circle_id=note.circle_id, before=before)
    return note.id


def _on(day: date) -> BlogSlot | None:
    return db.session.scalar(select(BlogSlot).where(BlogSlot.day == day).with_for_update())
