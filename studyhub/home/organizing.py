"""What an organiser decides on in a session's own sheet does not wait a second time below it."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from studyhub.home.waiting import Waiting
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.running.day import Day


def without(waiting: Waiting, days: Iterable[Day | None]) -> Waiting:
    """What waits beside the chapters that the sheets of these sessions ask about."""
    asked_ids = {day.missing.chapter.id for day in days if day and day.missing}
    kinds = [(name, [one for one in things if not _is_cover_for(one, asked_ids)]) for name, things in waiting.kinds]
    return replace(waiting, kinds=tuple((name, things) for name, things in kinds if things))


def _is_cover_for(thing: object, chapter_ids: Collection[int]) -> bool:
    if not isinstance(thing, Assignment):
        return False
    return thing.state is AssignmentState.COVER_WANTED and thing.chapter_id in chapter_ids
