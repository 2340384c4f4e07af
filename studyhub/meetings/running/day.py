"""On the day of a session: what its organisers have to decide on, whose answer is waited for, or that all is ready."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from studyhub.circles.models import Chapter, CircleKind
from studyhub.meetings import rules
from studyhub.meetings.assigning.cover import last_minute
from studyhub.meetings.assigning.models import AssignmentState
from studyhub.meetings.assigning.queries import Presenter, ReadChapter
from studyhub.meetings.models import Meeting


@dataclass(frozen=True)
class Missing:
    """A chapter nobody presents; `names` are those who cannot, none where nobody ever had it."""

    chapter: Chapter
    names: Sequence[str]


@dataclass(frozen=True)
class Day:
    """How the session stands: the first chapter to decide on, those whose answer is waited for, and those in hands.

    `has_scribe` is whether somebody who can writes its notes, `lacks_chapters` whether a book is read in its circle and
    nothing of it here.
    """

    meeting: Meeting
    missing: Missing | None
    unanswered: Sequence[Chapter]
    in_hands: Sequence[Chapter]
    has_scribe: bool
    lacks_chapters: bool

    @property
    def is_ready(self) -> bool:
        """Whether there is nothing to decide, to wait for or to name."""
        return self.missing is None and not self.unanswered and self.has_scribe and not self.lacks_chapters


def day_of(
    meeting: Meeting, read: Sequence[ReadChapter], presenters: Sequence[Presenter], *, has_scribe: bool, now: datetime
) -> Day:
    """How the session of today stands, by what is read in it and who presents that."""
    lacks_chapters = not read and meeting.circle.kind is CircleKind.READING
    if not rules.takes_presenters(meeting, now):
        return Day(meeting, None, (), (), has_scribe, lacks_chapters)
    held: dict[int, list[Presenter]] = {}
    for one in presenters:
        if not one.has_lapsed(now):
            held.setdefault(one.chapter_id, []).append(one)
    presented = [one for one in read if not one.is_read_together]
    missing = [found for one in presented if (found := _missing(one, held.get(one.chapter.id, [])))]
    asked = [one.chapter for one in presented if last_minute.awaits_answer(_states(held.get(one.chapter.id, [])))]
    in_hands = [one.chapter for one in presented if _is_in_hands(_states(held.get(one.chapter.id, [])))]
    # Who dropped out comes before what nobody ever had: more people count on it.
    first = min(missing, key=lambda one: not one.names, default=None)
    return Day(meeting, first, asked, in_hands, has_scribe, lacks_chapters)


def _states(held: Sequence[Presenter]) -> list[AssignmentState]:
    return [who.state for who in held]


def _missing(one: ReadChapter, held: Sequence[Presenter]) -> Missing | None:
    if last_minute.is_lost(_states(held)) and not last_minute.awaits_answer(_states(held)):
        return Missing(one.chapter, [who.name for who in held])
    return Missing(one.chapter, []) if one.is_open else None


def _is_in_hands(states: Sequence[AssignmentState]) -> bool:
    return not last_minute.is_lost(states) and any(state is not AssignmentState.SUGGESTED for state in states)
