"""A proposal ends: it is taken back, nobody answers in time, or the chapters have changed. Does not commit."""

from datetime import datetime

from sqlalchemy import select

from studyhub.db import db
from studyhub.meetings import telling
from studyhub.meetings.assigning.between import payload, queries
from studyhub.meetings.assigning.between.models import Proposal, ProposalState
from studyhub.meetings.assigning.models import MeetingChapter
from studyhub.people.models import User

LOOKED_AT = 200
MINUTE_SECONDS = 60


def end(proposal: Proposal, state: ProposalState, cause: str, *, by: User | None, now: datetime) -> None:
    """End one that must be locked, and tell both; `by` is left out."""
    proposal.end(state, now=now)
    place = select(MeetingChapter.meeting_id).where(MeetingChapter.chapter_id == proposal.chapter_id)
    carried = payload.of_ended(proposal, db.session.scalar(place), cause)
    told = [(one, f"proposal_ended:{proposal.id}", carried) for one in (proposal.proposer, proposal.asked)]
    telling.tell("proposal_ended", told, by=by, now=now)


def end_what_is_over(now: datetime) -> None:
    """End what nobody answered in time, and what does not stand any more. A tick of the worker.

    However many are open, one tick looks at LOOKED_AT: those that follow have their turn a minute later. No page shows
    meanwhile what does not stand.
    """
    # Whoever locks these second reads them again, and finds them ended.
    for one in db.session.scalars(queries.lapsed(), {"now": now, "many": LOOKED_AT}).all():
        end(one, ProposalState.ENDED, "silence", by=None, now=now)
    db.session.flush()
    turns = -(-queries.open_count() // LOOKED_AT) or 1
    skipped = int(now.timestamp() // MINUTE_SECONDS) % turns * LOOKED_AT
    for one in db.session.scalars(queries.fallen(), {"now": now, "many": LOOKED_AT, "skipped": skipped}).all():
        end(one, ProposalState.ENDED, "changed", by=None, now=now)
