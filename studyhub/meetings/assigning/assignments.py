"""Taking chapters, giving them back, and standing in for each other. Rules: docs/rules.md, Assignment.

All of it happens under the lock on the meeting, so two people pressing at once get one chapter once.
"""

from collections.abc import Sequence
from datetime import datetime

from studyhub.audit import trail
from studyhub.audit.models import AuditEvent
from studyhub.circles import queries as circles
from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings import payloads, queries, rules, takings, telling
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.cover import standing_in
from studyhub.meetings.assigning.models import WILL_PRESENT, Assignment, AssignmentState
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import seats
from studyhub.people.models import User


class AssignmentClosed(Exception):
    """The meeting is over, called off or held without presenters, or the chapter is read together or elsewhere."""


class ChapterTaken(Exception):
    """Others have the chapter; `args` are their names, as far as they said yes."""


class NoAssignment(Exception):
    """The person has nothing to do with this chapter (any more)."""


class ListenerNeverAsked(Exception):
    """Listeners present nothing."""


def claim(meeting: Meeting, chapter: Chapter, user: User, *, now: datetime) -> Assignment:
    """Take a chapter that nobody has, or that somebody wants cover for. Pressing twice is harmless.

    Raises AssignmentClosed, ListenerNeverAsked, ChapterTaken. Does not commit.
    """
    held = open_to_change(meeting, chapter, now=now)
    refuse_listener(meeting, user)
    if mine := _mine(held, user):
        return _take_anew(meeting, mine, held, user, now=now)
    held = without_lapsed(held, now=now)
    if held and not any(one.state is AssignmentState.COVER_WANTED for one in held):
        raise ChapterTaken(*[one.presenter_name for one in held if one.state is not AssignmentState.SUGGESTED])
    taken = assign(meeting, chapter, user=user, state=AssignmentState.ACCEPTED, now=now)
    trail.record("chapter.claimed", taken, by=user, now=now, circle_id=meeting.circle_id)
    tell_taken(meeting, taken, standing_in.stand_in(held, now=now), now=now)
    return taken


def pair(meeting: Meeting, chapter: Chapter, user: User, *, now: datetime) -> Assignment:
    """Present a chapter together with the one who has it. Pressing twice is harmless.

    Raises AssignmentClosed, ListenerNeverAsked, ChapterTaken. Does not commit.
    """
    held = open_to_change(meeting, chapter, now=now)
    refuse_listener(meeting, user)
    if mine := _mine(held, user):
        return mine
    held = without_lapsed(held, now=now)
    if not held or len(held) >= rules.PRESENTERS_MAX or any(one.state not in WILL_PRESENT for one in held):
        raise ChapterTaken
    taken = assign(meeting, chapter, user=user, state=AssignmentState.ACCEPTED, now=now)
    trail.record("chapter.paired", taken, by=user, now=now, circle_id=meeting.circle_id)
    tell_taken(meeting, taken, [one.user for one in held if one.user], now=now, beside=held[0].presenter_name)
    return taken


def accept(meeting: Meeting, chapter: Chapter, user: User, *, now: datetime) -> Assignment:
    """Say yes to a suggestion; whoever wants cover for the chapter is free. Does not commit.

    Raises AssignmentClosed, NoAssignment.
    """
    held = open_to_change(meeting, chapter, now=now)
    mine = _mine(held, user)
    if mine is None:
        raise NoAssignment
    if mine.state is AssignmentState.SUGGESTED:
        _say_yes(meeting, mine, held, now=now)
    return mine


def give_back(meeting: Meeting, chapter: Chapter, user: User, *, now: datetime) -> Assignment:
    """Leave the chapter open again, and tell the organisers. Does not commit.

    Raises AssignmentClosed, NoAssignment, ImpossibleMove.
    """
    mine = move_mine(meeting, chapter, user, AssignmentState.GIVEN_BACK, now=now)
    tell_given_back(meeting, mine, by=user, now=now)
    return mine


def tell_given_back(
    meeting: Meeting, given_back: Assignment, *, by: User, now: datetime, taking: AuditEvent | None = None
) -> None:
    """Tell the organisers that the chapter is open again; of a taking when its minute is over."""
    told = [one for one in queries.organizers(meeting.circle) if one.id != by.id]
    payload, key = payloads.of_chapter(meeting, given_back), f"assignment_given_back:{given_back.id}"
    messages = [(one, key, payload) for one in told]
    if taking is None:
        telling.tell("assignment_given_back", messages, now=now)
    else:
        takings.tell(taking, "assignment_given_back", messages, by=by)


def be_ready(meeting: Meeting, chapter: Chapter, user: User, *, now: datetime) -> Assignment:
    """The presentation is prepared. Raises AssignmentClosed, NoAssignment, ImpossibleMove. Does not commit."""
    return move_mine(meeting, chapter, user, AssignmentState.READY, now=now)


def keep(meeting: Meeting, chapter: Chapter, user: User, *, now: datetime) -> Assignment:
    """Present after all: not ready yet, or no cover wanted any more. Raises as `be_ready`. Does not commit.

    What one is only asked for is accepted by `accept`, which tells whoever asked.
    """
    held = open_to_change(meeting, chapter, now=now)
    mine = _mine(held, user)
    if mine is None or mine.state is AssignmentState.SUGGESTED:
        raise NoAssignment
    if mine.state is AssignmentState.COVER_WANTED:
        standing_in.take_up_again(meeting, mine, held, by=user, now=now)
        return mine
    return move_mine(meeting, chapter, user, AssignmentState.ACCEPTED, now=now)


