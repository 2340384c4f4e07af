"""Telling a circle of its next book: one message a person, of all that becomes of their sessions and chapters.

Nothing here commits. Rules: docs/rules.md, Circle.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from studyhub.circles.models import ChapterPlan, Circle, Participation
from studyhub.db import db
from studyhub.meetings import payloads, telling
from studyhub.meetings.assigning.models import Assignment
from studyhub.meetings.changing import together
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.people.models import User


@dataclass(frozen=True)
class Before:
    """What was planned: times and places by the ids of the sessions, and who had a place in which."""

    times: dict[int, dict[str, Any]]
    places: Sequence[tuple[User, int]]


def before(coming: Sequence[Meeting]) -> Before:
    """How these sessions stand, to be kept before any of them changes."""
    times = {one.id: payloads.time_and_place(one) for one in coming}
    return Before(times, together.signed_up(times) if times else [])


def tell(
    plan: ChapterPlan,
    coming: Sequence[Meeting],
    added: Sequence[Meeting],
    dropped: Sequence[Assignment],
    was: Before,
    *,
    by: User,
    now: datetime,
) -> None:
    """Tell everybody in the circle, whoever had a place in a session, and who was to present what is not read."""
    circle = plan.circle
    stays = [one for one in coming if one.state is MeetingState.SCHEDULED]
    told = {user.id: user for user in (*_people(circle), *(user for user, _meeting_id in was.places))}
    told |= {one.user.id: one.user for one in dropped if one.user}
    facts = {one.id: _fact(one, was) for one in coming}
    sessions_of: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for user, meeting_id in was.places:
        if fact := facts[meeting_id]:
            sessions_of[user.id].append(fact)
    about: dict[str, Any] = {"slug": circle.slug, "circle": circle.title, "zone": circle.time_zone}
    starts = sorted(one.starts_at.isoformat() for one in (*stays, *added))
    about |= {"book": plan.book.title, "starts": [starts[0], starts[-1]] if starts else [], "count": len(starts)}
    messages = [
        (
            user,
            f"book_changed:{plan.id}",
            about
            | {"sessions": sessions_of.get(user.id, [])}
            | {"chapters": [payloads.of_chapter_alone(one.chapter) for one in dropped if one.user_id == user.id]},
        )
        for user in told.values()
    ]
    telling.tell("book_changed", messages, by=by, now=now)


def _fact(meeting: Meeting, was: Before) -> dict[str, Any] | None:
    """What became of a session: `old` where its time or place is another one, nothing where it stays as it was."""
    if meeting.state is MeetingState.CANCELLED:
        return {**payloads.of_meeting(meeting), "old": None}
    old = was.times[meeting.id]
    return {**payloads.of_meeting(meeting), "old": old} if payloads.time_and_place(meeting) != old else None


def _people(circle: Circle) -> Sequence[User]:
    rows = select(User).join(Participation, Participation.user_id == User.id)
    present = rows.where(Participation.circle_id == circle.id, Participation.is_present)
    return db.session.scalars(present.order_by(User.id)).all()
