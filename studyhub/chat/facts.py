"""What chat may be told of a session: facts of this moment, the same for everybody who reads there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from studyhub.audit.models import AuditEvent
from studyhub.circles.models import Chapter, Circle, Format, Visibility
from studyhub.db import db, kept
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.cover import calling
from studyhub.meetings.assigning.models import WILL_PRESENT, Assignment, AssignmentState, MeetingChapter
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.meetings.thoughts.models import Thought
from studyhub.notes.models import Note

# For how long a change is news.
NEWS_FOR = timedelta(days=2)


@dataclass(frozen=True)
class Part:
    """A chapter that is read, and who presents it. `is_open` where somebody is still to be found."""

    chapter: Chapter
    presenters: Sequence[str]
    is_read_together: bool
    is_open: bool
    is_newly_covered: bool


@dataclass(frozen=True)
class Told:
    """A session for chat. Of one that is `hidden` nothing is told but that there is something, or that it changed.

    `wanted` are chapters of other sessions soon that want a presenter; `is_moved` when it was lately given another
    time.
    """

    meeting: Meeting
    now: datetime
    hidden: bool
    parts: Sequence[Part] = ()
    wanted: Sequence[Chapter] = ()
    thoughts: int = 0
    is_moved: bool = False

    @property
    def covered(self) -> list[Part]:
        """Chapters that somebody lately took in another's place."""
        return [part for part in self.parts if part.is_newly_covered]


def told(meeting: Meeting, now: datetime) -> Told:
    """What is told of a session, with a number of statements that does not grow."""
    if is_hidden(meeting):
        return Told(meeting, now, hidden=True, is_moved=_is_moved(meeting, now))
    parts = _parts(meeting, now)
    here = {part.chapter.id for part in parts}
    return Told(
        meeting,
        now,
        hidden=False,
        parts=parts,
        wanted=[chapter for chapter in _wanted(meeting, now) if chapter.id not in here],
        thoughts=db.session.scalar(_thoughts(), {"meeting_id": meeting.id}) or 0,
        is_moved=_is_moved(meeting, now),
    )


def is_hidden(meeting: Meeting) -> bool:
    """Whether those who read the chat may not know what the session is about."""
    return is_hidden_circle(meeting.circle)


def is_hidden_circle(circle: Circle) -> bool:
    """Whether those who read the chat may not know of the circle."""
    return circle.visibility is Visibility.PARTICIPANTS


def is_called_off(meeting: Meeting) -> bool:
    """Whether it does not take place, or nobody knows when."""
    return meeting.state is not MeetingState.SCHEDULED


def shared_note(meeting: Meeting) -> Note | None:
    """The notes of a session, once they are shared."""
    return db.session.scalar(select(Note).where(Note.meeting_id == meeting.id, Note.shared_at.is_not(None)))


def _parts(meeting: Meeting, now: datetime) -> list[Part]:
    held = chapter_queries.presenters(meeting)
    presenters = [one for one in held if one.state in WILL_PRESENT]
    sought = {one.chapter_id for one in held if one.state is AssignmentState.COVER_WANTED}
    covered = set(db.session.scalars(_covered(), {"meeting_id": meeting.id, "since": now - NEWS_FOR}))
    all_together = meeting.effective_format is Format.READ_TOGETHER
    parts = []
    for chapter, is_together, is_open, _is_in_hands in chapter_queries.read_in(meeting, now=now):
        names = [one.user_name or one.guest_name or "" for one in presenters if one.chapter_id == chapter.id]
        is_wanted = not names and (is_open or chapter.id in sought)
        is_covered = bool(names) and chapter.id in covered
        parts.append(Part(chapter, names, is_together or all_together, is_wanted, is_covered))
    return parts


@kept
def _covered() -> Select[int]:
    here = select(MeetingChapter.chapter_id).where(MeetingChapter.meeting_id == bindparam("meeting_id"))
    is_lately = Assignment.changed_at > bindparam("since")
    covered = select(Assignment.chapter_id).where(Assignment.chapter_id.in_(here), is_lately)
    return covered.where(Assignment.state == AssignmentState.COVERED)


def _wanted(meeting: Meeting, now: datetime) -> list[Chapter]:
    during = {"circle_id": meeting.circle_id, "now": now, "until": now + calling.AHEAD}
    return list(db.session.scalars(_wanted_soon(), during))


@kept
def _wanted_soon() -> Select[Chapter]:
    is_soon = Meeting.starts_at > chapter_queries.NOW, Meeting.starts_at < bindparam("until")
    of_circle = chapter_queries.placed(select(Chapter)).where(Meeting.circle_id == bindparam("circle_id"), *is_soon)
    found: Select[Chapter] = of_circle.where(chapter_queries.calls_for_presenter())
    return found


@kept
def _thoughts() -> Select[int]:
    here = select(MeetingChapter.chapter_id).where(MeetingChapter.meeting_id == bindparam("meeting_id"))
    rows = select(func.count()).select_from(Thought).where(Thought.chapter_id.in_(here))
    return rows.where(Thought.deleted_at.is_(None), Thought.wiped_at.is_(None))


def _is_moved(meeting: Meeting, now: datetime) -> bool:
    events = db.session.execute(_changes(), {"meeting_id": meeting.id, "since": now - NEWS_FOR})
    return any(
        action == "meeting.rescheduled" or "starts_at" in (after or {}).get("changed", ()) for action, after in events
    )


@kept
def _changes() -> Select[str, dict[str, Any] | None]:
    of_meeting = AuditEvent.subject_kind == "meeting", AuditEvent.subject_id == bindparam("meeting_id")
    rows = select(AuditEvent.action, AuditEvent.after).where(*of_meeting, AuditEvent.at > bindparam("since"))
    return rows.where(AuditEvent.action.in_(("meeting.updated", "meeting.rescheduled")))
