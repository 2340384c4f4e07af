"""An organiser's part in who presents: suggesting somebody, naming a guest, taking a name off. Does not commit."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from studyhub.audit import trail
from studyhub.audit.models import AuditEvent
from studyhub.circles.models import Chapter, Circle
from studyhub.db import db
from studyhub.meetings import payloads, rules, takings, telling
from studyhub.meetings.assigning import assignments, giving_again
from studyhub.meetings.assigning.cover import standing_in
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import seats
from studyhub.meetings.takings import PutBack
from studyhub.people.models import User

TAKEN_OFF = "chapter.taken_off"


def suggest(
    meeting: Meeting, chapter: Chapter, user: User, *, by: User, now: datetime, is_agreed: bool = False
) -> Assignment:
    """Ask somebody to present; with `is_agreed` they said yes already. Who has the chapter already keeps it.

    Raises AssignmentClosed, ListenerNeverAsked, ChapterTaken (two present it already).
    """
    held = assignments.open_to_change(meeting, chapter, now=now)
    assignments.refuse_listener(meeting, user)
    mine = next((one for one in held if one.user_id == user.id), None)
    if mine is not None and not mine.has_lapsed(now):
        return _agreed(meeting, mine, held, by=by, now=now) if is_agreed else mine
    held = assignments.without_lapsed(held, now=now)
    if len(held) >= rules.PRESENTERS_MAX:
        raise assignments.ChapterTaken
    if not is_agreed:
        return ask(meeting, chapter, user, by=by, now=now)
    agreed = assignments.assign(meeting, chapter, user=user, state=AssignmentState.ACCEPTED, now=now)
    agreed.suggested_by_id = by.id
    trail.record("chapter.accepted", agreed, by=by, now=now, circle_id=meeting.circle_id)
    _tell_presents(meeting, agreed, [user, *standing_in.stand_in(held, now=now)], by=by, now=now)
    return agreed


def ask(
    meeting: Meeting,
    chapter: Chapter,
    user: User,
    *,
    by: User | None,
    now: datetime,
    basis: dict[str, Any] | None = None,
) -> Assignment:
    """Ask somebody, on the grounds of `basis`, who can answer for a while; silence asks the next person.

    The meeting must be locked; by None is StudyHub itself.
    """
    asked = assignments.assign(meeting, chapter, user=user, state=AssignmentState.SUGGESTED, now=now)
    asked.suggested_by_id = by.id if by else None
    asked.asks_next = True
    # None would be written as JSON's null, not as an empty column.
    if basis is not None:
        asked.basis = basis
    asked.answer_until = rules.answer_until(meeting, now)
    trail.record("chapter.suggested", asked, by=by, now=now, circle_id=meeting.circle_id)
    told = [(user, f"assignment_suggested:{asked.id}", payloads.of_chapter(meeting, asked))]
    # Whoever lets the fair order choose does not know that it chose them.
    telling.tell("assignment_suggested", told, by=None if basis else by, now=now)
    return asked


def name_guest(meeting: Meeting, chapter: Chapter, name: str, *, by: User, now: datetime) -> Assignment:
    """Let somebody without an account present. The same name twice is one guest. Raises as `suggest`."""
    held = assignments.without_lapsed(assignments.open_to_change(meeting, chapter, now=now), now=now)
    for one in held:
        if one.guest_name == name:
            return one
    if len(held) >= rules.PRESENTERS_MAX:
        raise assignments.ChapterTaken
    guest = assignments.assign(meeting, chapter, guest_name=name, state=AssignmentState.ACCEPTED, now=now)
    guest.suggested_by_id = by.id
    trail.record("chapter.guest_named", guest, by=by, now=now, circle_id=meeting.circle_id)
    _tell_presents(meeting, guest, standing_in.stand_in(held, now=now), by=by, now=now)
    return guest


def take_off(meeting: Meeting, chapter: Chapter, assignment_id: int, *, by: User, now: datetime) -> AuditEvent:
    """Take a presenter off a chapter, who is told when a minute has passed and nobody has undone it.

    Raises AssignmentClosed, NoAssignment, ImpossibleMove.
    """
    held = assignments.open_to_change(meeting, chapter, now=now)
    found = next((one for one in held if one.id == assignment_id), None)
    if found is None:
        raise assignments.NoAssignment
    before, after = {"assignments": giving_again.kept_of([found])}, {"meeting_id": meeting.id}
    found.move_to(AssignmentState.GIVEN_BACK, now=now)
    event = trail.record(TAKEN_OFF, found, by=by, now=now, circle_id=meeting.circle_id, before=before, after=after)
    db.session.flush()
    if found.user:
        takings.tell(event, "chapter_taken_off", [(found.user, "off", payloads.of_chapter(meeting, found))], by=by)
    return event


def undo_taking_off(event: AuditEvent, *, by: User, now: datetime) -> PutBack:
    """Give the chapter to whom it was taken from, as they had it. Raises TooLateToUndo."""
    seats.lock_all(db.session.get_one(Circle, event.circle_id))
    takings.undo(event, db.session.get_one(Assignment, event.subject_id), by=by, now=now)
    return PutBack(gone=giving_again.give_again(event, now=now))


def _agreed(meeting: Meeting, mine: Assignment, held: Sequence[Assignment], *, by: User, now: datetime) -> Assignment:
    if mine.state is AssignmentState.SUGGESTED:
        mine.move_to(AssignmentState.ACCEPTED, now=now)
        _tell_presents(meeting, mine, standing_in.stand_in(held, now=now), by=by, now=now)
    elif mine.state is AssignmentState.COVER_WANTED:
        standing_in.take_up_again(meeting, mine, held, by=by, now=now)
        _tell_presents(meeting, mine, [mine.user] if mine.user else [], by=by, now=now)
    return mine


def _tell_presents(meeting: Meeting, taken: Assignment, told: Sequence[User], *, by: User, now: datetime) -> None:
    payload, key = payloads.of_chapter(meeting, taken), f"assignment_taken:{taken.id}"
    telling.tell("assignment_taken", [(user, key, payload) for user in told], by=by, now=now)
