"""A presenter proposes to swap a chapter with somebody else's, or to hand it on; that person answers by one press.

Nothing changes until they accept. Rules: docs/rules.md, Give and take. Nothing here commits.
"""

from datetime import datetime

from sqlalchemy import Select, select

from studyhub.audit import trail
from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings import queries, rules, telling
from studyhub.meetings.assigning.between import ending, handing, payload
from studyhub.meetings.assigning.between import queries as between
from studyhub.meetings.assigning.between.models import Proposal, ProposalState
from studyhub.meetings.assigning.between.queries import Proposed
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import seats
from studyhub.people.models import User


class ProposalOver(Exception):
    """It was answered or taken back, its time is over, or the chapters have changed."""


class CannotPropose(Exception):
    """The chapter is not the person's to give, or the other cannot take it or give theirs for it."""


def propose(
    meeting: Meeting, chapter: Chapter, to: User, for_chapter: Chapter | None, *, by: User, now: datetime
) -> Proposal:
    """Ask somebody to present a chapter of one's own, for one of theirs or for nothing.

    It takes the place of what was proposed of this chapter before; the same proposed twice is one. Answers are waited
    for as those to a suggestion, by the meeting that comes first. Raises CannotPropose.
    """
    seats.lock_all(meeting.circle)
    for before in db.session.scalars(_open_of(chapter, by)).all():
        if (before.asked_id, before.for_chapter_id) == (to.id, for_chapter.id if for_chapter else None):
            return before
        ending.end(before, ProposalState.WITHDRAWN, "withdrawn", by=by, now=now)
    db.session.flush()
    new = Proposal(created_at=now, answer_until=rules.answer_until(meeting, now))
    new.chapter, new.for_chapter, new.proposer, new.asked = chapter, for_chapter, by, to
    db.session.add(new)
    db.session.flush()
    found = between.one(new.id, by, now)
    if found is None:
        raise CannotPropose
    if found.for_meeting is not None:
        new.answer_until = min(new.answer_until, rules.answer_until(found.for_meeting, now))
    trail.record("chapter.proposed", chapter, by=by, now=now, circle_id=meeting.circle_id)
    carried = payload.of_proposal(*found)
    telling.tell("chapter_proposed", [(to, f"chapter_proposed:{new.id}", carried)], by=by, now=now)
    return new


def _open_of(chapter: Chapter, by: User) -> Select[Proposal]:
    rows = select(Proposal).where(Proposal.chapter_id == chapter.id, Proposal.proposer_id == by.id)
    return rows.where(Proposal.state == ProposalState.ASKED).with_for_update(of=Proposal)


def decline(proposal_id: int, user: User, *, now: datetime) -> None:
    """Say no to what one was asked; whoever proposed it is told. Raises ProposalOver."""
    found = _locked(proposal_id, user, now=now)
    if found.proposal.asked_id != user.id:
        raise ProposalOver
    found.proposal.end(ProposalState.DECLINED, now=now)
    _record(found, "declined", by=user, now=now)
    _tell_proposer(found, is_accepted=False, by=user, now=now)


def withdraw(proposal_id: int, user: User, *, now: datetime) -> None:
    """Take back what one proposed; whoever was asked is told. Raises ProposalOver."""
    found = _locked(proposal_id, user, now=now)
    if found.proposal.proposer_id != user.id:
        raise ProposalOver
    ending.end(found.proposal, ProposalState.WITHDRAWN, "withdrawn", by=user, now=now)
    _record(found, "withdrawn", by=user, now=now)


def accept(proposal_id: int, user: User, *, now: datetime) -> Proposed:
    """Say yes: the chapters change hands at once, and whoever proposed it and the organisers are told.

    Raises ProposalOver.
    """
    found = _locked(proposal_id, user, now=now)
    proposal, meeting, for_meeting = found
    if proposal.asked_id != user.id:
        raise ProposalOver
    proposal.end(ProposalState.ACCEPTED, now=now)
    handing.hand_on(meeting, proposal.chapter, proposal.proposer, proposal.asked, now=now)
    if proposal.for_chapter is not None and for_meeting is not None:
        handing.hand_on(for_meeting, proposal.for_chapter, proposal.asked, proposal.proposer, now=now)
    _record(found, "agreed", by=user, now=now)
    _tell_proposer(found, is_accepted=True, by=user, now=now)
    _tell_organizers(found, by=user, now=now)
    return found


def _locked(proposal_id: int, user: User, *, now: datetime) -> Proposed:
    """One that still stands and is this person's, read again under the locks of its circle and its own row."""
    seen = between.one(proposal_id, user, now)
    if seen is None:
        raise ProposalOver
    seats.lock_all(seen.meeting.circle)
    # The worker that ends what is over locks the row alone.
    db.session.refresh(seen.proposal, ["state"], with_for_update=True)
    found = between.one(proposal_id, user, now)
    if found is None:
        raise ProposalOver
    return found


def _record(found: Proposed, word: str, *, by: User, now: datetime) -> None:
    chapter, circle_id = found.proposal.chapter, found.meeting.circle_id
    trail.record(f"chapter.proposal_{word}", chapter, by=by, now=now, circle_id=circle_id)


def _tell_proposer(found: Proposed, *, is_accepted: bool, by: User, now: datetime) -> None:
    carried = payload.of_proposal(*found) | {"is_accepted": is_accepted}
    told = [(found.proposal.proposer, f"proposal_answered:{found.proposal.id}", carried)]
    telling.tell("proposal_answered", told, by=by, now=now)


def _tell_organizers(found: Proposed, *, by: User, now: datetime) -> None:
    carried = payload.of_proposal(*found)
    told = [one for one in queries.organizers(found.meeting.circle) if one.id != found.proposal.proposer_id]
    key = f"proposal_agreed:{found.proposal.id}"
    telling.tell("proposal_agreed", [(one, key, carried) for one in told], by=by, now=now)
