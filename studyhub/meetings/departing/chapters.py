"""Chapters, and what is said about them, where two accounts of one person are made one. Nothing here commits.

The meetings must be locked.
"""

from datetime import datetime

from sqlalchemy import delete, or_, select

from studyhub.db import db
from studyhub.ledger.models import DutyEntry
from studyhub.meetings.assigning.between import ending
from studyhub.meetings.assigning.between.models import Proposal, ProposalState
from studyhub.meetings.assigning.models import CURRENT_STATES, Assignment, AssignmentState, ChapterCall
from studyhub.meetings.thoughts.models import ReadTick, ThoughtLike
from studyhub.people.models import User
from studyhub.people.pairs import pairs

# Of two of the same chapter the one that is further on is kept.
_ORDER = (
    AssignmentState.PRESENTED,
    AssignmentState.READY,
    AssignmentState.ACCEPTED,
    AssignmentState.COVER_WANTED,
    AssignmentState.SUGGESTED,
)


def settle_assignments(going: User, staying: User, *, now: datetime) -> None:
    """Present a chapter once; what was presented with both accounts counts once as a duty."""
    held = select(Assignment).where(Assignment.user_id.in_([going.id, staying.id]))
    current = db.session.scalars(held.where(Assignment.state.in_(CURRENT_STATES))).all()
    skipped = db.session.scalars(held.where(Assignment.state == AssignmentState.SKIPPED).order_by(Assignment.id)).all()
    ranked = sorted(current, key=lambda one: (_ORDER.index(one.state), one.created_at, one.id))
    # Two that a cancellation dropped would both come back.
    twice = [*pairs(ranked, lambda one: one.chapter_id), *pairs(skipped, lambda one: one.chapter_id)]
    for _, other in twice:
        if other.state is AssignmentState.PRESENTED:
            other.move_to(AssignmentState.ACCEPTED, now=now)
        other.move_to(AssignmentState.GIVEN_BACK, now=now)
    sources = [f"presented:{other.id}" for _, other in twice]
    db.session.execute(delete(DutyEntry).where(DutyEntry.source.in_(sources)))
    db.session.flush()


def settle_likes_and_ticks(going: User, staying: User) -> None:
    """Like a thought once, and have read a chapter once, since the earlier moment."""
    both = [going.id, staying.id]
    likes = db.session.scalars(select(ThoughtLike).where(ThoughtLike.user_id.in_(both)).order_by(ThoughtLike.id))
    ticks = db.session.scalars(select(ReadTick).where(ReadTick.user_id.in_(both)).order_by(ReadTick.read_at))
    twice = [*pairs(likes, lambda one: one.thought_id), *pairs(ticks, lambda one: one.chapter_id)]
    for _, other in twice:
        db.session.delete(other)
    db.session.flush()


def settle_calls(going: User, staying: User) -> None:
    """Have been told once that a chapter wants a presenter."""
    both = select(ChapterCall).where(ChapterCall.user_id.in_([going.id, staying.id])).order_by(ChapterCall.id)
    for _, other in pairs(db.session.scalars(both), lambda one: (one.chapter_id, one.meeting_id)):
        db.session.delete(other)
    db.session.flush()


def settle_proposals(going: User, staying: User, *, now: datetime) -> None:
    """End what was proposed by or to the account that goes; nobody is told of what one proposed to the other."""
    both = {going.id, staying.id}
    theirs = select(Proposal).where(or_(Proposal.proposer_id == going.id, Proposal.asked_id == going.id))
    # As the worker locks those that are over.
    theirs = theirs.order_by(Proposal.id)
    for one in db.session.scalars(theirs.where(Proposal.state == ProposalState.ASKED).with_for_update(of=Proposal)):
        if {one.proposer_id, one.asked_id} == both:
            one.end(ProposalState.ENDED, now=now)
        else:
            ending.end(one, ProposalState.ENDED, "changed", by=None, now=now)
    db.session.flush()
