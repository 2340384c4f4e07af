"""On the day of a session: what whoever organises it has to decide on, or that all is ready."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from studyhub.circles.models import Chapter
from studyhub.home.waiting import Waiting
from studyhub.meetings import rules
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.cover import last_minute
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.assigning.queries import Presenter, ReadChapter
from studyhub.meetings.models import Meeting


@dataclass(frozen=True)
class Missing:
    """A chapter nobody presents; `names` are those who cannot, none where nobody ever had it."""

    chapter: Chapter
    names: Sequence[str]


@dataclass(frozen=True)
class Day:
    """How the session stands: the first chapter to decide on, those whose answer is waited for, and those in hands."""

    meeting: Meeting
    missing: Missing | None
    unanswered: Sequence[Chapter]
    in_hands: Sequence[Chapter]


def day_of(meeting: Meeting, read: Sequence[ReadChapter], *, now: datetime) -> Day:
    """How the session of today stands, by what is read in it."""
    if not rules.takes_presenters(meeting, now):
        return Day(meeting, None, (), ())
    held: dict[int, list[Presenter]] = {}
    for one in chapter_queries.presenters(meeting):
        if not one.has_lapsed(now):
            held.setdefault(one.chapter_id, []).append(one)
    presented = [one for one in read if not one.is_read_together]
    missing = [found for one in presented if (found := _missing(one, held.get(one.chapter.id, [])))]
    asked = [one.chapter for one in presented if _is_asked(held.get(one.chapter.id, []))]
    in_hands = [one.chapter for one in presented if _is_in_hands(held.get(one.chapter.id, []))]
    # Who dropped out comes before what nobody ever had: more people count on it.
    return Day(meeting, min(missing, key=lambda one: not one.names, default=None), asked, in_hands)


def _missing(one: ReadChapter, held: Sequence[Presenter]) -> Missing | None:
    if last_minute.is_lost([who.state for who in held]):
        return Missing(one.chapter, [who.name for who in held if who.state is AssignmentState.COVER_WANTED])
    return Missing(one.chapter, []) if one.is_open else None


def _is_asked(held: Sequence[Presenter]) -> bool:
    return bool(held) and all(who.state is AssignmentState.SUGGESTED for who in held)


def _is_in_hands(held: Sequence[Presenter]) -> bool:
    states = [who.state for who in held]
    return not last_minute.is_lost(states) and any(state is not AssignmentState.SUGGESTED for state in states)


def without(waiting: Waiting, day: Day | None) -> Waiting:
    """What waits beside the chapter that the session's own sheet asks about."""
    if day is None or day.missing is None:
        return waiting
    asked_id = day.missing.chapter.id
    kinds = [(name, [one for one in things if not _is_cover_for(one, asked_id)]) for name, things in waiting.kinds]
    return replace(waiting, kinds=tuple((name, things) for name, things in kinds if things))


def _is_cover_for(thing: object, chapter_id: int) -> bool:
    if not isinstance(thing, Assignment):
        return False
    return thing.state is AssignmentState.COVER_WANTED and thing.chapter_id == chapter_id
