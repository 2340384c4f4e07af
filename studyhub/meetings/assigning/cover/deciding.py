"""What an organiser decides on where presenters cannot come, and taking it back. Does not commit.

Several chapters of one session are one decision, and everybody is told once. Rules: docs/rules.md, Fair chapters.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from studyhub.audit import trail
from studyhub.audit.models import AuditEvent
from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings import payloads, queries, telling
from studyhub.meetings.assigning import assignments, chapters, reading_together
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import CURRENT_STATES, Assignment, AssignmentState
from studyhub.meetings.changing import cancelling, editing
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import seats
from studyhub.people.models import User

ACTION = "chapter.decided"


class Instead(StrEnum):
    """What an organiser can decide on."""

    READ_TOGETHER = "read_together"
    NEXT = "next"
    CALL_OFF = "call_off"


class NoNextMeeting(Exception):
    """No meeting comes after this one."""


@dataclass(frozen=True)
class Lost:
    """A chapter without anybody to present it: who had it, and who is asked for it."""

    chapter: Chapter
    had: Sequence[Assignment]
    asked: Sequence[Assignment]


def decide(
    meeting: Meeting, absent: Collection[int], instead: Instead, *, reason: str, by: User, now: datetime
) -> list[Chapter]:
    """Do what the organiser chose for the chapters of these assignments, and tell everyone. The chapters.

    `reason` is what people read when the meeting is called off. Raises NoAssignment when somebody presents one of the
    chapters by now, NoNextMeeting, AssignmentClosed.
    """
    seats.lock_all(meeting.circle)
    following = queries.next_after(meeting, now)
    lost = _lost(meeting, absent, now=now)
    if instead is Instead.NEXT and following is None:
        raise NoNextMeeting
    _record(meeting, lost, instead, following, by=by, now=now)
    asking = [(one.id, one.state) for each in lost for one in (*each.had, *each.asked)]
    if instead is Instead.READ_TOGETHER:
        for one in lost:
            reading_together.set_aside(meeting, one.chapter, [*one.had, *one.asked], by=by, now=now)
    else:
        _present_later(lost, now=now)
    if instead is Instead.CALL_OFF:
        cancelling.cancel(meeting, reason, cancelling.Chapters.SLIDE, by=by, now=now, asking=asking)
        return [one.chapter for one in lost]
    if instead is Instead.NEXT and following is not None:
        for one in lost:
            chapters.move(meeting, one.chapter, following, by=by, now=now)
    _tell("plan_changed", meeting, lost, following if instead is Instead.NEXT else None, by=by, now=now)
    return [one.chapter for one in lost]


def _lost(meeting: Meeting, absent: Collection[int], *, now: datetime) -> list[Lost]:
    rows = select(Chapter).join(Assignment, Assignment.chapter_id == Chapter.id)
    named = rows.where(Assignment.id.in_(absent), Assignment.state.in_(CURRENT_STATES)).distinct()
    lost = [
        _of_chapter(meeting, chapter, absent, now=now)
        for chapter in db.session.scalars(named.order_by(Chapter.position, Chapter.id)).all()
    ]
    if not lost:
        raise assignments.NoAssignment
    return lost


def _of_chapter(meeting: Meeting, chapter: Chapter, absent: Collection[int], *, now: datetime) -> Lost:
    held = assignments.without_lapsed(assignments.open_to_change(meeting, chapter, now=now), now=now)
    had = [one for one in held if one.state is not AssignmentState.SUGGESTED]
    if not had or any(one.id not in absent for one in had):
        raise assignments.NoAssignment
    return Lost(chapter, had, [one for one in held if one.state is AssignmentState.SUGGESTED])


def _record(
    meeting: Meeting, lost: Sequence[Lost], instead: Instead, following: Meeting | None, *, by: User, now: datetime
) -> None:
    had = [[one.id, one.chapter_id, one.state] for each in lost for one in each.had]
    before, after = {"assignments": had}, {"instead": instead, "to": following.id if following else None}
    trail.record(ACTION, meeting, by=by, now=now, circle_id=meeting.circle_id, before=before, after=after)


def _present_later(lost: Sequence[Lost], *, now: datetime) -> None:
    for one in lost:
        for had in one.had:
            if had.state is AssignmentState.COVER_WANTED:
                had.move_to(AssignmentState.ACCEPTED, now=now)
        for asked in one.asked:
            asked.move_to(AssignmentState.GIVEN_BACK, now=now)


def take_back(meeting: Meeting, chapter: Chapter, *, by: User, now: datetime) -> None:
    """Undo the last decision on a chapter of this meeting: everything is as before it, and everyone is told.

    What a session was called off by is undone as a cancellation. Raises NoAssignment when there is nothing to undo any
    more, AssignmentClosed.
    """
    seats.lock_all(meeting.circle)
    event = _last(meeting, chapter)
    instead = (event.after or {})["instead"] if event else None
    if event is None or instead == Instead.CALL_OFF or meeting.is_held(now):
        raise assignments.NoAssignment
    event.undone_at = now
    had = (event.before or {})["assignments"]
    if instead == Instead.READ_TOGETHER:
        back = [one for id_ in {had_id for _, had_id, _ in had} for one in _read_again(meeting, id_, by=by, now=now)]
    else:
        back = _bring_back(meeting, event, by=by, now=now)
    if not back:
        raise assignments.NoAssignment
    read = [Lost(one.chapter, [one], []) for one in back]
    _tell("plan_restored", meeting, read, None, by=by, now=now)


def _last(meeting: Meeting, chapter: Chapter) -> AuditEvent | None:
    is_it = (AuditEvent.subject_kind == "meeting", AuditEvent.subject_id == meeting.id, AuditEvent.action == ACTION)
    events = select(AuditEvent).where(*is_it, AuditEvent.undone_at.is_(None)).order_by(AuditEvent.id.desc())
    for event in db.session.scalars(events):
        if any(chapter_id == chapter.id for _, chapter_id, _ in (event.before or {})["assignments"]):
            return event
    return None


def _read_again(meeting: Meeting, chapter_id: int, *, by: User, now: datetime) -> list[Assignment]:
    chapter = chapter_queries.chapter(meeting, chapter_id)
    return reading_together.put_back(meeting, chapter, by=by, now=now) if chapter else []


def _bring_back(meeting: Meeting, event: AuditEvent, *, by: User, now: datetime) -> list[Assignment]:
    """Only what whoever had it still has: what somebody else has taken meanwhile stays where it is.

    Who has said since whether they need cover has said it.
    """
    had = (event.before or {})["assignments"]
    to = db.session.get_one(Meeting, (event.after or {})["to"])
    states = {id_: AssignmentState(state) for id_, _, state in had}
    for one in _still_theirs(had, to):
        # Another of them may have brought it back, and what was read there is over.
        if not to.is_held(now) and chapter_queries.chapter(to, one.chapter_id):
            chapters.move(to, one.chapter, meeting, by=by, now=now)
    back = _still_theirs(had, meeting)
    for one in back:
        was_wanted = one.state is AssignmentState.ACCEPTED and states[one.id] is AssignmentState.COVER_WANTED
        if was_wanted and one.changed_at <= event.at:
            one.move_to(AssignmentState.COVER_WANTED, now=now)
    return back


def _still_theirs(had: Sequence[tuple[int, int, str]], meeting: Meeting) -> list[Assignment]:
    """Those of the assignments that are present ones in this meeting, each of the chapter it was of."""
    chapter_ids = {id_: chapter_id for id_, chapter_id, _ in had}
    rows = select(Assignment).where(Assignment.id.in_(chapter_ids), Assignment.meeting_id == meeting.id)
    present = rows.where(Assignment.state.in_(CURRENT_STATES)).order_by(Assignment.id)
    return [one for one in db.session.scalars(present) if one.chapter_id == chapter_ids[one.id]]


def _tell(kind: str, meeting: Meeting, lost: Sequence[Lost], to: Meeting | None, *, by: User, now: datetime) -> None:
    had = [one for each in lost for one in each.had]
    presenters = {one.user_id: one.user for one in had if one.user}
    payload: dict[str, Any] = {**payloads.of_chapter(meeting, had[0])}
    payload["chapter_title"] = " / ".join(dict.fromkeys(one.chapter.title for one in lost))
    payload["moved_to"] = payloads.time_and_place(to) if to else None
    told = {user.id: user for user in [*editing.signed_up(meeting), *presenters.values()]}
    key = f"{kind}:{had[0].id}:{now.isoformat()}"
    messages = [(user, key, {**payload, "was_theirs": user.id in presenters}) for user in told.values()]
    telling.tell(kind, messages, by=by, now=now)
