"""What messages about a proposal carry."""

from typing import Any

from studyhub.meetings import payloads
from studyhub.meetings.assigning.between.models import Proposal
from studyhub.meetings.models import Meeting


def of_proposal(proposal: Proposal, meeting: Meeting, for_meeting: Meeting | None) -> dict[str, Any]:
    """Who proposes what to whom, and until when; `other` is the chapter that is given for it, with its meeting."""
    other = None
    if proposal.for_chapter is not None and for_meeting is not None:
        other = payloads.of_meeting(for_meeting) | payloads.of_chapter_alone(proposal.for_chapter)
    return {
        "proposal_id": proposal.id,
        **payloads.of_meeting(meeting),
        **payloads.of_chapter_alone(proposal.chapter),
        "other": other,
        "proposer": proposal.proposer.name,
        "asked": proposal.asked.name,
        "answer_until": proposal.answer_until.isoformat(),
    }


def of_ended(proposal: Proposal, meeting_id: int | None, cause: str) -> dict[str, Any]:
    """Which proposal is over, and why: `silence`, `withdrawn`, or that the chapters have `changed`."""
    return {
        **payloads.of_chapter_alone(proposal.chapter),
        "other": payloads.of_chapter_alone(proposal.for_chapter) if proposal.for_chapter else None,
        "proposer": proposal.proposer.name,
        "asked": proposal.asked.name,
        "meeting_id": meeting_id,
        "cause": cause,
    }
