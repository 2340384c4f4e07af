"""What the page shows on which an organiser decides where presenters cannot come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select

from studyhub.audit.models import AuditEvent
from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings import queries, rules
from studyhub.meetings.assigning import pools
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.cover import call_so_far, covering, last_minute
from studyhub.meetings.assigning.cover.call_so_far import CallSoFar
from studyhub.meetings.assigning.fairness import Candidate
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.assigning.queries import Presenter
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.thoughts.models import Thought
from studyhub.people.models import User

SHOWN = 3
FAR = timedelta(days=1)


class Record(NamedTuple):
    """Who said that a presenter cannot come, and when."""

    user_id: int | None
    name: str
    at: datetime


class Helper(NamedTuple):
    """Somebody who could be asked, and how many thoughts they wrote on the chapter."""

    candidate: Candidate
    thoughts: int


class Asked(NamedTuple):
    """Somebody who was asked to stand in, since when, and until when the answer is waited for."""

    name: str
    since: datetime
    answer_until: datetime | None


@dataclass(frozen=True)
class Missing:
    """A chapter nobody presents: who had it, who said so (None: nobody yet), who is asked, and whom one could ask.

    `call` is how far those who could take it were told, None where nobody is (any more); of a chapter whose presenters
    nobody has said to be missing yet too.
    """

    chapter: Chapter
    had: Sequence[Presenter]
    record: Record | None
    asked: Sequence[Asked]
    helpers: Sequence[Helper]
    call: CallSoFar | None

    @property
    def names(self) -> list[str]:
        """Of those who had it."""
        return [one.name for one in self.had]

    @property
    def is_sought(self) -> bool:
        """Whether cover is looked for."""
        return last_minute.is_lost([one.state for one in self.had])


@dataclass(frozen=True)
class DecisionPage:
    """Everything the page needs. `others` are the chapters of the session that stay, with whoever presents them."""

    meeting: Meeting
    missing: Sequence[Missing]
    others: Sequence[tuple[Chapter, Sequence[Presenter]]]
    following: Meeting | None
    following_chapters: Sequence[Chapter]
    has_later: bool
    people: int
    answer_until: datetime
    is_far: bool
    asks_by_itself: bool

    @property
    def absent(self) -> list[int]:
        """The ids of the assignments this is about."""
        return [one.id for each in self.missing for one in each.had]

    @property
    def has_helpers(self) -> bool:
        """Whether anybody could be asked."""
        return any(each.helpers for each in self.missing)


def decision_page(meeting: Meeting, chapter: Chapter, *, now: datetime) -> DecisionPage | None:
    """What can be done about a chapter of a meeting, and with it about all others nobody can present.

    None when nobody has the chapter, or it is not to be presented here any more.
    """
    held: dict[int, list[Presenter]] = {}
    for one in chapter_queries.presenters(meeting):
        if not one.has_lapsed(now):
            held.setdefault(one.chapter_id, []).append(one)
    read = [one.chapter for one in chapter_queries.read_in(meeting, now=now) if not one.is_read_together]
    lost = [one for one in read if _is_lost(held.get(one.id, []), is_named=one.id == chapter.id)]
    if chapter.id not in {one.id for one in lost} or not rules.takes_presenters(meeting, now):
        return None
    following = queries.next_after(meeting, now)
    return DecisionPage(
        meeting=meeting,
        missing=_missing(meeting, lost, held, now=now),
        others=[(one, held.get(one.id, [])) for one in read if one not in lost],
        following=following,
        following_chapters=chapter_queries.chapters(following) if following else [],
        has_later=following is not None and queries.next_after(following, now) is not None,
        people=signup_queries.taken_seats([meeting.id]).get(meeting.id, 0),
        answer_until=rules.answer_until(meeting, now),
        is_far=now + FAR < meeting.starts_at,
        asks_by_itself=rules.asks_by_itself(meeting, now),
    )


def _is_lost(held: Sequence[Presenter], *, is_named: bool) -> bool:
    states = [one.state for one in held]
    has_presenter = any(state is not AssignmentState.SUGGESTED for state in states)
    return has_presenter if is_named else last_minute.is_lost(states)


def _missing(
    meeting: Meeting, lost: Sequence[Chapter], held: dict[int, list[Presenter]], *, now: datetime
) -> list[Missing]:
    pool = pools.read(meeting.circle, [meeting], now=now) if meeting.is_open(now) else None
    ids = [one.id for one in lost]
    thoughts, told = _thoughts(ids), call_so_far.told_of(meeting, ids)
    records = _records([one for each in lost for one in held[each.id]])
    asked = _asked([one for each in lost for one in held[each.id]])
    found = []
    for chapter in lost:
        had = [one for one in held[chapter.id] if one.state is not AssignmentState.SUGGESTED]
        candidates = pool.candidates(meeting, chapter) if pool else []
        helpers = [Helper(one, thoughts.get((chapter.id, one.person.user_id), 0)) for one in candidates[:SHOWN]]
        record = next((records[one.id] for one in had if one.id in records), None)
        call = call_so_far.call_so_far(meeting, told.get(chapter.id, []), candidates, now=now)
        found.append(Missing(chapter, had, record, asked.get(chapter.id, []), helpers, call))
    return found


def _asked(held: Sequence[Presenter]) -> dict[int, list[Asked]]:
    names = {one.id: one.name for one in held if one.state is AssignmentState.SUGGESTED}
    rows = select(Assignment.chapter_id, Assignment.id, Assignment.created_at, Assignment.answer_until)
    asked = rows.where(Assignment.id.in_(names)).order_by(Assignment.id)
    found: dict[int, list[Asked]] = {}
    for chapter_id, id_, since, until in db.session.execute(asked):
        found.setdefault(chapter_id, []).append(Asked(names[id_], since, until))
    return found


def _thoughts(chapter_ids: Sequence[int]) -> dict[tuple[int, int], int]:
    counts = select(Thought.chapter_id, Thought.user_id, func.count())
    there = counts.where(Thought.chapter_id.in_(chapter_ids), Thought.deleted_at.is_(None))
    rows = db.session.execute(there.group_by(Thought.chapter_id, Thought.user_id))
    return {(chapter_id, user_id): count for chapter_id, user_id, count in rows}


def _records(held: Sequence[Presenter]) -> dict[int, Record]:
    wanting = [one.id for one in held if one.state is AssignmentState.COVER_WANTED]
    rows = (
        select(AuditEvent.subject_id, User.id, User.name, AuditEvent.at)
        .join(User, User.id == AuditEvent.actor_id)
        .where(AuditEvent.subject_kind == "assignment", AuditEvent.action == covering.ACTION)
        .where(AuditEvent.subject_id.in_(wanting))
        .order_by(AuditEvent.id)
    )
    return {id_: Record(user_id, name, at) for id_, user_id, name, at in db.session.execute(rows)}
