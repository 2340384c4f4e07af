"""Calling a meeting off, and taking that back. Rules: docs/rules.md, Meeting. Nothing here commits."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select, update

from studyhub.audit import trail
from studyhub.audit.models import AuditEvent
from studyhub.circles.models import Chapter, Circle, Participation, ParticipationRole
from studyhub.db import db
from studyhub.meetings import payloads, telling
from studyhub.meetings.assigning import carrying, moved_chapters
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.cover import asking_again
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.changing import numbering
from studyhub.meetings.changing.following import to_come_after
from studyhub.meetings.models import ACTIVE_STATES, Meeting, MeetingState, Signup, SignupChange, SignupState
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.signing_up import seats, shutting_out
from studyhub.people.models import SIGNS_IN, ImpossibleMove, User

ACTION = "meeting.cancelled"


class Chapters(StrEnum):
    """What becomes of the chapters of a meeting that is called off. Without a next meeting they keep their place."""

    SLIDE = "slide"
    MERGE = "merge"
    DROP = "drop"


class TooLateToUndo(Exception):
    """24 hours have passed, the meeting would have begun, or it is not called off."""


def cancel(
    meeting: Meeting,
    reason: str,
    chapters: Chapters,
    *,
    by: User,
    now: datetime,
    asking: Sequence[tuple[int, AssignmentState]] = (),
) -> None:
    """Call a meeting off: release its sign-ups, carry its chapters over, tell everyone once.

    Presenters are told where their chapters went, those of later meetings too. Twice is harmless. `asking` are the ids
    and states of assignments whose asking for cover this ends: undoing it begins that again.
    Raises ImpossibleMove when it was held already.
    """
    event_id, told = _cancel(meeting, reason, chapters, by=by, now=now)
    if event_id:
        event = db.session.get_one(AuditEvent, event_id)
        event.before = {**(event.before or {}), "asking": [[id_, state] for id_, state in asking]}
        parts = moved_chapters.of_cancellation(event)
        payload = {**payloads.of_meeting(meeting), "reason": reason}
        tell_all("meeting_cancelled", event_id, payload, told, parts, by=by, now=now)


def tell_all(
    kind: str,
    event_id: int,
    payload: dict[str, Any],
    told: Sequence[User],
    parts: moved_chapters.Parts,
    *,
    by: User,
    now: datetime,
) -> None:
    """Everybody concerned, and whoever presents a chapter that went elsewhere, with what became of theirs."""
    known = {user.id for user in told}
    others = db.session.scalars(select(User).where(User.id.in_(parts.keys() - known)).order_by(User.id)).all()
    everybody = [*told, *others]
    messages = [(user, f"{kind}:{event_id}", {**payload, "chapters": parts.get(user.id, [])}) for user in everybody]
    telling.tell(kind, messages, by=by, now=now)


def call_off_all(circle: Circle, reason: str, *, by: User, now: datetime) -> int:
    """Call off whatever is to come of a circle that is over; everybody concerned is told once. How many there were."""
    meetings = [meeting for meeting in seats.lock_all(circle) if meeting.can_be_left(now)]
    concerned: dict[int, User] = {}
    for meeting in meetings:
        # What is dropped moves nothing in the meetings that follow.
        _event, told = call_off(meeting, [], reason, Chapters.DROP, by=by, now=now)
        concerned |= {user.id: user for user in told}
    numbering.renumber(circle, now=now)
    payload = {"slug": circle.slug, "circle": circle.title, "count": len(meetings), "reason": reason}
    key = f"circle_over:{circle.id}:{now.isoformat()}"
    telling.tell("circle_over", [(user, key, payload) for user in concerned.values()], by=by, now=now)
    return len(meetings)


def _cancel(
    meeting: Meeting, reason: str, chapters: Chapters, *, by: User, now: datetime
) -> tuple[int, Sequence[User]]:
    """The id of the event, and who is concerned: nobody where it was called off before."""
    following = to_come_after(meeting, seats.lock_all(meeting.circle), now)
    if meeting.state is MeetingState.CANCELLED:
        return 0, []
    if meeting.is_held(now):
        raise ImpossibleMove(meeting.state, MeetingState.CANCELLED)
    done = call_off(meeting, following, reason, chapters, by=by, now=now)
    numbering.renumber(meeting.circle, now=now)
    return done


def call_off(
    meeting: Meeting, following: Sequence[Meeting], reason: str, chapters: Chapters, *, by: User, now: datetime
) -> tuple[int, Sequence[User]]:
    """Release its places and carry its chapters over. All must be locked. The event's id, and who is concerned."""
    told = _concerned(meeting)
    event = trail.record(ACTION, meeting, by=by, now=now, circle_id=meeting.circle_id)
    moving = [meeting, *following]
    event.before = {"state": meeting.state, "chapters": _places(moving), "read_together": _read_together(moving)}
    db.session.flush()
    _release(meeting, event, by=by, now=now)
    dropped = _carry(meeting, following, chapters, now=now)
    event.after = {"chapters": _places([meeting, *following]), **dropped}
    meeting.cancel_reason, meeting.cancelled_at, meeting.called_off_number = reason, now, meeting.number
    meeting.called_off_undated = meeting.state is MeetingState.POSTPONED
    _move(meeting, MeetingState.CANCELLED, now=now)
    return event.id, told


