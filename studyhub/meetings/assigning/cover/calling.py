"""Telling those who could take it that a chapter wants a presenter: it is open, or whoever has it looks for cover.

Each day the fairest who were not told yet are told, in the last days everybody; a person gets one message a day for all
chapters of all circles, and is told of a chapter in a session once. Rules: docs/rules.md, Fair chapters.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, exists, select

from studyhub import zones
from studyhub.circles.models import Chapter, Circle, CircleState
from studyhub.db import db, kept
from studyhub.meetings import payloads, telling
from studyhub.meetings.assigning import pools
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import ChapterCall
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.meetings.signing_up import seats
from studyhub.people.models import User

AHEAD = timedelta(days=14)
TOLD_A_DAY = 5
EVERYBODY = timedelta(days=3)
# Later than this before the start organisers choose whom to ask.
LAST_CALLED = timedelta(hours=3)
A_DAY = timedelta(hours=20)
FROM, TO = time(9), time(20)


class Wanted(NamedTuple):
    """A chapter that wants a presenter, and the meeting that reads it."""

    meeting: Meeting
    chapter: Chapter


def is_called(meeting: Meeting, now: datetime) -> bool:
    """Whether those who could take its chapters are told of what wants a presenter, now or once it is near."""
    is_on = meeting.state is MeetingState.SCHEDULED and meeting.circle.state is CircleState.RUNNING
    return is_on and meeting.starts_at > now + LAST_CALLED


def call(now: datetime) -> None:
    """Tell people of chapters nobody was told of today. A tick of the worker; two workers tell nobody twice."""
    if not (due := _due(now)):
        return
    # Whoever locks these second finds that they were told of.
    seats.lock({one.meeting.id: one.meeting for one in due}.values())
    told: dict[int, list[Wanted]] = {}
    has_heard = _told_since(now - A_DAY)
    for circle, wanted in _by_circle(_due(now)):
        if FROM <= zones.in_zone(now, circle.time_zone).time() < TO:
            _call_in(circle, wanted, told, has_heard, now=now)
    _tell(told, now=now)


def _due(now: datetime) -> list[Wanted]:
    asked = {"now": now, "from": now + LAST_CALLED, "until": now + AHEAD, "today": now - A_DAY}
    return [Wanted(*row) for row in db.session.execute(_uncalled(), asked)]


@kept
def _uncalled() -> Select[Meeting, Chapter]:
    is_called = exists().where(
        ChapterCall.chapter_id == Chapter.id,
        ChapterCall.meeting_id == Meeting.id,
        ChapterCall.called_at > bindparam("today"),
    )
    rows = chapter_queries.placed(select(Meeting, Chapter)).where(chapter_queries.wants_presenter(), ~is_called)
    soon = rows.where(Meeting.state == MeetingState.SCHEDULED, Circle.state == CircleState.RUNNING)
    found: Select[Meeting, Chapter] = soon.where(
        Meeting.starts_at > bindparam("from"), Meeting.starts_at < bindparam("until")
    )
    return found


def _told_since(since: datetime) -> set[int]:
    rows = select(ChapterCall.user_id).where(ChapterCall.called_at > since, ChapterCall.user_id.is_not(None))
    return {id_ for id_ in db.session.scalars(rows) if id_}


def _by_circle(due: Sequence[Wanted]) -> list[tuple[Circle, list[Wanted]]]:
    circles: dict[int, tuple[Circle, list[Wanted]]] = {}
    for one in sorted(due, key=lambda one: (one.meeting.starts_at, one.meeting.id, one.chapter.position)):
        circles.setdefault(one.meeting.circle_id, (one.meeting.circle, []))[1].append(one)
    return [circles[id_] for id_ in sorted(circles)]


def _call_in(
    circle: Circle, wanted: Sequence[Wanted], told: dict[int, list[Wanted]], has_heard: set[int], *, now: datetime
) -> None:
    meetings = {one.meeting.id: one.meeting for one in wanted}
    pool = pools.read(circle, list(meetings.values()), now=now)
    known = _known([one.chapter.id for one in wanted], list(meetings))
    for one in wanted:
        can = [candidate.person.user_id for candidate in pool.candidates(one.meeting, one.chapter)]
        unheard = [id_ for id_ in can if id_ not in has_heard and (one.chapter.id, one.meeting.id, id_) not in known]
        chosen = unheard if one.meeting.starts_at < now + EVERYBODY else unheard[:TOLD_A_DAY]
        for user_id in chosen:
            told.setdefault(user_id, []).append(one)
        told_of: Sequence[int | None] = chosen or [None]
        db.session.add_all(_call(one, user_id, now) for user_id in told_of)


def _known(chapter_ids: Sequence[int], meeting_ids: Sequence[int]) -> set[tuple[int, int, int | None]]:
    rows = select(ChapterCall.chapter_id, ChapterCall.meeting_id, ChapterCall.user_id)
    here = rows.where(ChapterCall.chapter_id.in_(chapter_ids), ChapterCall.meeting_id.in_(meeting_ids))
    return {(chapter_id, meeting_id, user_id) for chapter_id, meeting_id, user_id in db.session.execute(here)}


def _call(one: Wanted, user_id: int | None, now: datetime) -> ChapterCall:
    return ChapterCall(chapter_id=one.chapter.id, meeting_id=one.meeting.id, user_id=user_id, called_at=now)


def _tell(told: dict[int, list[Wanted]], *, now: datetime) -> None:
    people = db.session.scalars(select(User).where(User.id.in_(told)).order_by(User.id)).all()
    messages = [
        (user, f"chapters_wanted:{now.isoformat()}", {"chapters": [_payload(one) for one in told[user.id]]})
        for user in people
    ]
    telling.tell("chapters_wanted", messages, now=now)


def _payload(one: Wanted) -> dict[str, Any]:
    chapter = {"chapter_id": one.chapter.id, "chapter_number": one.chapter.number, "chapter_title": one.chapter.title}
    return {**payloads.of_meeting(one.meeting), **chapter}
