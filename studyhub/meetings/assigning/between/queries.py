"""Fetching proposals: which of them still stand is part of the question, for pages and for whoever answers alike."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from studyhub.circles import queries as circles
from studyhub.circles.models import Chapter, Participation
from studyhub.db import db, kept
from studyhub.meetings.assigning import obstacle_facts
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.between.models import Proposal, ProposalState
from studyhub.meetings.assigning.models import CURRENT_STATES, IS_THEIRS, Assignment, MeetingChapter
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.people.models import User
from studyhub.people.readers import READER, read_by
from studyhub.people.waiting import SHOWN

NOW = chapter_queries.NOW
# What one has and can give to somebody else.


class Proposed(NamedTuple):
    """A proposal, and the meetings that read its two chapters; the second only where it is a swap."""

    proposal: Proposal
    meeting: Meeting
    for_meeting: Meeting | None

    def is_about(self, chapter: Chapter) -> bool:
        """Whether it is one of the chapters that would go to somebody else."""
        return chapter.id in (self.proposal.chapter_id, self.proposal.for_chapter_id)


def stands() -> ColumnElement[bool]:
    """Whether both could still do what is proposed: each chapter is its giver's, and its taker may present it."""
    for_nothing = Proposal.for_chapter_id.is_(None)
    given = _can_go(Proposal.chapter_id, Proposal.proposer_id, Proposal.asked_id)
    taken = _can_go(Proposal.for_chapter_id, Proposal.asked_id, Proposal.proposer_id)
    return and_(Proposal.state == ProposalState.ASKED, given, or_(for_nothing, taken))


def _can_go(chapter_id: Any, giver_id: Any, taker_id: Any) -> ColumnElement[bool]:
    here = chapter_queries.placed(select(Chapter.id)).order_by(None).where(Chapter.id == chapter_id)
    held = here.join(Assignment, Assignment.chapter_id == Chapter.id).where(
        Assignment.user_id == giver_id, Assignment.state.in_(IS_THEIRS)
    )
    taken = held.join(Participation, Participation.circle_id == Meeting.circle_id).join(
        User, User.id == Participation.user_id
    )
    may = taken.where(User.id == taker_id, obstacle_facts.presents())
    changes_hands = may.where(chapter_queries.takes_presenter(), has_not_begun())
    return and_(changes_hands.correlate(Proposal).exists(), ~_holds(chapter_id, taker_id))


def has_not_begun() -> ColumnElement[bool]:
    """Whether a meeting has not begun, or waits for a date."""
    is_soon = and_(Meeting.state == MeetingState.SCHEDULED, Meeting.starts_at > NOW)
    return or_(Meeting.state == MeetingState.POSTPONED, is_soon)


def _holds(chapter_id: Any, user_id: Any) -> ColumnElement[bool]:
    """Whether somebody has the chapter already, or is asked for it."""
    theirs = aliased(Assignment)
    held = select(theirs.id).where(theirs.chapter_id == chapter_id, theirs.user_id == user_id)
    return held.where(theirs.state.in_(CURRENT_STATES)).correlate(Proposal).exists()


def asked_of(user: User, now: datetime) -> Sequence[Proposed]:
    """What the person can answer, in the order it was asked."""
    return [Proposed(*row) for row in db.session.execute(asked_of_rows(), read_by(user) | {"now": now})]


@kept
def asked_of_rows() -> Select[*tuple[Any, ...]]:
    """Asks `asked_of`."""
    return _standing().where(Proposal.asked_id == READER).limit(SHOWN)


def in_meeting(meeting: Meeting, user: User, now: datetime) -> Sequence[Proposed]:
    """What the person can answer or has proposed, of chapters that are read in a meeting."""
    asked = read_by(user) | {"now": now, "meeting_id": meeting.id}
    return [Proposed(*row) for row in db.session.execute(_in_meeting(), asked)]


@kept
def any_in_meeting() -> ColumnElement[bool]:
    """Whether `in_meeting` finds anything; to be executed with what it is executed with.

    Mostly there is nothing; to get ready for a proposal, two meetings and all around them takes SQLAlchemy longer than
    the page's four other questions about its chapters.
    """
    rows = _in_meeting().with_only_columns(Proposal.id, maintain_column_froms=True).order_by(None)
    return rows.exists()


@kept
def _in_meeting() -> Select[*tuple[Any, ...]]:
    here = select(MeetingChapter.chapter_id).where(MeetingChapter.meeting_id == bindparam("meeting_id"))
    is_theirs = or_(Proposal.asked_id == READER, Proposal.proposer_id == READER)
    return _standing().where(is_theirs, or_(Proposal.chapter_id.in_(here), Proposal.for_chapter_id.in_(here)))


def one(proposal_id: int, user: User, now: datetime) -> Proposed | None:
    """One that still stands and is the person's to answer or to take back, or None."""
    asked = read_by(user) | {"now": now, "proposal_id": proposal_id}
    row = db.session.execute(_one().execution_options(populate_existing=True), asked).first()
    return Proposed(*row) if row else None


@kept
def _one() -> Select[*tuple[Any, ...]]:
    is_theirs = or_(Proposal.asked_id == READER, Proposal.proposer_id == READER)
    return _standing().where(is_theirs, Proposal.id == bindparam("proposal_id"))


