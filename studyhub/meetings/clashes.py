"""What a person has at the time of meetings already: told before they sign up, never in the way."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, bindparam, select

from studyhub.circles import queries as circles
from studyhub.circles.models import Circle
from studyhub.commitments.models import Commitment, CommitmentKind
from studyhub.db import db, kept
from studyhub.meetings import queries
from studyhub.meetings.models import Meeting, Signup
from studyhub.meetings.signing_up import seats
from studyhub.meetings.week import BUSY_LONGEST
from studyhub.people.models import User
from studyhub.people.readers import read_by

ON_CALL = frozenset({CommitmentKind.SHIFT, CommitmentKind.SHADOW})


class Clash(NamedTuple):
    """Something at the same time as a meeting.

    `title` is the other circle's; None where it is a turn on call (`is_on_call`), or not the person's to know of.
    """

    meeting_id: int
    starts_at: datetime
    ends_at: datetime
    title: str | None
    is_on_call: bool


def of(user: User, meetings: Sequence[Meeting]) -> list[Clash]:
    """What overlaps with these meetings in the person's calendar, the meetings themselves apart, in order of time."""
    if not meetings:
        return []
    since = min(meeting.starts_at for meeting in meetings) - BUSY_LONGEST
    asked = {"user_id": user.id, "ids": [meeting.id for meeting in meetings], "busy_since": since}
    found = db.session.execute(_overlapping(), asked).all()
    known = _meetings_behind({source for _, source, *_ in found}, user)
    return [
        Clash(meeting_id, starts_at, ends_at, known[source][1] if source in known else None, kind in ON_CALL)
        for meeting_id, source, kind, starts_at, ends_at in found
        if source not in known or known[source][0] != meeting_id
    ]


@kept
def _overlapping() -> Select[int, str, CommitmentKind, datetime, datetime]:
    is_asked_for = Meeting.id.in_(bindparam("ids", expanding=True))
    return (
        select(Meeting.id, Commitment.source, Commitment.kind, Commitment.starts_at, Commitment.ends_at)
        .join(Commitment, queries.is_at_once())
        .where(Commitment.user_id == bindparam("user_id"), Commitment.starts_at > bindparam("busy_since"), is_asked_for)
        .order_by(Commitment.starts_at, Commitment.id, Meeting.id)
    )


def _meetings_behind(sources: set[str], user: User) -> dict[str, tuple[int, str]]:
    """The meetings that are the person's to know of; without them a time is simply taken."""
    ids = [int(source.removeprefix(seats.SOURCE)) for source in sources if source.startswith(seats.SOURCE)]
    if not ids:
        return {}
    rows = select(Signup.id, Meeting.id, Circle.title).join(Signup.meeting).join(Meeting.circle)
    is_known = circles.is_open_to(user)
    named = db.session.execute(rows.where(Signup.id.in_(ids), is_known), read_by(user))
    return {f"{seats.SOURCE}{signup_id}": (meeting_id, title) for signup_id, meeting_id, title in named}