def _concerned(meeting: Meeting) -> Sequence[User]:
    signed_up = select(Signup.user_id).where(Signup.meeting_id == meeting.id, Signup.state.in_(ACTIVE_STATES))
    chapter_ids = [chapter.id for chapter in chapter_queries.chapters(meeting)]
    presents = chapter_queries.current(chapter_ids).where(Assignment.user_id.is_not(None))
    presents_ids = presents.with_only_columns(Assignment.user_id).order_by(None)
    concerned = User.id.in_(signed_up) | User.id.in_(presents_ids)
    leads = User.id.in_([one for one in (meeting.facilitator_id, meeting.scribe_id) if one])
    return db.session.scalars(select(User).where(concerned | leads).order_by(User.id)).all()


def _places(meetings: Sequence[Meeting]) -> list[list[int]]:
    found = chapter_queries.placements(meeting.id for meeting in meetings)
    return [[place.chapter_id, place.meeting_id, place.position] for place in found]


def _read_together(meetings: Sequence[Meeting]) -> list[int]:
    found = chapter_queries.placements(meeting.id for meeting in meetings)
    return [place.chapter_id for place in found if place.is_read_together]


def _release(meeting: Meeting, event: AuditEvent, *, by: User, now: datetime) -> None:
    held = db.session.scalars(signup_queries.active_signups([meeting.id])).all()
    seats.change(held, SignupState.RELEASED, "cancelled", by=by, now=now, audit_event_id=event.id)


def line(meeting: Meeting, following: Sequence[Meeting], chapters: Chapters) -> list[Meeting]:
    """The meetings whose chapters each go to the next, if the first is called off; following are those after it."""
    how_many = {Chapters.SLIDE: len(following), Chapters.MERGE: 1, Chapters.DROP: 0}
    return [meeting, *following[: how_many[chapters]]]


def _carry(meeting: Meeting, following: Sequence[Meeting], chapters: Chapters, *, now: datetime) -> dict[str, Any]:
    places = chapter_queries.placements([meeting.id])
    if chapters is Chapters.DROP:
        held = {one.id: one.state for one in db.session.scalars(chapter_queries.current(p.chapter_id for p in places))}
        dropped = carrying.drop(places, now=now)
        return {"dropped": dropped, "assignments": [[id_, state] for id_, state in held.items()]}
    carrying.slide(line(meeting, following, chapters))
    return {}


def _move(meeting: Meeting, state: MeetingState, *, now: datetime) -> None:
    meeting.state = state
    meeting.sequence += 1
    meeting.updated_at = now


