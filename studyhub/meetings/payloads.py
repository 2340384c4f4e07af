"""What messages about a meeting carry: facts of the moment they were decided on, moments as ISO strings."""

from typing import Any

from studyhub.circles.models import Chapter
from studyhub.meetings.assigning.models import Assignment
from studyhub.meetings.models import Meeting, MeetingState


def of_meeting(meeting: Meeting) -> dict[str, Any]:
    """Which meeting it is and when."""
    return {
        "meeting_id": meeting.id,
        "circle": meeting.circle.title,
        "number": meeting.number or meeting.called_off_number,
        "title": meeting.title,
        "zone": meeting.circle.time_zone,
        **time_and_place(meeting),
    }


def time_and_place(meeting: Meeting) -> dict[str, Any]:
    """What "old → new" compares."""
    return {
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "place": meeting.place,
        "online_url": meeting.online_url,
    }


def date_or_none(meeting: Meeting) -> dict[str, Any] | None:
    """When and where the meeting is at present; None while its date is open."""
    return None if meeting.state is MeetingState.POSTPONED else time_and_place(meeting)


def of_chapter_alone(chapter: Chapter) -> dict[str, Any]:
    """Which chapter it is, and what it is called."""
    return {
        "chapter_id": chapter.id,
        "chapter_number": chapter.number,
        "chapter_kind": chapter.kind,
        "chapter_title": chapter.title,
    }


def of_chapter(meeting: Meeting, assignment: Assignment) -> dict[str, Any]:
    """Which chapter of which meeting, and who presents it."""
    return {
        **of_meeting(meeting),
        **of_chapter_alone(assignment.chapter),
        "presenter": assignment.presenter_name,
        "presenter_id": assignment.user_id,
        "basis": assignment.basis,
        "asks_next": assignment.asks_next,
        "answer_until": assignment.answer_until.isoformat() if assignment.answer_until else None,
    }
