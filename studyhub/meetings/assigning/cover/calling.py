"""Telling those who could take it that a chapter wants a presenter: it is open, or whoever has it looks for cover.

Each day the fairest who were not told yet are told, in the last days everybody, and nobody in their own night; a person
gets one message a day for all chapters of all circles, and is told of a chapter in a session once.
Rules: docs/rules.md, Fair chapters.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, delete, exists, select

from studyhub import zones
from studyhub.circles.models import Chapter, Circle, CircleState, Participation
from studyhub.db import db, kept
from studyhub.meetings import payloads, telling
from studyhub.meetings.assigning import pools
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import ChapterCall
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.meetings.rules import LAST_ASKED
from studyhub.meetings.signing_up import seats
from studyhub.people.models import User
from studyhub.settings import organization

AHEAD = timedelta(days=14)
TOLD_A_DAY = 5
EVERYBODY = timedelta(days=3)
A_DAY = timedelta(hours=20)
KEPT = timedelta(days=90)
FROM, TO = time(9), time(20)


class Wanted(NamedTuple):
    """A chapter that wants a presenter, and the meeting that reads it."""

    meeting: Meeting
    chapter: Chapter


# A person who is told of a chapter; nobody where that is all for today.
Call = tuple[Wanted, int | None]
# A chapter, a meeting and a person.
Key = tuple[int, int, int]


def is_called(meeting: Meeting, now: datetime) -> bool:
    """Whether those who could take its chapters are told of what wants a presenter, now or once it is near."""
    is_on = meeting.state is MeetingState.SCHEDULED and meeting.circle.state is CircleState.RUNNING
    return is_on and meeting.starts_at > now + LAST_ASKED


def tells_all(meeting: Meeting, now: datetime) -> bool:
    """Whether the meeting is so near that everybody who could take a chapter is told of it at once."""
    return meeting.starts_at < now + EVERYBODY


def call(now: datetime) -> None:
    """Tell people of chapters not all were told of today. A tick of the worker; two workers tell nobody twice."""
    if not (due := _due(now)) or not _calls(due, now=now):
        return
    # Whoever locks these second finds that they were told of.
    seats.lock({one.meeting.id: one.meeting for one in due}.values())
    calls = _calls(_due(now), now=now)
    db.session.add_all(
        ChapterCall(chapter_id=one.chapter.id, meeting_id=one.meeting.id, user_id=user_id, called_at=now)
        for one, user_id in calls
    )
    told: dict[int, list[Wanted]] = {}
    for one, user_id in calls:
        if user_id is not None:
            told.setdefault(user_id, []).append(one)
    _tell(told, now=now)


def _due(now: datetime) -> list[Wanted]:
    asked = {"now": now, "from": now + LAST_ASKED, "until": now + AHEAD, "today": now - A_DAY}
    return [Wanted(*row) for row in db.session.execute(_uncalled(), asked)]


@kept
def _uncalled() -> Select[Meeting, Chapter]:
    is_called = exists().where(
        ChapterCall.chapter_id == Chapter.id,
        ChapterCall.meeting_id == Meeting.id,
        ChapterCall.user_id.is_(None),
        ChapterCall.called_at > bindparam("today"),
    )
    rows = chapter_queries.placed(select(Meeting, Chapter)).where(chapter_queries.calls_for_presenter(), ~is_called)
    found: Select[Meeting, Chapter] = rows.where(
        Meeting.starts_at > bindparam("from"), Meeting.starts_at < bindparam("until")
    )
    return found


def _calls(due: Sequence[Wanted], *, now: datetime) -> list[Call]:
    """Whom to tell now of which chapter; nobody's name where that is all for today, and nothing at night."""
    awake = _awake({one.meeting.circle_id for one in due}, now=now)
    if not awake:
        return []
    has_heard, calls = _told_since(now - A_DAY), list[Call]()
    for circle, wanted in _by_circle(due):
        meetings = {one.meeting.id: one.meeting for one in wanted}
        pool = pools.read(circle, list(meetings.values()), now=now)
        known = _known([one.chapter.id for one in wanted], list(meetings))
        for one in wanted:
            can = [candidate.person.user_id for candidate in pool.candidates(one.meeting, one.chapter)]
            calls += _of_chapter(one, can, known, has_heard, awake, now=now)
    return calls


def _of_chapter(
    one: Wanted, can: Sequence[int], known: dict[Key, datetime], has_heard: set[int], awake: set[int], *, now: datetime
) -> list[Call]:
    """`can` is in fair order, `known` when who was told of which chapter, `has_heard` who got a message today."""
    told = {id_: known[key] for id_ in can if (key := (one.chapter.id, one.meeting.id, id_)) in known}
    unheard = [id_ for id_ in can if id_ not in told and id_ not in has_heard]
    already = sum(at > now - A_DAY for at in told.values())
    chosen = unheard if tells_all(one.meeting, now) else unheard[: max(TOLD_A_DAY - already, 0)]
    calls: list[Call] = [(one, id_) for id_ in chosen if id_ in awake]
    # Whoever sleeps is told once they are awake: until then it is not all for today.
    is_all = len(calls) == len(chosen)
    return [*calls, (one, None)] if is_all else calls


def _awake(circle_ids: set[int], *, now: datetime) -> set[int]:
    """Who of these circles has their day now, by their own clocks, else the organisation's."""
    ours = organization.current().time_zone
    people = select(User.id, User.time_zone).join(Participation, Participation.user_id == User.id)
    rows = db.session.execute(people.where(Participation.circle_id.in_(circle_ids), Participation.is_present))
    return {id_ for id_, zone in rows if FROM <= zones.in_zone(now, zone or ours).time() < TO}


def _told_since(since: datetime) -> set[int]:
    # By the moment alone: asked for rows of somebody too, SQLite would look through everybody's of all time.
    rows = select(ChapterCall.user_id).where(ChapterCall.called_at > since)
    return {id_ for id_ in db.session.scalars(rows) if id_}


def _by_circle(due: Sequence[Wanted]) -> list[tuple[Circle, list[Wanted]]]:
    circles: dict[int, tuple[Circle, list[Wanted]]] = {}
    for one in sorted(due, key=lambda one: (one.meeting.starts_at, one.meeting.id, one.chapter.position)):
        circles.setdefault(one.meeting.circle_id, (one.meeting.circle, []))[1].append(one)
    return [circles[id_] for id_ in sorted(circles)]


def _known(chapter_ids: Sequence[int], meeting_ids: Sequence[int]) -> dict[Key, datetime]:
    rows = select(ChapterCall).where(ChapterCall.user_id.is_not(None))
    here = rows.where(ChapterCall.chapter_id.in_(chapter_ids), ChapterCall.meeting_id.in_(meeting_ids))
    return {(one.chapter_id, one.meeting_id, one.user_id or 0): one.called_at for one in db.session.scalars(here)}


def _tell(told: dict[int, list[Wanted]], *, now: datetime) -> None:
    people = db.session.scalars(select(User).where(User.id.in_(told)).order_by(User.id)).all()
    messages = [
        (user, f"chapters_wanted:{now.isoformat()}", {"chapters": [_payload(one) for one in told[user.id]]})
        for user in people
    ]
    telling.tell("chapters_wanted", messages, now=now)


def forget_old(now: datetime) -> None:
    """Forget who was told long ago: their session is over, or was put off for so long that it is told of anew."""
    db.session.execute(delete(ChapterCall).where(ChapterCall.called_at < now - KEPT))


def _payload(one: Wanted) -> dict[str, Any]:
    return {**payloads.of_meeting(one.meeting), **payloads.of_chapter_alone(one.chapter)}