def restore(meeting: Meeting, *, by: User, now: datetime) -> None:
    """Undo a cancellation: exactly the sign-ups it released come back, and the chapters it moved, unless moved since.

    Whoever left the circle or the organisation meanwhile stays away, and listeners present nothing.
    Raises TooLateToUndo.
    """
    seats.lock_all(meeting.circle)
    event = _cancellation(meeting)
    if event is None or not meeting.can_be_restored(now):
        raise TooLateToUndo
    before, after = event.before or {}, event.after or {}
    meeting.cancel_reason, meeting.cancelled_at, meeting.called_off_number = "", None, None
    meeting.called_off_undated = False
    _move(meeting, MeetingState(before["state"]), now=now)
    numbering.renumber(meeting.circle, now=now)
    _give_back_places(meeting, event, by=by, now=now)
    # Cancellations of earlier versions say nothing of how chapters are read.
    _put_chapters_back(before["chapters"], after["chapters"], set(before.get("read_together", [])))
    _take_up_again(meeting, event, now=now)
    asking_again.ask_again(meeting, event, before.get("asking", []), now=now)
    # The circle may be shown to fewer people by now: before anybody is told anything.
    shutting_out.shut_out(meeting.circle, by=by, now=now)
    event.undone_at = now
    trail.record("meeting.restored", meeting, by=by, now=now, circle_id=meeting.circle_id)
    parts = moved_chapters.of_undoing(event)
    tell_all("meeting_restored", event.id, payloads.of_meeting(meeting), _concerned(meeting), parts, by=by, now=now)
    seats.promote([meeting], by=by, now=now)


def _cancellation(meeting: Meeting) -> AuditEvent | None:
    events = select(AuditEvent).where(
        AuditEvent.subject_kind == "meeting",
        AuditEvent.subject_id == meeting.id,
        AuditEvent.action == ACTION,
        AuditEvent.undone_at.is_(None),
    )
    return db.session.scalar(events.order_by(AuditEvent.id.desc()).limit(1))


def _give_back_places(meeting: Meeting, event: AuditEvent, *, by: User, now: datetime) -> None:
    released = (
        select(Signup, SignupChange.before)
        .join(SignupChange, SignupChange.signup_id == Signup.id)
        .join(User, User.id == Signup.user_id)
        .where(SignupChange.audit_event_id == event.id, Signup.state == SignupState.RELEASED)
        .where(User.state.in_(SIGNS_IN), Signup.user_id.not_in(_left_since(meeting, event)))
    )
    states: dict[SignupState, list[Signup]] = {}
    for signup, state in db.session.execute(released):
        if state is not None:
            states.setdefault(state, []).append(signup)
    for state, signups in states.items():
        seats.change(signups, state, "restored", by=by, now=now)
    if meeting.state is MeetingState.POSTPONED:
        seats.release_time([signup for signups in states.values() for signup in signups])


def _left_since(meeting: Meeting, event: AuditEvent) -> Any:
    in_circle = select(Participation.user_id).where(Participation.circle_id == meeting.circle_id)
    return in_circle.where(Participation.left_at >= event.at).except_(in_circle.where(Participation.is_present))


def _put_chapters_back(before: list[list[int]], after: list[list[int]], together: set[int]) -> None:
    now_at = {chapter_id: meeting_id for chapter_id, meeting_id, _ in after}
    places = {place.chapter_id: place for place in chapter_queries.placements({one[1] for one in before + after})}
    taken = set(db.session.scalars(chapter_queries.current(together).with_only_columns(Assignment.chapter_id)))
    for chapter_id, meeting_id, position in before:
        place = places.get(chapter_id)
        if place is not None and place.meeting_id == now_at.get(chapter_id):
            # What stayed where it was is as people said meanwhile.
            if place.meeting_id != meeting_id:
                place.is_read_together = chapter_id in together - taken
            place.meeting_id, place.position = meeting_id, position
            held = update(Assignment).where(Assignment.chapter_id == chapter_id)
            db.session.execute(held.where(Assignment.meeting_id == now_at[chapter_id]).values(meeting_id=meeting_id))
    db.session.flush()


def _take_up_again(meeting: Meeting, event: AuditEvent, *, now: datetime) -> None:
    after = event.after or {}
    read_again = update(Chapter).where(Chapter.id.in_(after.get("dropped", [])))
    db.session.execute(read_again.values(skipped_at=None))
    states = dict(after.get("assignments", []))
    skipped = select(Assignment).where(Assignment.id.in_(states), Assignment.state == AssignmentState.SKIPPED)
    listening = select(Participation.user_id).where(
        Participation.circle_id == meeting.circle_id,
        Participation.is_present,
        Participation.role == ParticipationRole.LISTENER,
    )
    out = Assignment.user_id.in_(_left_since(meeting, event)) | Assignment.user_id.in_(listening)
    # A guest has no user_id, and is never out.
    for held in db.session.scalars(skipped.where(Assignment.user_id.is_(None) | ~out)):
        held.move_to(AssignmentState(states[held.id]), now=now)
