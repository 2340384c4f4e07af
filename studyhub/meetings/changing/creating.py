"""Making a circle with its book, chapters and meetings in one step."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from studyhub.audit import trail
from studyhub.circles import finding, slugs
from studyhub.circles.models import (
    Book,
    Chapter,
    ChapterPlan,
    Circle,
    CircleKind,
    Format,
    Level,
    ReadingName,
    Visibility,
)
from studyhub.circles.planning.planner import HolidayRule
from studyhub.circles.toc import LineKind
from studyhub.db import db
from studyhub.meetings.assigning.models import MeetingChapter
from studyhub.meetings.changing import numbering
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import joining
from studyhub.people.models import User

ATTEMPTS = 3


@dataclass(frozen=True)
class NewBook:
    """A book as typed."""

    title: str
    authors: str = ""
    publisher: str = ""
    isbn: str = ""
    url: str = ""


@dataclass(frozen=True)
class NewChapter:
    """A ticked line of the table of contents; `is_read_before` marks what was read before today."""

    title: str
    number: str | None = None
    kind: LineKind = LineKind.CHAPTER
    part: str | None = None
    page: int | None = None
    pages: int | None = None
    is_read_before: bool = False


@dataclass(frozen=True)
class NewMeeting:
    """A meeting to be made; `chapters` are indexes into the circle's chapters, place and link None the circle's."""

    starts_at: datetime
    ends_at: datetime
    title: str = ""
    chapters: tuple[int, ...] = ()
    place: str | None = None
    online_url: str | None = None


@dataclass(frozen=True)
class NewCircle:
    """Everything the last step of making a circle knows. `key` makes one circle of one form.

    Where `reading_name` is None, the title says it.
    """

    title: str
    kind: CircleKind
    key: str
    description: str = ""
    visibility: Visibility = Visibility.INSIDE
    format: Format = Format.PRESENTED
    reading_name: ReadingName | None = None
    level: Level | None = None
    is_open_half_way: bool = False
    time_zone: str = "Asia/Tokyo"
    place: str = ""
    online_url: str = ""
    capacity: int | None = None
    every_weeks: int | None = None
    nth_of_month: int | None = None
    weekday: int | None = None
    start_time: time | None = None
    minutes: int = 90
    holiday_rule: HolidayRule = HolidayRule.SKIP
    book: NewBook | None = None
    chapters: Sequence[NewChapter] = field(default_factory=list)
    meetings: Sequence[NewMeeting] = field(default_factory=list)


def create(new: NewCircle, *, by: User, now: datetime) -> Circle:
    """Make the circle with its meetings; its maker becomes organiser and is signed up.

    The same key hands the circle back that was made with it. Does not commit.
    """
    circle, is_new = _found_or_made(new, by=by, now=now)
    if not is_new:
        return circle
    chapters = add_plan(circle, new.book, new.chapters, now=now).chapters if new.book else []
    finding.make_findable(circle)
    for planned in new.meetings:
        add_read_meeting(circle, planned, chapters, now=now)
    numbering.renumber(circle, now=now)
    joining.join(circle, by, now=now, as_organizer=True)
    trail.record("circle.created", circle, by=by, now=now, circle_id=circle.id)
    return circle


def _found_or_made(new: NewCircle, *, by: User, now: datetime) -> tuple[Circle, bool]:
    """The circle made with this key, and whether that was now. Two presses at once must find one circle."""
    for _attempt in range(ATTEMPTS):
        existing = db.session.scalar(select(Circle).where(Circle.creation_key == new.key))
        if existing is not None:
            return existing, False
        try:
            with db.session.begin_nested():
                return _circle(new, by=by, now=now), True
        except IntegrityError:
            # Somebody took the key or the slug between looking and writing: look again.
            continue
    raise RuntimeError("No circle could be made: its key and slug are taken again and again.")


def _circle(new: NewCircle, *, by: User, now: datetime) -> Circle:
    circle = Circle(
        slug=slugs.free_circle_slug(new.title, new.kind, new.visibility),
        creation_key=new.key,
        title=new.title,
        description=new.description,
        kind=new.kind,
        visibility=new.visibility,
        format=new.format,
        reading_name=new.reading_name or ReadingName.said_in(new.title),
        level=new.level,
        is_open_half_way=new.is_open_half_way,
        time_zone=new.time_zone,
        place=new.place,
        online_url=new.online_url,
        capacity=new.capacity,
        every_weeks=new.every_weeks,
        nth_of_month=new.nth_of_month,
        weekday=new.weekday,
        start_time=new.start_time,
        minutes=new.minutes,
        holiday_rule=new.holiday_rule,
        created_by_id=by.id,
        created_at=now,
    )
    db.session.add(circle)
    db.session.flush()
    return circle


def add_plan(
    circle: Circle, book: NewBook, chapters: Sequence[NewChapter], *, now: datetime, version: int = 1
) -> ChapterPlan:
    """Open a chapter plan; the circle must have no other open one."""
    row = Book(title=book.title, authors=book.authors, publisher=book.publisher, isbn=book.isbn, url=book.url)
    plan = ChapterPlan(circle_id=circle.id, book=row, opened_at=now, version=version)
    plan.chapters = [_chapter(position, chapter) for position, chapter in enumerate(chapters, start=1)]
    db.session.add(plan)
    db.session.flush()
    return plan


def _chapter(position: int, new: NewChapter) -> Chapter:
    return Chapter(
        position=position,
        kind=new.kind,
        number=new.number,
        title=new.title,
        part=new.part,
        page=new.page,
        pages=new.pages,
        is_read_before=new.is_read_before,
    )


def add_meeting(circle: Circle, planned: NewMeeting, *, now: datetime) -> Meeting:
    """One more meeting of a circle, with the circle's capacity. Numbers are renumber's to give."""
    meeting = Meeting(
        uid=str(uuid.uuid4()),
        circle_id=circle.id,
        title=planned.title,
        starts_at=planned.starts_at,
        ends_at=planned.ends_at,
        original_starts_at=planned.starts_at,
        place=circle.place if planned.place is None else planned.place,
        online_url=circle.online_url if planned.online_url is None else planned.online_url,
        capacity=circle.capacity,
        created_at=now,
        updated_at=now,
    )
    meeting.circle = circle
    db.session.add(meeting)
    db.session.flush()
    return meeting


def add_read_meeting(circle: Circle, planned: NewMeeting, chapters: Sequence[Chapter], *, now: datetime) -> Meeting:
    """As `add_meeting`, with the chapters of it that `planned` counts out."""
    meeting = add_meeting(circle, planned, now=now)
    place(meeting, [chapters[index] for index in planned.chapters])
    return meeting


def place(meeting: Meeting, chapters: Sequence[Chapter]) -> None:
    """Let a meeting read these chapters."""
    for position, chapter in enumerate(chapters):
        db.session.add(MeetingChapter(meeting_id=meeting.id, chapter_id=chapter.id, position=position))
