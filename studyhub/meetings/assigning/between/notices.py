"""Notices that ask for an answer to a proposal end with it: they count as read, and mail that waits is not sent.

Rules: docs/rules.md, Give and take. Nothing here commits.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, bindparam, select

from studyhub.db import db, kept
from studyhub.delivery import inbox
from studyhub.delivery.texts import Payload
from studyhub.meetings.assigning.between.models import Proposal, ProposalState
from studyhub.meetings.assigning.between.queries import NOW
from studyhub.people.models import User

KIND = "chapter_proposed"


def end_answered(now: datetime) -> None:
    """Mark as read what nobody waits for any more. A tick of the worker."""
    asked = {item.id: item.payload for item in inbox.unread_of({KIND})}
    if not asked:
        return
    waits = _open([id_ for payload in asked.values() if (id_ := payload.get("proposal_id"))], now)
    over = [item_id for item_id, payload in asked.items() if not _waits(payload, waits, now)]
    inbox.mark_items_read(over, now=now)


def is_waited_for(payload: Payload, reader: User, now: datetime) -> bool:
    """Whether an answer is still of use, as a mail asks that is about to leave."""
    proposal_id = payload.get("proposal_id")
    return _waits(payload, _open([proposal_id] if proposal_id else [], now), now)


def _waits(payload: Payload, open_ids: Collection[int], now: datetime) -> bool:
    # Those from before StudyHub was updated do not say which proposal it was.
    if "proposal_id" not in payload:
        return now < datetime.fromisoformat(payload["answer_until"])
    return payload["proposal_id"] in open_ids


def _open(proposal_ids: Collection[int], now: datetime) -> set[int]:
    return set(db.session.scalars(_asked(), {"ids": list(proposal_ids), "now": now}))


@kept
def _asked() -> Select[int]:
    named = select(Proposal.id).where(Proposal.id.in_(bindparam("ids", expanding=True)))
    return named.where(Proposal.state == ProposalState.ASKED, Proposal.answer_until > NOW)
