"""Undoing, for a minute, that one gave back one's own place. Rules: docs/rules.md, Sign-up. Nothing here commits."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select

from studyhub.db import db, kept
from studyhub.meetings.models import Meeting, Signup, SignupChange, SignupState
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.signing_up import seats, signups
from studyhub.meetings.takings import HELD, TooLateToUndo
from studyhub.people.models import User

CAUSE = "withdrawn"


def undo(meeting: Meeting, user: User, *, now: datetime) -> Signup:
    """Have the place back as it was in the line; a seat that somebody else has got meanwhile stays theirs.

    Twice is harmless. Raises TooLateToUndo once the minute is over, SignupClosed.
    """
    seats.lock([meeting])
    if not meeting.is_open(now):
        raise signups.SignupClosed
    if active := signup_queries.active_signup(meeting, user):
        return active
    before = db.session.scalar(_given_back(), _asked(meeting, user, now))
    if before is None:
        raise TooLateToUndo
    # It has ended and stays so: nothing that happened is lost.
    again = Signup(meeting=meeting, user=user, priority=before.priority, joined_at=before.joined_at)
    again.state = SignupState.WAITLISTED
    db.session.add(again)
    db.session.flush()
    seats.note_changes([again], {}, "put_back", by=user, now=now)
    seats.fill_seats([meeting], now=now)
    return again


def _asked(meeting: Meeting, user: User, now: datetime) -> dict[str, Any]:
    return {"meeting_id": meeting.id, "user_id": user.id, "since": now - HELD}


@kept
def _given_back() -> Select[Signup]:
    """The place the person gave back in the last minute, the newest where there are several."""
    rows = select(Signup).join(SignupChange, SignupChange.signup_id == Signup.id)
    theirs = rows.where(Signup.meeting_id == bindparam("meeting_id"), Signup.user_id == bindparam("user_id"))
    own = theirs.where(SignupChange.cause == CAUSE, SignupChange.by_id == bindparam("user_id"))
    return own.where(SignupChange.at > bindparam("since")).order_by(SignupChange.id.desc()).limit(1)
