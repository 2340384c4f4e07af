"""Everything the editors' page shows: read with a number of statements that does not grow."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.desk import keeping, limits, nudging, slots, stages
from studyhub.desk.models import KeptInside, NudgeKind
from studyhub.desk.nudging import Told
from studyhub.desk.slots import Month, Planned
from studyhub.desk.stages import ALL_SHOWN, SHOWN, InStage, Stage, Stuck
from studyhub.meetings.models import Meeting
from studyhub.meetings.running.scribes import scribes
from studyhub.notes import queries as notes
from studyhub.notes.models import Note, Release
from studyhub.notes.releases import accompanying, own_words
from studyhub.people import queries as people
from studyhub.people.models import User


@dataclass(frozen=True)
class Line:
    """One thing that is stuck.

    `is_mine`: the reader wrote it or is its scribe, so another editor reads it, or it is theirs to go on with. `names`
    are those who wrote it, or who read a request instead of the reader. `circle_title` is that which was approved
    where the text is outside, or the circle closed to the reader. `planned_for` is its day on the blog.
    """

    thing: Meeting | Note | Release
    days: int
    is_old: bool
    can_open: bool
    told: Told | None
    can_tell: bool
    is_mine: bool
    names: Sequence[str]
    circle_title: str
    planned_for: date | None = None


@dataclass(frozen=True)
class Sheet:
    """A stage with its first lines; `oldest` in days, None when nothing is stuck there. `is_late` past the limit."""

    stage: Stage
    lines: Sequence[Line]
    total: int
    oldest: int | None
    is_late: bool
    limit: int


@dataclass(frozen=True)
class DeskPage:
    """The stages in their order, and what stays inside. `first_review_id` is the request to read now.

    `month` is None where the blog has no days; `next_free` is the next of them for which nothing is planned, and
    `candidate` what might be planned for it. `candidates` are those of the month's free days, each another.
    """

    sheets: Mapping[Stage, Sheet]
    kept_inside: Sequence[KeptInside]
    first_review_id: int | None
    month: Month | None
    next_free: date | None
    candidate: Release | None
    candidates: Mapping[date, Release]


@dataclass(frozen=True)
class Asked:
    """What the reader asked to see: one stage in full, and the month that begins then (None for the present one)."""

    open_stage: Stage | None
    month: date | None


def desk_page(user: User, asked: Asked, *, today: date, now: datetime) -> DeskPage:
    """The page of one editor; `today` is that of the organisation."""
    found = {
        stage: stages.in_stage(stage, user, now=now, limit=ALL_SHOWN if stage is asked.open_stage else SHOWN)
        for stage in Stage
    }
    settings = limits.current()
    first = asked.month or slots.present_month(today, settings.slot_days)
    planned = slots.planned(first, today, [one.thing.note_id for one in found[Stage.BLOG].stuck])
    known = _known(found, user, planned)
    month = slots.month(first, settings.slot_days, planned, today) if settings.slot_days else None
    free = [slot.day for slot in month.slots if slot.is_free] if month else []
    candidates = slots.candidates(max(len(free), 1))
    sheets = {stage: _sheet(one, known, limit=settings.limits[stage], now=now) for stage, one in found.items()}
    return DeskPage(
        sheets=sheets,
        kept_inside=keeping.kept_inside(user),
        first_review_id=_first_review(sheets[Stage.REVIEW]),
        month=month,
        next_free=slots.next_free(settings.slot_days, planned, today),
        candidate=next(iter(candidates), None),
        candidates=dict(zip(free, candidates, strict=False)),
    )


@dataclass(frozen=True)
class _Known:
    """What was read beside the stages."""

    reader: User
    told: Mapping[tuple[NudgeKind, int], Told]
    scribes: Mapping[int, User]
    authors: Mapping[int, Sequence[User]]
    owners: Mapping[int, Collection[int]]
    editors: Sequence[User]
    days: Mapping[int, date]
    approved_titles: Mapping[int, str]


def _known(found: Mapping[Stage, InStage], user: User, planned: Sequence[Planned]) -> _Known:
    unread = [one.thing for one in found[Stage.REVIEW].stuck]
    meeting_ids = [one.thing.id for one in found[Stage.NOTE].stuck]
    meeting_ids += [one.thing.meeting_id for one in found[Stage.SHARING].stuck]
    note_ids = [one.thing.id for one in found[Stage.ASKING].stuck]
    return _Known(
        reader=user,
        told=nudging.told_of(meeting_ids, [*note_ids, *(release.note_id for release in unread)]),
        scribes=scribes(meeting_ids),
        authors=notes.authors_of(note_ids),
        owners=own_words.owners_of([one.id for one in unread]),
        editors=db.session.scalars(people.editors()).all(),
        days={one.note_id: one.day for one in planned},
        approved_titles=accompanying.approved_titles([release.note_id for release in unread]),
    )


def _sheet(found: InStage, known: _Known, *, limit: int, now: datetime) -> Sheet:
    lines = [_line(found.stage, one, known, limit=limit, now=now) for one in found.stuck]
    oldest = lines[0].days if lines else None
    return Sheet(found.stage, lines, found.total, oldest, bool(lines) and lines[0].is_old, limit)


def _line(stage: Stage, one: Stuck, known: _Known, *, limit: int, now: datetime) -> Line:
    told, days = known.told.get(_about(stage, one)), one.days(now)
    is_mine, names = _whose(stage, one, known)
    return Line(
        thing=one.thing,
        days=days,
        is_old=days > limit,
        can_open=one.can_open,
        told=told,
        can_tell=told is None or told.can_repeat(now),
        is_mine=is_mine,
        names=names,
        circle_title=_circle_title(stage, one, known),
        planned_for=known.days.get(one.thing.note_id) if stage is Stage.BLOG else None,
    )


def _circle_title(stage: Stage, one: Stuck, known: _Known) -> str:
    if stage is Stage.BLOG:
        return str(one.thing.circle_title)
    circle: Circle = (one.thing.note if stage is Stage.REVIEW else one.thing).circle
    if stage is Stage.REVIEW and not one.can_open:
        return known.approved_titles.get(one.thing.note_id, circle.title)
    return circle.title


def _about(stage: Stage, one: Stuck) -> tuple[NudgeKind, int]:
    if stage is Stage.NOTE:
        return NudgeKind.SCRIBE, one.thing.id
    if stage is Stage.SHARING:
        return NudgeKind.SCRIBE, one.thing.meeting_id
    if stage is Stage.ASKING:
        return NudgeKind.CONSULTATION, one.thing.id
    return NudgeKind.REVIEW, one.thing.note_id


def _whose(stage: Stage, one: Stuck, known: _Known) -> tuple[bool, list[str]]:
    """Whether it is the reader's, and the names that are said: who wrote it, is its scribe, or reads it instead."""
    if stage in (Stage.NOTE, Stage.SHARING):
        meeting = one.thing if stage is Stage.NOTE else one.thing.meeting
        scribe = known.scribes.get(meeting.id)
        return meeting.scribe_id == known.reader.id, [scribe.name] if scribe else []
    if stage is Stage.ASKING:
        wrote = known.authors.get(one.thing.id, [])
        return known.reader in wrote, [author.name for author in wrote]
    if stage is Stage.REVIEW:
        own = known.owners.get(one.thing.id, ())
        others = [editor.name for editor in known.editors if editor.id not in own and editor.id != known.reader.id]
        return known.reader.id in own, others
    return False, []


def _first_review(sheet: Sheet) -> int | None:
    mine = (line.thing.id for line in sheet.lines if not line.is_mine)
    return next(mine, None)