def want_cover(meeting: Meeting, chapter: Chapter, user: User, reason: str = "", *, now: datetime) -> Assignment:
    """Ask somebody else to present; it stays mine until they do. Raises as `be_ready`. Does not commit."""
    mine = move_mine(meeting, chapter, user, AssignmentState.COVER_WANTED, reason, now=now)
    _ask_for_cover(meeting, [mine], user, now=now)
    return mine


def want_cover_for_all(meeting: Meeting, user: User, *, now: datetime) -> list[Assignment]:
    """Ask for cover for whatever the person was to present in this meeting, which must be locked. Does not commit."""
    ids = [chapter.id for chapter in chapter_queries.chapters(meeting)]
    held = db.session.scalars(chapter_queries.current(ids).where(Assignment.user_id == user.id))
    mine = [one for one in held if one.state in WILL_PRESENT]
    for one in mine:
        one.move_to(AssignmentState.COVER_WANTED, now=now)
    _ask_for_cover(meeting, mine, user, now=now)
    return mine


def move_mine(
    meeting: Meeting, chapter: Chapter, user: User, state: AssignmentState, reason: str = "", *, now: datetime
) -> Assignment:
    """Bring the person's own assignment into a state. Raises AssignmentClosed, NoAssignment, ImpossibleMove."""
    mine = _my_own(meeting, chapter, user, now=now)
    if mine.state is not state:
        mine.move_to(state, now=now)
        mine.reason = reason
        trail.record(f"chapter.{state}", mine, by=user, now=now, circle_id=meeting.circle_id)
    return mine


def without_lapsed(held: Sequence[Assignment], *, now: datetime) -> list[Assignment]:
    """Give back suggestions that nobody answered in time, and hand back the other assignments."""
    for lapsed in [one for one in held if one.has_lapsed(now)]:
        lapsed.move_to(AssignmentState.GIVEN_BACK, now=now)
    db.session.flush()
    return [one for one in held if one.state is not AssignmentState.GIVEN_BACK]


def open_to_change(meeting: Meeting, chapter: Chapter, *, now: datetime) -> list[Assignment]:
    """Lock the meeting and hand back the chapter's present assignments. Raises AssignmentClosed."""
    seats.lock([meeting])
    if not rules.takes_presenters(meeting, now) or not chapter_queries.is_presented(meeting, chapter):
        raise AssignmentClosed
    held = chapter_queries.current([chapter.id]).execution_options(populate_existing=True)
    return list(db.session.scalars(held))


def refuse_listener(meeting: Meeting, user: User) -> None:
    """Raise ListenerNeverAsked for whoever only listens in this circle."""
    if rules.is_listener(circles.participation(meeting.circle, user)):
        raise ListenerNeverAsked


def assign(
    meeting: Meeting,
    chapter: Chapter,
    *,
    state: AssignmentState,
    now: datetime,
    user: User | None = None,
    guest_name: str | None = None,
) -> Assignment:
    """A new row for a person or a guest, flushed. The meeting must be locked."""
    row = Assignment(meeting_id=meeting.id, state=state, created_at=now, changed_at=now)
    row.chapter, row.user, row.guest_name = chapter, user, guest_name
    db.session.add(row)
    db.session.flush()
    return row


def tell_taken(meeting: Meeting, taken: Assignment, others: Sequence[User], *, now: datetime, beside: str = "") -> None:
    """Tell the organisers, and whom it concerns besides, that the chapter has its presenter, `beside` somebody."""
    payload = payloads.of_chapter(meeting, taken) | {"beside": beside}
    told = {user.id: user for user in [*queries.organizers(meeting.circle), *others]}
    told.pop(taken.user_id or 0, None)
    key = f"assignment_taken:{taken.id}:{now.isoformat()}"
    telling.tell("assignment_taken", [(user, key, payload) for user in told.values()], now=now)


def _mine(held: Sequence[Assignment], user: User) -> Assignment | None:
    return next((one for one in held if one.user_id == user.id), None)


def _take_anew(
    meeting: Meeting, mine: Assignment, held: Sequence[Assignment], user: User, *, now: datetime
) -> Assignment:
    if mine.state is AssignmentState.SUGGESTED:
        _say_yes(meeting, mine, held, now=now)
    elif mine.state is AssignmentState.COVER_WANTED:
        standing_in.take_up_again(meeting, mine, held, by=user, now=now)
    return mine


def _say_yes(meeting: Meeting, mine: Assignment, held: Sequence[Assignment], *, now: datetime) -> None:
    mine.move_to(AssignmentState.ACCEPTED, now=now)
    asked_by = db.session.get(User, mine.suggested_by_id) if mine.suggested_by_id else None
    tell_taken(meeting, mine, [*standing_in.stand_in(held, now=now), *([asked_by] if asked_by else [])], now=now)


def _my_own(meeting: Meeting, chapter: Chapter, user: User, *, now: datetime) -> Assignment:
    mine = _mine(open_to_change(meeting, chapter, now=now), user)
    if mine is None:
        raise NoAssignment
    return mine


def _ask_for_cover(meeting: Meeting, wanting: Sequence[Assignment], user: User, *, now: datetime) -> None:
    told = [one for one in queries.organizers(meeting.circle) if one.id != user.id]
    messages = [
        (organizer, f"cover_wanted:{one.id}:{one.changed_at.isoformat()}", payloads.of_chapter(meeting, one))
        for one in wanting
        for organizer in told
    ]
    telling.tell("cover_wanted", messages, now=now)
