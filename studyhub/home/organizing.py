"""What an organiser decides on in a session's own sheet, or is led to after it, does not wait a second time below."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from studyhub.home.latest import Ended
from studyhub.home.waiting import Waiting
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import Meeting
from studyhub.meetings.running.day import Day

# Of what stands under it the sheet "after the session" asks the same.
ATTENDANCE = "meetings/waits/attendance.html"


def without(waiting: Waiting, days: Iterable[Day | None], ended: Iterable[Ended]) -> Waiting:
    """What waits beside the chapters that the sheets of these sessions ask about, and who came to those just over."""
    asked_ids = {day.missing.chapter.id for day in days if day and day.missing}
    over_ids = {one.meeting.id for one in ended}
    kinds = [(name, _beside(name, things, asked_ids, over_ids)) for name, things in waiting.kinds]
    return replace(waiting, kinds=tuple((name, things) for name, things in kinds if things))


def _beside(name: str, things: Sequence[Any], asked_ids: Collection[int], over_ids: Collection[int]) -> Sequence[Any]:
    if name == ATTENDANCE:
        return [one for one in things if not (isinstance(one, Meeting) and one.id in over_ids)]
    return [one for one in things if not _is_cover_for(one, asked_ids)]


def _is_cover_for(thing: object, chapter_ids: Collection[int]) -> bool:
    if not isinstance(thing, Assignment):
        return False
    return thing.state is AssignmentState.COVER_WANTED and thing.chapter_id in chapter_ids
