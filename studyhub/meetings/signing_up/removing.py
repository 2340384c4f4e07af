"""Taking somebody off the list of a meeting, and putting them back within a minute. Nothing here commits."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from studyhub.audit import trail
from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.meetings import payloads, takings
from studyhub.meetings.models import Meeting, MeetingState, Signup, SignupChange, SignupState
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.signing_up import seats, shutting_out, signups
from studyhub.meetings.takings import PutBack
from studyhub.people.models import SIGNS_IN, User

ACTION = "meeting.taken_off"
FRONT = 1


def remove(meeting: Meeting, user: User, *, by: User, now: datetime) -> AuditEvent | None:
    """Take somebody off the list, as an organiser; a freed seat goes to the next at once.

    They are told when a minute has passed and nobody has undone it. None when they were not on the list. Raises
    SignupClosed: who was there is for attendance to say.
    """
    seats.lock([meeting])
    if not meeting.can_be_left(now):
        raise signups.SignupClosed
    if signup_queries.active_signup(meeting, user) is None:
        return None
    after = {"user_id": user.id}
    event = trail.record(ACTION, meeting, by=by, now=now, circle_id=meeting.circle_id, after=after)
    db.session.flush()
    signups.withdraw_from_all(
        [meeting], [user], by=by, now=now, cause="removed", state=SignupState.REMOVED, audit_event_id=event.id
    )
    takings.tell(event, "signup_removed", [(user, "removed", payloads.of_meeting(meeting))], by=by)
    return event


def undo(event: AuditEvent, *, by: User, now: datetime) -> PutBack:
    """Give the place back that this took. Raises TooLateToUndo, also once the meeting has begun or is called off."""
    meeting = db.session.get_one(Meeting, event.subject_id)
    seats.lock_all(meeting.circle)
    if not meeting.can_be_left(now):
        raise takings.TooLateToUndo
    takings.undo(event, meeting, by=by, now=now)
    return PutBack(waits=give_places_back(event, by=by, now=now))


def give_places_back(event: AuditEvent, *, by: User, now: datetime) -> int:
    """Give back every place that this event took, in meetings that can still be left: in how many one waits instead.

    The time of joining and the place in the line are as they were. A seat that somebody else has got meanwhile stays
    theirs; who had it waits in front of all others. Whoever left meanwhile stays away.
    All meetings of the circle must be locked.
    """
    waits, meetings = 0, []
    for signup, before in _taken(event):
        meeting = signup.meeting
        if meeting.can_be_left(now) and _comes_back(signup, by=by, now=now):
            meetings.append(meeting)
            state = before if before is SignupState.WAITLISTED or _has_room(meeting) else _in_front(signup)
            waits += state is not before
            seats.change([signup], state, "put_back", by=by, now=now)
            if meeting.state is MeetingState.POSTPONED:
                seats.release_time([signup])
            db.session.flush()
    if meetings:
        # The circle may be shown to fewer people by now.
        shutting_out.shut_out(meetings[0].circle, by=by, now=now)
    seats.promote(meetings, by=by, now=now)
    return waits


def _taken(event: AuditEvent) -> Sequence[tuple[Signup, SignupState]]:
    rows = select(Signup, SignupChange.before).join(SignupChange, SignupChange.signup_id == Signup.id)
    taken = rows.where(SignupChange.audit_event_id == event.id, Signup.state == SignupState.REMOVED)
    here = taken.join(User, User.id == Signup.user_id).where(User.state.in_(SIGNS_IN))
    stayed = here.where(Signup.user_id.not_in(takings.left_since(event)))
    return [(signup, before) for signup, before in db.session.execute(stayed.order_by(Signup.id)) if before]


def _comes_back(signup: Signup, *, by: User, now: datetime) -> bool:
    """Whether the place is given back: not to whoever has a seat again. A place behind it in the line is given up."""
    newer = signup_queries.active_signup(signup.meeting, signup.user)
    if newer is None:
        return True
    if newer.state is not SignupState.WAITLISTED:
        return False
    seats.change([newer], SignupState.WITHDRAWN, "put_back", by=by, now=now)
    # Before the older row is active again: the database lets nobody have two.
    db.session.flush()
    return True


def _has_room(meeting: Meeting) -> bool:
    # Where nobody new is taken, nobody has got the seat either.
    return not meeting.takes_new or seats.free_seats([meeting])[meeting.id] != 0


def _in_front(signup: Signup) -> SignupState:
    waiting = [one.priority for one in signup_queries.waiting([signup.meeting_id])]
    if waiting:
        signup.priority = max(waiting) + FRONT
    return SignupState.WAITLISTED
