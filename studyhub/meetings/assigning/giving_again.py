"""Chapters that were taken from somebody, given again as they had them. Nothing here commits."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

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
    return kept_of([one for one, _meeting in mine.all()])


def kept_of(taken: Sequence[Assignment]) -> list[list[Any]]:
    """What an event keeps of assignments: for each its id, its state, the ids of whoever has the chapter with them,
    and until when an answer is waited for.
    """
    held = _held(one.chapter_id for one in taken)
    return [
        [
            one.id,
            one.state,
            [other.id for other in held.get(one.chapter_id, []) if other.id != one.id],
            one.answer_until.isoformat() if one.answer_until else None,
        ]
        for one in taken
    ]


def give_again(event: AuditEvent, *, now: datetime) -> Gone:
    """Bring assignments back into the state in which the event took them; titles and names of what others have by now.

    The meetings must be locked. Whoever left the circle or the organisation meanwhile, or only listens, presents
    nothing; whoever has answered since what they were asked is not asked again.
    """
    db.session.flush()
    # Events of older versions say nothing of whoever had it with them, or of the time to answer.
    before = {row[0]: (*row[1:], [], None)[:3] for row in takings.kept(event, "assignments")}
    taken = _taken(before)
    held, read_in = _held(one.chapter_id for one in taken), _read_in([one.chapter_id for one in taken], now=now)
    out = set(db.session.scalars(takings.presents_no_more(event)))
    gone: Gone = []
    for one in taken:
        state, together, _until = before[one.id]
        if one.state is not AssignmentState(state) and one.changed_at > event.at:
            continue
        others = [
            other
            for other in held.get(one.chapter_id, [])
            if other.id not in (one.id, *together) and not other.has_lapsed(now)
        ]
        if one.user_id and one.user_id in {other.user_id for other in others}:
            continue
        if others:
            gone.append((one.chapter.title, [other.presenter_name for other in others]))
        elif _can_present(one.user, out) and one.chapter_id in read_in:
            _give(one, read_in[one.chapter_id], before[one.id], now=now)
    db.session.flush()
    return gone


def _give(one: Assignment, meeting: Meeting, before: Sequence[Any], *, now: datetime) -> None:
    state, _together, until = before
    one.meeting_id = meeting.id
    one.answer_until = datetime.fromisoformat(until) if until else None
    if one.state is not AssignmentState(state):
        one.move_to(AssignmentState(state), now=now)


def _taken(ids: Iterable[int]) -> Sequence[Assignment]:
    rows = select(Assignment).where(Assignment.id.in_(list(ids))).order_by(Assignment.id)
    read = rows.options(joinedload(Assignment.chapter), joinedload(Assignment.user))
    return db.session.scalars(read.execution_options(populate_existing=True)).all()


def _held(chapter_ids: Iterable[int]) -> dict[int, list[Assignment]]:
    held: dict[int, list[Assignment]] = {}
    for one in db.session.scalars(chapter_queries.current(chapter_ids).options(joinedload(Assignment.user))):
        held.setdefault(one.chapter_id, []).append(one)
    return held


def _can_present(user: User | None, out: set[int]) -> bool:
    return user is None or (user.state in SIGNS_IN and user.id not in out)


def _read_in(chapter_ids: Sequence[int], *, now: datetime) -> dict[int, Meeting]:
    """For each chapter the meeting in which it is to be presented by now, and whose presenters can still change."""
    rows = select(Chapter.id, Meeting).join(MeetingChapter, MeetingChapter.chapter_id == Chapter.id)
    here = rows.join(Meeting, Meeting.id == MeetingChapter.meeting_id).options(joinedload(Meeting.circle))
    is_presented = Chapter.is_to_read, MeetingChapter.is_read_together.is_(False)
    read = here.where(Chapter.id.in_(chapter_ids), *is_presented, Meeting.state != MeetingState.CANCELLED)
    return {id_: meeting for id_, meeting in db.session.execute(read) if rules.takes_presenters(meeting, now)}
