"""Chapters that were taken from somebody, given again as they had them. Nothing here commits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from studyhub.audit.models import AuditEvent
from studyhub.circles.models import Chapter, Circle
from studyhub.db import db
from studyhub.meetings import rules, takings
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import Assignment, AssignmentState, MeetingChapter
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.people.models import SIGNS_IN, User

Gone = list[tuple[str, list[str]]]


def state_of(circle: Circle, user: User, *, now: datetime) -> list[list[Any]]:
    """What the person presents or is asked for in a circle: see `kept_of`."""
    mine = db.session.execute(chapter_queries.to_present(circle, user, now))
    return [kept_of(one) for one, _meeting in mine.all()]


def kept_of(one: Assignment) -> list[Any]:
    """What an event keeps of an assignment: its id and state, and the ids of whoever has the chapter with them."""
    held = db.session.scalars(chapter_queries.current([one.chapter_id])).all()
    return [one.id, one.state, [other.id for other in held if other.id != one.id]]


def give_again(event: AuditEvent, *, now: datetime) -> Gone:
    """Bring assignments back into the state in which the event took them; titles and names of what others have by now.

    The meetings must be locked. Whoever left the circle or the organisation meanwhile presents nothing.
    """
    db.session.flush()
    gone: Gone = []
    for id_, state, together in takings.kept(event, "assignments"):
        one = db.session.get_one(Assignment, id_, populate_existing=True)
        others = _others(one, together, now=now)
        if one.user_id and one.user_id in {other.user_id for other in others}:
            continue
        if others:
            gone.append((one.chapter.title, [other.presenter_name for other in others]))
        elif _can_present(one, event) and (meeting := _read_in(one.chapter, now=now)):
            one.meeting_id = meeting.id
            one.move_to(AssignmentState(state), now=now)
    db.session.flush()
    return gone


def _others(one: Assignment, together: Sequence[int], *, now: datetime) -> list[Assignment]:
    """Who has the chapter by now and had it neither with them nor before."""
    held = db.session.scalars(chapter_queries.current([one.chapter_id])).all()
    return [other for other in held if other.id not in together and not other.has_lapsed(now)]


def _can_present(one: Assignment, event: AuditEvent) -> bool:
    if one.user is None:
        return True
    has_left = one.user_id in set(db.session.scalars(takings.left_since(event)))
    return one.user.state in SIGNS_IN and not has_left


def _read_in(chapter: Chapter, *, now: datetime) -> Meeting | None:
    """The meeting whose presenters can still change in which the chapter is read by now."""
    rows = select(Meeting).join(MeetingChapter, MeetingChapter.meeting_id == Meeting.id)
    here = rows.join(Chapter, Chapter.id == MeetingChapter.chapter_id).where(Chapter.id == chapter.id)
    meeting = db.session.scalar(here.where(Chapter.is_to_read, Meeting.state != MeetingState.CANCELLED))
    return meeting if meeting and rules.takes_presenters(meeting, now) else None
