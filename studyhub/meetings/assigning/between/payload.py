"""What messages about a proposal carry."""

from typing import Any

from studyhub.circles.models import Chapter
from studyhub.meetings import payloads
from studyhub.meetings.assigning.between.models import Proposal
from studyhub.meetings.models import Meeting


def of_proposal(proposal: Proposal, meeting: Meeting, for_meeting: Meeting | None) -> dict[str, Any]:
    """Who proposes what to whom, and until when; `other` is the chapter that is given for it, with its meeting."""
    other = None
    if proposal.for_chapter is not None and for_meeting is not None:
        other = payloads.of_meeting(for_meeting) | _titled(proposal.for_chapter)
    return {
        **payloads.of_meeting(meeting),
        **_titled(proposal.chapter),
        "other": other,
        "proposer": proposal.proposer.name,
        "asked": proposal.asked.name,
        "answer_until": proposal.answer_until.isoformat(),
    }


def _titled(chapter: Chapter) -> dict[str, Any]:
    return {"chapter_id": chapter.id, "chapter_title": chapter.title}


def of_ended(proposal: Proposal, meeting_id: int | None, cause: str) -> dict[str, Any]:
    """Which proposal is over, and why: `silence`, `withdrawn`, or that the chapters have `changed`."""
    return {
        "chapter_title": proposal.chapter.title,
        "other_title": proposal.for_chapter.title if proposal.for_chapter else None,
        "proposer": proposal.proposer.name,
        "asked": proposal.asked.name,
        "meeting_id": meeting_id,
        "cause": cause,
    }
