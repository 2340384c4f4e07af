"""What is coming for somebody in all four practices: the next of each, as home tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import contains_eager

from studyhub.circles import queries as circles
from studyhub.circles.models import Chapter, Circle
from studyhub.db import db, kept
from studyhub.drills.running import queries as drills
from studyhub.drills.running.models import Drill
from studyhub.meetings.assigning.models import WILL_PRESENT, Assignment
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.paths.handed_in import waiting as paths
from studyhub.people.models import User
from studyhub.people.readers import READER, read_by
from studyhub.people.waiting import NOW
from studyhub.rota import duty
from studyhub.rota.swaps import held
from studyhub.sos import asked_queries as rounds


@dataclass(frozen=True)
class Coming:
    """The next chapter they present with its session, their next drill and hours on call, their next step on a path.

    `cards` are the updates of their teams that a round about to begin waits for.
    """

    chapter: tuple[Chapter, Meeting] | None
    drill: Drill | None
    shift: held.Duty | None
    step: Row[*tuple[Any, ...]] | None
    cards: Sequence[Row[int, str, datetime, int, str]]


def coming(person: User, *, now: datetime) -> Coming:
    """What is theirs to do next; for themselves alone."""
    asked = read_by(person) | {"now": now}
    chapter = db.session.execute(_chapter(), asked).first()
    on_call = duty.duty(person.id, now=now)
    steps = [step for step in paths.next_steps(person, now) if step.user_id == person.id]
    return Coming(
        chapter=(chapter[0], chapter[1]) if chapter else None,
        drill=drills.next_of(person, now),
        shift=on_call.mine if on_call else None,
        step=steps[0] if steps else None,
        cards=rounds.unwritten(person, now),
    )


@kept
def _chapter() -> Select[Chapter, Meeting]:
    rows = select(Chapter, Meeting).join(Assignment, Assignment.chapter_id == Chapter.id)
    rows = rows.join(Meeting, Meeting.id == Assignment.meeting_id).join(Circle, Circle.id == Meeting.circle_id)
    rows = rows.where(Assignment.user_id == READER, Assignment.state.in_(WILL_PRESENT), Chapter.is_to_read)
    rows = rows.where(circles.is_visible(Meeting.circle_id, is_member=True))
    rows = rows.where(Meeting.state == MeetingState.SCHEDULED, Meeting.ends_at > NOW)
    rows = rows.options(contains_eager(Meeting.circle))
    return rows.order_by(Meeting.starts_at, Chapter.position, Chapter.id).limit(1)
