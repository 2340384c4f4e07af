"""What the page of a note shows to one reader inside: read with a number of statements that does not grow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, case, exists, func, or_, select

from studyhub.circles.models import Chapter, Participation
from studyhub.circles.queries import CIRCLE
from studyhub.db import db, kept
from studyhub.meetings.assigning.models import CURRENT_STATES, Assignment, MeetingChapter
from studyhub.meetings.models import Attendance, AttendanceState, Meeting, Signup, SignupState
from studyhub.meetings.queries import MEETING
from studyhub.notes import queries, rules
from studyhub.notes.models import OPEN_STATES, Note, Release, ReleaseState, Revision, WorkingCopy
from studyhub.notes.releases import own_words
from studyhub.notes.rules import Part
from studyhub.notes.stages import Stage, stages
from studyhub.notes.text import reading_time
from studyhub.people import readers
from studyhub.people.models import MEMBERS, User
from studyhub.people.readers import READER, read_by
from studyhub.shown import Shown

CAME = (AttendanceState.ATTENDED, AttendanceState.LATE)
# Of its three long texts the page shows one.
HEAD = Shown(Revision, Revision.id, Revision.number, Revision.html, Revision.author_id, Revision.created_at)
NOTE = Shown(Note, circle=CIRCLE, meeting=MEETING, head=HEAD)


@dataclass(frozen=True)
class ChapterRead:
    """A chapter of the meeting, and the names of those who present it; nobody does where it is read together."""

    number: str | None
    kind: str
    title: str
    is_read_together: bool
    presenters: list[str]


class Leaving(NamedTuple):
    """A text that leaves, or left, as the page names it; `number` is that of its revision.

    `person` is the name of who approved it, sent it back, took it back, or else asked for it, as its state says.
    """

    id: int
    state: ReleaseState
    revision_id: int
    number: int
    circle_title: str
    requested_by_id: int
    requested_at: datetime
    read_at: datetime | None
    first_approved_at: datetime | None
    retracted_at: datetime | None
    declined_reason: str
    person: str | None


@dataclass(frozen=True)
class Outside:
    """Where a note stands outside: what is read there, what waits for an editor, what was answered last, and what was
    taken back last.
    """

    published: Leaving | None
    asked: Leaving | None
    answered: Leaving | None
    retracted: Leaving | None
    # The state of the text that was asked for last.
    newest: ReleaseState | None


class Author(NamedTuple):
    """Somebody who wrote in a note; who is no member any more may have no page."""

    id: int
    name: str
    is_member: bool


@dataclass(frozen=True)
class NotePage:
    """Everything the page needs. `people` is how many came, or how many are signed up while nobody is recorded."""

    note: Note
    head: Revision
    authors: Sequence[Author]
    tags: Sequence[str]
    part: Part
    outside: Outside
    chapters: Sequence[ChapterRead]
    people: int
    is_recorded: bool
    minutes: int
    has_unsaved: bool
    can_review: bool

    @property
    def stages(self) -> tuple[Stage, ...]:
        """How far the note has come, as every list says it."""
        published, retracted = self.outside.published is not None, self.outside.retracted is not None
        return stages(self.note.shared_at, published, retracted, self.outside.newest)


def shown_note(user: User | None, note_id: int) -> Note | None:
    """A note that this person may open inside, with what its page shows; None for all others."""
    return NOTE.first(_shown(readers.is_member(user)), read_by(user) | {"note_id": note_id})


@kept
def _shown(is_member: bool) -> Select[*tuple[Any, ...]]:
    return NOTE.select().where(Note.id == bindparam("note_id"), queries.is_visible(is_member))


def note_page(note: Note, user: User) -> NotePage:
    """The page of a note that this member may open."""
    head = note.head
    if head is None:
        raise ValueError("A note begins with a revision.")
    authors = _authors_of(note)
    author_ids = {author.id for author in authors}
    outside = _outside_of(note)
    came = note.meeting is not None and note.meeting.attendance_confirmed_at is not None
    people, has_unsaved, is_organizer = _facts(note, user, came)
    return NotePage(
        note=note,
        head=head,
        authors=authors,
        tags=queries.tags_of([note.id]).get(note.id, []),
        part=queries.part(is_organizer, note.meeting, user, author_ids),
        outside=outside,
        chapters=_chapters_of(note.meeting) if note.meeting else [],
        people=people,
        is_recorded=came,
        minutes=reading_time.minutes(head.html),
        has_unsaved=has_unsaved,
        can_review=outside.asked is not None and _can_review(user, outside.asked),
    )


def _can_review(user: User, asked: Leaving) -> bool:
    # Only of an editor it matters whose words they are.
    owners = own_words.owners_of([asked.id]).get(asked.id, set()) if user.is_editor else set()
    return rules.can_review(user, asked.requested_by_id, owners)


def _authors_of(note: Note) -> list[Author]:
    rows = db.session.execute(_authors(), {"note_id": note.id}).all()
    # In the order of their first revision.
    return list(dict.fromkeys(Author(*row) for row in rows))


@kept
def _authors() -> Select[int, str, bool]:
    rows = select(User.id, User.name, User.state.in_(MEMBERS)).join(Revision, Revision.author_id == User.id)
    return rows.where(Revision.note_id == bindparam("note_id")).order_by(Revision.id)


def _outside_of(note: Note) -> Outside:
    # With one statement, as a note has few releases.
    releases = [Leaving(*row) for row in db.session.execute(_releases(), {"note_id": note.id})]
    asked = next((one for one in releases if one.state in OPEN_STATES), None)
    published = next((one for one in releases if one.state is ReleaseState.APPROVED), None)
    answered = next((one for one in releases if one.state not in OPEN_STATES), None)
    retracted = next((one for one in releases if one.state is ReleaseState.RETRACTED), None)
    return Outside(published, asked, answered, retracted, releases[0].state if releases else None)


@kept
def _releases() -> Select[*tuple[Any, ...]]:
    # Columns: to get ready for releases with four people each takes SQLAlchemy four times as long as the answer.
    who = case(
        (Release.state == ReleaseState.APPROVED, Release.approved_by_id),
        (Release.state == ReleaseState.DECLINED, Release.read_by_id),
        (Release.state == ReleaseState.RETRACTED, Release.retracted_by_id),
        else_=Release.requested_by_id,
    )
    return (
        select(Release.id, Release.state, Release.revision_id, Revision.number, Release.circle_title)
        .add_columns(Release.requested_by_id, Release.requested_at, Release.read_at, Release.first_approved_at)
        .add_columns(Release.retracted_at, Release.declined_reason, User.name)
        .join(Revision, Revision.id == Release.revision_id)
        .outerjoin(User, User.id == who)
        .where(Release.note_id == bindparam("note_id"))
        .order_by(Release.id.desc())
    )


def _chapters_of(meeting: Meeting) -> list[ChapterRead]:
    found: dict[int, ChapterRead] = {}
    for id_, number, kind, title, is_together, name in db.session.execute(_read(), {"meeting_id": meeting.id}).all():
        chapter = found.setdefault(id_, ChapterRead(number, kind, title, is_together, []))
        if name is not None:
            chapter.presenters.append(name)
    return list(found.values())


@kept
def _read() -> Select[*tuple[Any, ...]]:
    is_current = and_(Assignment.chapter_id == Chapter.id, Assignment.state.in_(CURRENT_STATES))
    name = func.coalesce(User.name, Assignment.guest_name)
    return (
        select(Chapter.id, Chapter.number, Chapter.kind, Chapter.title, MeetingChapter.is_read_together, name)
        .join(MeetingChapter, MeetingChapter.chapter_id == Chapter.id)
        .outerjoin(Assignment, is_current)
        .outerjoin(User, User.id == Assignment.user_id)
        .where(MeetingChapter.meeting_id == bindparam("meeting_id"))
        .where(Chapter.is_to_read)
        .order_by(Chapter.position, Chapter.id, Assignment.id)
    )


def _facts(note: Note, user: User, came: bool) -> tuple[int, bool, bool | None]:
    """How many people came, or are signed up; whether the reader has text that is not saved; and whether they organise
    the circle, None when they do not take part.
    """
    asked = {"note_id": note.id, "meeting_id": note.meeting_id, "circle_id": note.circle_id, "reader": user.id}
    people, has_unsaved, is_organizer = db.session.execute(_counted(came), asked).one()
    return people, has_unsaved, is_organizer


@kept
def _counted(came: bool) -> Select[int, bool, bool]:
    seated = select(func.count()).where(Signup.meeting_id == bindparam("meeting_id"))
    recorded = select(func.count()).where(Attendance.meeting_id == bindparam("meeting_id"))
    people = recorded.where(Attendance.state.in_(CAME)) if came else seated.where(Signup.state == SignupState.CONFIRMED)
    is_mine = and_(WorkingCopy.note_id == bindparam("note_id"), WorkingCopy.user_id == READER)
    differs = or_(WorkingCopy.title != Revision.title, WorkingCopy.source != Revision.source)
    unsaved = exists().where(is_mine, Note.id == WorkingCopy.note_id, Revision.id == Note.head_id, differs)
    organizes = select(Participation.is_organizer).where(
        Participation.circle_id == bindparam("circle_id"),
        Participation.user_id == READER,
        Participation.is_present,
    )
    return select(people.scalar_subquery(), unsaved, organizes.scalar_subquery())
