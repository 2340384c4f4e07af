"""What the page of a note shows to one reader inside: read with a number of statements that does not grow."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import defer

from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings import chapter_queries
from studyhub.meetings.chapter_queries import Presenter
from studyhub.meetings.models import Attendance, AttendanceState, Meeting, Signup, SignupState
from studyhub.notes import queries, reading_time, release_queries, rules
from studyhub.notes.models import Note, Release, ReleaseState, Revision
from studyhub.notes.rules import Part
from studyhub.people.models import User

CAME = (AttendanceState.ATTENDED, AttendanceState.LATE)


@dataclass(frozen=True)
class ChapterRead:
    """A chapter of the meeting and who presents it."""

    chapter: Chapter
    presenters: Sequence[Presenter]


@dataclass(frozen=True)
class Outside:
    """Where a note stands outside: what is read there, what waits for an editor, and what was answered last."""

    published: Release | None
    asked: Release | None
    answered: Release | None

    @property
    def state(self) -> str:
        """The word for the whole: none, requested, published, declined or retracted."""
        if self.published:
            return "published"
        if self.asked:
            return "requested"
        return str(self.answered.state) if self.answered else "none"


@dataclass(frozen=True)
class NotePage:
    """Everything the page needs. `people` is how many came, or how many are signed up while nobody is recorded."""

    note: Note
    head: Revision
    authors: Sequence[User]
    tags: Sequence[str]
    part: Part
    outside: Outside
    chapters: Sequence[ChapterRead]
    people: int
    is_recorded: bool
    minutes: int
    has_unsaved: bool
    can_review: bool


def note_page(note: Note, user: User) -> NotePage:
    """The page of a note that this member may open."""
    head = note.head
    if head is None:
        raise ValueError("A note begins with a revision.")
    authors = queries.authors_of([note.id]).get(note.id, [])
    author_ids = {author.id for author in authors}
    outside = outside_of(note)
    came = note.meeting is not None and note.meeting.attendance_confirmed_at is not None
    return NotePage(
        note=note,
        head=head,
        authors=authors,
        tags=queries.tags_of([note.id]).get(note.id, []),
        part=queries.part_of(note.circle, note.meeting, user, author_ids),
        outside=outside,
        chapters=chapters_of(note.meeting) if note.meeting else [],
        people=_people(note.meeting, came) if note.meeting else 0,
        is_recorded=came,
        minutes=reading_time.minutes(head.html),
        has_unsaved=_has_unsaved(note, head, user),
        can_review=outside.asked is not None and rules.can_review(user, outside.asked, author_ids),
    )


def outside_of(note: Note) -> Outside:
    """Where a note stands outside: with one statement, as a note has few releases."""
    releases = list(db.session.scalars(_releases(), {"note_id": note.id}))
    asked = next((one for one in releases if rules.is_open(one)), None)
    published = next((one for one in releases if one.state is ReleaseState.APPROVED), None)
    answered = next((one for one in releases if not rules.is_open(one)), None)
    return Outside(published, asked, answered)


@cache
def _releases() -> Select[Release]:
    # Without their texts: the page says only what became of each.
    texts = (defer(Release.public_source), defer(Release.public_html), defer(Release.search_text))
    return release_queries.of_note(bindparam("note_id")).options(*texts)


def chapters_of(meeting: Meeting) -> list[ChapterRead]:
    """What is read in the meeting and who presents it, as it is now."""
    presenters = chapter_queries.presenters(meeting)
    return [
        ChapterRead(chapter, [one for one in presenters if one.chapter_id == chapter.id])
        for chapter in chapter_queries.chapters(meeting)
    ]


def _people(meeting: Meeting, came: bool) -> int:
    return db.session.scalar(_recorded() if came else _seated(), {"meeting_id": meeting.id}) or 0


@cache
def _recorded() -> Select[int]:
    is_there = Attendance.meeting_id == bindparam("meeting_id")
    return select(func.count()).where(is_there, Attendance.state.in_(CAME))


@cache
def _seated() -> Select[int]:
    is_there = Signup.meeting_id == bindparam("meeting_id")
    return select(func.count()).where(is_there, Signup.state == SignupState.CONFIRMED)


def _has_unsaved(note: Note, head: Revision, user: User) -> bool:
    copy = queries.working_copy(note, user)
    return copy is not None and (copy.title, copy.source) != (head.title, head.source)