def _standing() -> Select[*tuple[Any, ...]]:
    place, for_place = aliased(MeetingChapter), aliased(MeetingChapter)
    meeting, for_meeting = aliased(Meeting), aliased(Meeting)
    return (
        select(Proposal, meeting, for_meeting)
        .join(place, place.chapter_id == Proposal.chapter_id)
        .join(meeting, meeting.id == place.meeting_id)
        .outerjoin(for_place, for_place.chapter_id == Proposal.for_chapter_id)
        .outerjoin(for_meeting, for_meeting.id == for_place.meeting_id)
        .where(stands(), Proposal.answer_until > NOW, circles.is_visible(meeting.circle_id, is_member=True))
        .options(
            joinedload(Proposal.chapter),
            joinedload(Proposal.for_chapter),
            joinedload(Proposal.proposer),
            joinedload(Proposal.asked),
            joinedload(meeting.circle),
        )
        .order_by(Proposal.created_at, Proposal.id)
    )


def can_give(chapter: Chapter, user: User) -> bool:
    """Whether a chapter is the person's, and not presented yet."""
    mine = select(Assignment.id).where(Assignment.chapter_id == chapter.id, Assignment.user_id == user.id)
    return db.session.scalar(mine.where(Assignment.state.in_(IS_THEIRS))) is not None


class Exchangeable(NamedTuple):
    """A chapter somebody else has, for which one could offer one's own."""

    assignment_id: int
    user_id: int
    name: str
    chapter: Chapter
    meeting: Meeting


def exchangeable(meeting: Meeting, chapter: Chapter, user: User, now: datetime) -> list[Exchangeable]:
    """Chapters of others in coming meetings of the circle that could be swapped for this one, in order of time."""
    rows = chapter_queries.placed(select(Assignment.id, User.id, User.name, Chapter, Meeting))
    held = rows.join(Assignment, Assignment.chapter_id == Chapter.id).join(User, User.id == Assignment.user_id)
    in_circle = held.join(Participation, Participation.user_id == User.id).where(
        Participation.circle_id == Meeting.circle_id, obstacle_facts.presents()
    )
    coming = in_circle.where(Meeting.circle_id == meeting.circle_id, chapter_queries.takes_presenter(), has_not_begun())
    others = coming.where(Chapter.id != chapter.id, User.id != user.id, Assignment.state.in_(IS_THEIRS))
    # Nobody who has a part in this chapter, and no chapter the person has a part in.
    part_here, mine = (select(Assignment).where(Assignment.state.in_(CURRENT_STATES)) for _ in range(2))
    here = part_here.where(Assignment.chapter_id == chapter.id).with_only_columns(Assignment.user_id)
    own = mine.where(Assignment.user_id == user.id).with_only_columns(Assignment.chapter_id)
    free = others.where(User.id.not_in(_certain(here, Assignment.user_id)), Chapter.id.not_in(own))
    ordered = free.order_by(None).order_by(Meeting.starts_at, Chapter.position, Assignment.id)
    return [Exchangeable(*row) for row in db.session.execute(ordered, {"now": now})]


def _certain(ids: Any, column: Any) -> Any:
    # NOT IN of anything with a null in it is never true.
    return ids.where(column.is_not(None))


def takers(meeting: Meeting, chapter: Chapter) -> Select[User]:
    """Who takes part in the circle, presents, and has no part in this chapter: whom it can be handed to."""
    held = select(Assignment.user_id).where(Assignment.chapter_id == chapter.id, Assignment.user_id.is_not(None))
    rows = select(User).join(Participation, Participation.user_id == User.id)
    here = rows.where(Participation.circle_id == meeting.circle_id, obstacle_facts.presents())
    return here.where(User.id.not_in(held.where(Assignment.state.in_(CURRENT_STATES)))).order_by(User.reading, User.id)


def open_count() -> int:
    """How many proposals wait for an answer, or do not stand any more and are still to be ended."""
    return db.session.scalar(_open_count()) or 0


@kept
def _open_count() -> Select[int]:
    return select(func.count()).select_from(Proposal).where(Proposal.state == ProposalState.ASKED)


@kept
def lapsed() -> Select[Proposal]:
    """Open proposals that nobody answered by `now`, at most `many`; in order of id, locked."""
    rows = select(Proposal).where(Proposal.state == ProposalState.ASKED, Proposal.answer_until <= NOW)
    return _locked(rows.order_by(Proposal.id).limit(bindparam("many")))


@kept
def fallen() -> Select[Proposal]:
    """Of `many` open proposals, once `skipped` are left out, those that do not stand any more; as `lapsed`."""
    looked_at = select(Proposal.id).where(Proposal.state == ProposalState.ASKED).order_by(Proposal.id)
    some = looked_at.offset(bindparam("skipped")).limit(bindparam("many")).subquery()
    # In a subquery of its own: whether one stands is asked of those few alone.
    return _locked(select(Proposal).join(some, some.c.id == Proposal.id).where(~stands()).order_by(Proposal.id))


def _locked(rows: Select[Proposal]) -> Select[Proposal]:
    return rows.with_for_update(of=Proposal).execution_options(populate_existing=True)


def meeting_of(proposal_id: int, user: User) -> int | None:
    """The id of the meeting that reads the chapter of a proposal by or to the person, whatever became of it."""
    asked = read_by(user) | {"proposal_id": proposal_id}
    return db.session.scalar(_meeting_of(), asked)


@kept
def _meeting_of() -> Select[int]:
    rows = select(Meeting.id).join(MeetingChapter, MeetingChapter.meeting_id == Meeting.id)
    here = rows.join(Proposal, Proposal.chapter_id == MeetingChapter.chapter_id)
    is_theirs = or_(Proposal.asked_id == READER, Proposal.proposer_id == READER)
    return here.where(
        Proposal.id == bindparam("proposal_id"), is_theirs, circles.is_visible(Meeting.circle_id, is_member=True)
    )
