"""An organiser says that a presenter cannot come, and asks somebody for cover. Does not commit."""

from collections.abc import Collection, Sequence
from datetime import datetime

from studyhub.audit import trail
from studyhub.circles.models import Chapter
from studyhub.meetings import payloads, rules, telling
from studyhub.meetings.assigning import assignments, pools, suggestions
from studyhub.meetings.assigning.cover import standing_in
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import Meeting
from studyhub.people.models import User

ACTION = "chapter.cover_wanted"


class CannotBeAsked(Exception):
    """Somebody who has no seat then, is away, has another duty, or was asked already."""


def want_cover_for(
    meeting: Meeting, chapter: Chapter, absent: Collection[int], *, by: User, now: datetime
) -> list[Assignment]:
    """Say that whoever has these assignments cannot present, and look for cover. Twice is harmless.

    It stays theirs until somebody takes it, and they are told. What is held of the chapter now.
    Raises AssignmentClosed, NoAssignment when somebody else presents it by now.
    """
    held = assignments.without_lapsed(assignments.open_to_change(meeting, chapter, now=now), now=now)
    had = [one for one in held if one.state is not AssignmentState.SUGGESTED]
    if not had or any(one.id not in absent for one in had):
        raise assignments.NoAssignment
    _seek(meeting, [one for one in had if one.state is not AssignmentState.COVER_WANTED], by=by, now=now)
    return held


def _seek(meeting: Meeting, presenting: Sequence[Assignment], *, by: User, now: datetime) -> None:
    for one in presenting:
        one.move_to(AssignmentState.COVER_WANTED, now=now)
        trail.record(ACTION, one, by=by, now=now, circle_id=meeting.circle_id)
    told = [
        (one.user, f"cover_sought:{one.id}:{now.isoformat()}", payloads.of_chapter(meeting, one))
        for one in presenting
        if one.user
    ]
    telling.tell("cover_sought", told, by=by, now=now)


def ask(
    meeting: Meeting, chapter: Chapter, user: User, absent: Collection[int], *, by: User, now: datetime
) -> Assignment:
    """Ask this person for cover, who can answer for half of the time left, three days at most.

    In the last three hours nobody but those whom organisers ask is asked; earlier the next follows by itself.
    Raises AssignmentClosed, NoAssignment, CannotBeAsked.
    """
    held = want_cover_for(meeting, chapter, absent, by=by, now=now)
    if mine := next((one for one in held if one.user_id == user.id), None):
        return mine
    candidates = pools.read(meeting.circle, [meeting], now=now).candidates(meeting, chapter)
    found = next((one for one in candidates if one.person.user_id == user.id), None)
    if found is None or not meeting.is_open(now):
        raise CannotBeAsked
    asked = suggestions.ask(meeting, chapter, user, by=by, now=now, basis=found.basis)
    asked.asks_next = rules.asks_by_itself(meeting, now)
    return asked


def present_after_all(meeting: Meeting, chapter: Chapter, *, by: User, now: datetime) -> None:
    """Whoever could not present can after all; who was asked meanwhile is asked no more. Twice is harmless.

    Raises AssignmentClosed, NoAssignment when nobody has the chapter.
    """
    held = assignments.open_to_change(meeting, chapter, now=now)
    wanting = [one for one in held if one.state is AssignmentState.COVER_WANTED]
    if not any(one.state is not AssignmentState.SUGGESTED for one in held):
        raise assignments.NoAssignment
    for one in wanting:
        standing_in.take_up_again(meeting, one, held, by=by, now=now)
    told = [
        (one.user, f"assignment_taken:{one.id}:{now.isoformat()}", payloads.of_chapter(meeting, one))
        for one in wanting
        if one.user
    ]
    telling.tell("assignment_taken", told, by=by, now=now)
