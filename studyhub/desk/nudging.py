"""Telling those whose turn it is that something is stuck: once in three days, whoever presses. Nothing here commits.

Rules: docs/rules.md, Editors' page.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, or_, select

from studyhub.audit import trail
from studyhub.db import db, kept
from studyhub.delivery import outbox
from studyhub.delivery.texts import Payload
from studyhub.desk import authors
from studyhub.desk.models import Nudge, NudgeKind
from studyhub.meetings import payloads
from studyhub.meetings import queries as meetings
from studyhub.meetings.models import Meeting
from studyhub.meetings.running.scribes import scribes
from studyhub.meetings.signing_up import seats
from studyhub.notes.edits.writing import lock
from studyhub.notes.models import Note, Release
from studyhub.notes.releases import own_words, telling
from studyhub.people import queries as people
from studyhub.people.models import User

PAUSE = timedelta(days=3)


class ToldLately(Exception):
    """Somebody told them less than three days ago."""


class NobodyToTell(Exception):
    """Whoever else could do it has left, or cannot open it any more."""


class Gone(Exception):
    """The meeting was deleted meanwhile."""


class Told(NamedTuple):
    """How often they were told of something, and when last."""

    times: int
    at: datetime

    def can_repeat(self, now: datetime) -> bool:
        """Whether they may be told again."""
        return now - self.at >= PAUSE


_About = tuple[NudgeKind, int]


def told_of(meeting_ids: Sequence[int], note_ids: Sequence[int]) -> dict[_About, Told]:
    """Who was told of these meetings and notes, by kind and id; one statement."""
    rows = db.session.execute(_told(), {"meeting_ids": list(meeting_ids), "note_ids": list(note_ids)})
    return {(kind, meeting_id or note_id): Told(times, at) for kind, meeting_id, note_id, times, at in rows}


@kept
def _told() -> Select[*tuple[Any, ...]]:
    about = (Nudge.kind, Nudge.meeting_id, Nudge.note_id)
    of_meetings = Nudge.meeting_id.in_(bindparam("meeting_ids", expanding=True))
    of_notes = Nudge.note_id.in_(bindparam("note_ids", expanding=True))
    rows: Select[*tuple[Any, ...]] = select(*about, func.count(), func.max(Nudge.at))
    return rows.where(or_(of_meetings, of_notes)).group_by(*about)


def tell_scribe(meeting: Meeting, *, by: User, now: datetime) -> list[User]:
    """Tell whoever is to write and share the notes of a meeting, and hand them back: its scribe, else who organises.

    Whoever presses is told nothing. Raises ToldLately, NobodyToTell, Gone.
    """
    if not seats.lock([meeting]):
        raise Gone
    people_to_tell = _who_writes(meeting, by=by)
    nudge = _keep(Nudge(kind=NudgeKind.SCRIBE, meeting_id=meeting.id), meeting, people_to_tell, by=by, now=now)
    payload = {**payloads.of_meeting(meeting), "by": by.name, "is_scribe": people_to_tell == [meeting.scribe]}
    _tell("notes_wanted", nudge, people_to_tell, payload)
    return people_to_tell


def _who_writes(meeting: Meeting, *, by: User) -> list[User]:
    """The scribe who can write, else who organises; whoever presses knows of it already."""
    scribe = scribes([meeting.id]).get(meeting.id)
    people_to_tell = [scribe] if scribe else meetings.organizers(meeting.circle)
    return [one for one in people_to_tell if one.id != by.id]


def consult(note: Note, *, by: User, now: datetime) -> list[User]:
    """Ask those who wrote a note whether it might be published, and hand them back; nothing is requested by it.

    Where none of them is there any more its scribe or organisers. Raises ToldLately, NobodyToTell.
    """
    lock(note)
    wrote = people_to_tell = [one for one in authors.who_may_open(note) if one.id != by.id]
    if not wrote and note.meeting is not None:
        people_to_tell = _who_writes(note.meeting, by=by)
    nudge = _keep(Nudge(kind=NudgeKind.CONSULTATION, note_id=note.id), note, people_to_tell, by=by, now=now)
    payload = {**telling.of_note(note, by), "is_author": bool(wrote)}
    _tell("publication_proposed", nudge, people_to_tell, payload)
    return people_to_tell


def tell_editors(release: Release, *, by: User, now: datetime) -> list[User]:
    """Tell the other editors who may read a request, and hand them back. Raises ToldLately, NobodyToTell."""
    lock(release.note)
    own = own_words.owners(release)
    others = [one for one in db.session.scalars(people.editors()) if one.id not in own and one.id != by.id]
    nudge = _keep(Nudge(kind=NudgeKind.REVIEW, note_id=release.note_id), release.note, others, by=by, now=now)
    _tell("review_wanted", nudge, others, telling.of_release(release, by))
    return others


def _keep(nudge: Nudge, about: Meeting | Note, told: Sequence[User], *, by: User, now: datetime) -> Nudge:
    if not told:
        raise NobodyToTell
    ids = ([about.id], []) if isinstance(about, Meeting) else ([], [about.id])
    before = told_of(*ids).get((nudge.kind, about.id))
    if before is not None and not before.can_repeat(now):
        raise ToldLately
    nudge.by_id, nudge.at = by.id, now
    db.session.add(nudge)
    trail.record("desk.told", about, by=by, now=now, circle_id=about.circle_id)
    return nudge


def _tell(kind: str, nudge: Nudge, told: Sequence[User], payload: Payload) -> None:
    outbox.add_many(kind, [(user, f"{kind}:{nudge.id}", payload) for user in told], now=nudge.at)
