"""Asking people to present in a fair order, and the next one when somebody says no or stays silent. Does not commit.

All of it happens under the lock on the meeting, so two workers cannot ask two people. Rules: docs/fairness.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, or_, select

from studyhub.audit import trail
from studyhub.circles.models import Chapter, Circle
from studyhub.db import db
from studyhub.meetings import payloads, queries, rules, telling
from studyhub.meetings.assigning import assignments, pools, suggestions
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.assigning.pools import Pool
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.meetings.signing_up import seats
from studyhub.people.models import User

ASKED_AT_ONCE = 50


class NobodyLeft(Exception):
    """Everybody who could present was asked already, or cannot."""


@dataclass
class Outcome:
    """What asking for several chapters led to: who is asked, for which chapters nobody is left, and how many wait.

    Those that wait are further away: they are asked for by the next press.
    """

    asked: list[Assignment] = field(default_factory=list)
    left: list[Chapter] = field(default_factory=list)
    later: int = 0


def ask_first(meeting: Meeting, chapter: Chapter, *, by: User, now: datetime) -> Assignment:
    """Ask whoever is first in the fair order. Raises AssignmentClosed, ChapterTaken, NobodyLeft."""
    held = assignments.open_to_change(meeting, chapter, now=now)
    if not meeting.is_open(now):
        raise assignments.AssignmentClosed
    if assignments.without_lapsed(held, now=now):
        raise assignments.ChapterTaken
    asked = _ask(pools.read(meeting.circle, [meeting], now=now), meeting, chapter, by=by, now=now)
    if asked is None:
        raise NobodyLeft
    return asked


def ask_for_all(circle: Circle, *, by: User, now: datetime) -> Outcome:
    """Ask for the open chapters of the coming meetings, in order of time; each that is asked for counts at once.

    So many at a time as one press may take: nobody else writes meanwhile.
    """
    meetings = [one for one in seats.lock_all(circle) if one.is_open(now) and rules.takes_presenters(one, now)]
    chapters = chapter_queries.chapters_of(meeting.id for meeting in meetings)
    assignments.without_lapsed(_held([one for found in chapters.values() for one in found]), now=now)
    wanted = chapter_queries.open_in([meeting.id for meeting in meetings], now=now)
    pool, outcome = pools.read(circle, meetings, now=now), Outcome()
    for meeting in meetings:
        for chapter in chapters.get(meeting.id, []):
            if chapter.id not in wanted:
                continue
            if len(outcome.asked) + len(outcome.left) == ASKED_AT_ONCE:
                outcome.later += 1
            elif asked := _ask(pool, meeting, chapter, by=by, now=now):
                outcome.asked.append(asked)
            else:
                outcome.left.append(chapter)
    return outcome


def _held(chapters: Sequence[Chapter]) -> Sequence[Assignment]:
    current = chapter_queries.current(chapter.id for chapter in chapters).execution_options(populate_existing=True)
    return db.session.scalars(current).all()


def _ask(pool: Pool, meeting: Meeting, chapter: Chapter, *, by: User | None, now: datetime) -> Assignment | None:
    """Ask the first who can, and count it in the pool; None when nobody can. The meeting must be locked."""
    candidates = pool.candidates(meeting, chapter)
    if not candidates:
        return None
    first = candidates[0]
    user = db.session.get_one(User, first.person.user_id)
    pool.note(user.id, meeting, chapter)
    return suggestions.ask(meeting, chapter, user, by=by, now=now, basis=first.basis)


def decline(meeting: Meeting, chapter: Chapter, user: User, reason: str = "", *, now: datetime) -> Assignment:
    """Say no to a suggestion; a reason may be given, for organisers to read.

    What fairness suggested goes to the next person, or the organisers are told.
    Raises AssignmentClosed, NoAssignment, ImpossibleMove.
    """
    declined = assignments.move_mine(meeting, chapter, user, AssignmentState.DECLINED, reason, now=now)
    after_no(meeting, declined, now=now)
    return declined


def after_no(meeting: Meeting, declined: Assignment, *, now: datetime) -> None:
    """Ask the next person where fairness had asked, or tell the organisers. The meeting must be locked."""
    if declined.basis is not None and declined.asks_next:
        _go_on(meeting, declined, now=now)
    else:
        _tell_organizers("assignment_declined", meeting, declined, by=declined.user, now=now)


def stop(meeting: Meeting, chapter: Chapter, assignment_id: int, *, by: User, now: datetime) -> Assignment:
    """Ask nobody by itself after this person. Raises AssignmentClosed, NoAssignment."""
    held = assignments.open_to_change(meeting, chapter, now=now)
    found = next((one for one in held if one.id == assignment_id), None)
    if found is None:
        raise assignments.NoAssignment
    found.asks_next = False
    trail.record("chapter.asking_stopped", found, by=by, now=now, circle_id=meeting.circle_id)
    return found


def ask_after_silence(now: datetime) -> None:
    """End suggestions that nobody answered in time and ask the next person. A tick of the worker."""
    is_silent = (Assignment.state == AssignmentState.SUGGESTED, Assignment.answer_until <= now)
    rows = select(Meeting.id).join(Assignment, Assignment.meeting_id == Meeting.id).where(*is_silent)
    has_no_date = Meeting.state == MeetingState.POSTPONED
    is_on = or_(has_no_date, and_(Meeting.state != MeetingState.CANCELLED, Meeting.ends_at > now))
    # In order of id, as everywhere: two workers then never wait for each other.
    for meeting_id in db.session.scalars(rows.where(is_on).distinct().order_by(Meeting.id)).all():
        _end_silence(meeting_id, now=now)


def _end_silence(meeting_id: int, *, now: datetime) -> None:
    [meeting] = seats.lock([db.session.get_one(Meeting, meeting_id)])
    # What was read before the lock may be answered by now.
    silent = select(Assignment).where(
        Assignment.meeting_id == meeting.id,
        Assignment.state == AssignmentState.SUGGESTED,
        Assignment.answer_until <= now,
    )
    found = silent.order_by(Assignment.id).execution_options(populate_existing=True)
    for one in db.session.scalars(found).all():
        one.move_to(AssignmentState.GIVEN_BACK, now=now)
        trail.record("chapter.unanswered", one, by=None, now=now, circle_id=meeting.circle_id)
        # Shortly before the start only organisers ask, and they are told that nobody answered.
        if one.asks_next or not rules.asks_by_itself(meeting, now):
            _go_on(meeting, one, now=now)


def _go_on(meeting: Meeting, after: Assignment, *, now: datetime) -> None:
    """Ask whoever comes next for the chapter of an ended suggestion, unless others have it or are asked still."""
    chapter = chapter_queries.chapter(meeting, after.chapter_id)
    if chapter is None or not meeting.is_open(now) or not chapter_queries.is_unanswered(meeting, chapter, now=now):
        return
    asked = None
    if rules.asks_by_itself(meeting, now):
        asked = _ask(pools.read(meeting.circle, [meeting], now=now), meeting, chapter, by=None, now=now)
    if asked is None:
        _tell_organizers("nobody_left", meeting, after, by=None, now=now)


def _tell_organizers(kind: str, meeting: Meeting, about: Assignment, *, by: User | None, now: datetime) -> None:
    payload = payloads.of_chapter(meeting, about)
    told = [(one, f"{kind}:{about.id}", payload) for one in queries.organizers(meeting.circle)]
    telling.tell(kind, told, by=by, now=now)
