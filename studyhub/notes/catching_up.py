"""Catching up with a circle: its last note, what most agree with, and what is read next, as far as one may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, select

from studyhub.actions import queries as actions
from studyhub.actions.queries import Settled
from studyhub.circles.models import Circle
from studyhub.db import db, kept
from studyhub.meetings.circle_page import PlanLine
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.meetings.thoughts import agreed
from studyhub.meetings.thoughts.agreed import AgreedThought
from studyhub.notes import queries
from studyhub.notes.models import Note, Revision
from studyhub.notes.text import reading_time
from studyhub.people.models import User
from studyhub.people.readers import read_by

# Longer than that a note takes far more than five minutes, however much longer.
HTML_CHARS = 40_000


class LastNote(NamedTuple):
    """The note of a session: `html` is its beginning as shown inside; while it is not shared it is a draft."""

    note_id: int
    title: str
    meeting_id: int
    number: int | None
    is_shared: bool
    html: str

    @property
    def minutes(self) -> int:
        """How long it takes to read."""
        return reading_time.minutes(self.html)


@dataclass(frozen=True)
class CatchUp:
    """What whoever was away, or is new, reads first. `settled` is of the last note's session, as far as it is to do."""

    note: LastNote | None
    settled: Settled
    thoughts: Sequence[AgreedThought]
    next: PlanLine | None

    @property
    def thought_minutes(self) -> int:
        """How long the thoughts take to read."""
        return reading_time.minutes(" ".join(one.text for one in self.thoughts))

    @property
    def pages(self) -> int:
        """How many pages are read next, as far as that is known."""
        return sum(one.chapter.pages or 0 for one in self.next.chapters) if self.next else 0


def catch_up(
    circle: Circle, lines: Sequence[PlanLine], user: User, *, keeps_any: bool = True, now: datetime
) -> CatchUp | None:
    """What a member reads of a circle whose plan has these lines; None where there is nothing to catch up with.

    `keeps_any` is what `actions.queries.keeps_any` says of the circle.
    """
    held = [line.meeting for line in lines if line.meeting.is_held(now)]
    note = _last_note(circle, user, now) if held else None
    session = next((meeting for meeting in held if note and meeting.id == note.meeting_id), None)
    found = CatchUp(
        note=note,
        settled=_settled(session, user) if session and keeps_any else Settled([], []),
        thoughts=agreed.most_agreed(held[-1], user) if held else [],
        next=_next(lines, now),
    )
    return found if found.note or found.thoughts else None


def _settled(meeting: Meeting, user: User) -> Settled:
    """What holds and what is still to do: what is done nobody has to catch up with."""
    settled = actions.settled_in(meeting, user)
    return Settled(settled.decisions, [one for one in settled.actions if one.is_open])


def _next(lines: Sequence[PlanLine], now: datetime) -> PlanLine | None:
    """The session that comes next and reads something."""
    coming = (line for line in lines if line.chapters and line.meeting.is_open(now))
    return next(coming, None)


def _last_note(circle: Circle, user: User, now: datetime) -> LastNote | None:
    """The note of the last session that has one this reader may open; a draft only where they may."""
    row = db.session.execute(_newest(), read_by(user) | {"circle_id": circle.id, "now": now}).one_or_none()
    return LastNote(*row) if row else None


@kept
def _newest() -> Select[*tuple[Any, ...]]:
    columns = (Note.id, Note.title, Meeting.id, Meeting.number, Note.shared_at.is_not(None))
    return (
        select(*columns, func.substr(Revision.html, 1, HTML_CHARS))
        .join(Meeting, Meeting.id == Note.meeting_id)
        .join(Revision, Revision.id == Note.head_id)
        .where(Meeting.circle_id == bindparam("circle_id"), Meeting.state == MeetingState.SCHEDULED)
        .where(Meeting.ends_at <= bindparam("now"), queries.is_visible(True))
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
        .limit(1)
    )
