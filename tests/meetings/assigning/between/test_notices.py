"""A notice that asks for an answer to a proposal is read by itself once nobody waits for the answer any more."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from studyhub.db import db
from studyhub.delivery import inbox
from studyhub.delivery.models import InboxItem
from studyhub.meetings.assigning import assignments
from studyhub.meetings.assigning.between import ending, notices, proposing
from studyhub.meetings.assigning.between.models import Proposal
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, claim


def propose(cast: Cast) -> Proposal:
    claim(cast, cast.botan)
    return proposing.propose(cast.meeting, chapter_of(cast.meeting), cast.aki, None, by=cast.botan, now=NOON)


def unread(user: User, now: datetime = NOON) -> list[str]:
    """What this person has yet to answer, once the worker has looked."""
    inbox.deliver_due(now)
    ending.end_what_is_over(now)
    notices.end_answered(now)
    db.session.commit()
    mine = db.select(InboxItem.kind).where(InboxItem.user_id == user.id, InboxItem.read_at.is_(None))
    return list(db.session.scalars(mine.where(InboxItem.kind == notices.KIND)))


def accept(cast: Cast, proposal: Proposal) -> None:
    proposing.accept(proposal.id, cast.aki, now=NOON)


def decline(cast: Cast, proposal: Proposal) -> None:
    proposing.decline(proposal.id, cast.aki, now=NOON)


def withdraw(cast: Cast, proposal: Proposal) -> None:
    proposing.withdraw(proposal.id, cast.botan, now=NOON)


def give_back(cast: Cast, proposal: Proposal) -> None:
    assignments.give_back(cast.meeting, proposal.chapter, cast.botan, now=NOON)


@pytest.mark.parametrize("act", [accept, decline, withdraw, give_back])
def test_it_lasts_until_there_is_nothing_to_answer(cast: Cast, act: Callable[[Cast, Proposal], None]) -> None:
    proposal = propose(cast)
    assert unread(cast.aki) == [notices.KIND]

    act(cast, proposal)

    assert unread(cast.aki) == []


@pytest.mark.parametrize("is_old", [False, True])
def test_silence_ends_it(cast: Cast, is_old: bool) -> None:
    proposal = propose(cast)
    inbox.deliver_due(NOON)
    if is_old:
        # As it was written before StudyHub was updated.
        item = db.session.scalars(db.select(InboxItem).where(InboxItem.kind == notices.KIND)).one()
        item.payload = {name: value for name, value in item.payload.items() if name != "proposal_id"}
    assert unread(cast.aki) == [notices.KIND]

    assert unread(cast.aki, proposal.answer_until) == []


def test_a_mail_that_still_waits_is_not_sent_for_nothing(cast: Cast) -> None:
    proposal = propose(cast)
    payload = {"proposal_id": proposal.id, "answer_until": proposal.answer_until.isoformat()}
    assert notices.is_waited_for(payload, cast.aki, NOON)

    proposing.withdraw(proposal.id, cast.botan, now=NOON)

    assert not notices.is_waited_for(payload, cast.aki, NOON + timedelta(minutes=1))
