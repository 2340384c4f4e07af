"""Who could take a chapter: one rule, for the fair order, for one's first page and for the line under the spine.

What it has to know of people is read by one statement, however many they and the meetings are. Rules: docs/fairness.md.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum

from studyhub import zones
from studyhub.circles.models import Chapter
from studyhub.commitments.conflicts import Span, is_in_the_way
from studyhub.meetings.assigning import obstacle_facts
from studyhub.meetings.assigning.obstacle_facts import DaysAway, Fact, Has
from studyhub.meetings.models import Meeting
from studyhub.people.days.away import EVENING, Answer, answer
from studyhub.people.models import DayPart, User


class Obstacle(StrEnum):
    """Why somebody is not asked for a chapter."""

    NOT_IN = "not_in"
    HAS_IT = "has_it"
    NOT_COMING = "not_coming"
    AWAY = "away"
    REFUSED = "refused"
    OTHER_CIRCLE = "other_circle"
    BUSY = "busy"


@dataclass
class Known:
    """What is known of people at one moment. `note` keeps it true while several are asked.

    `presents` are pairs of a circle and a person, `seats` name for a meeting and a person the source of that
    commitment, `refused` are pairs of a chapter and a person.
    """

    presents: set[tuple[int, int]] = field(default_factory=set)
    seats: dict[tuple[int, int], str] = field(default_factory=dict)
    refused: set[tuple[int, int]] = field(default_factory=set)
    has: dict[int, list[Has]] = field(default_factory=lambda: defaultdict(list))
    away: dict[int, list[DaysAway]] = field(default_factory=lambda: defaultdict(list))
    evening: time = EVENING
    busy: dict[int, list[tuple[str, Span]]] = field(default_factory=lambda: defaultdict(list))

    def obstacle(self, user_id: int, meeting: Meeting, chapter: Chapter) -> Obstacle | None:
        """The first thing found that keeps somebody from taking a chapter of this meeting; None when they could."""
        if (meeting.circle_id, user_id) not in self.presents:
            return Obstacle.NOT_IN
        if any(one.chapter_id == chapter.id for one in self.has[user_id]):
            return Obstacle.HAS_IT
        if (chapter.id, user_id) in self.refused:
            return Obstacle.REFUSED
        if (meeting.id, user_id) not in self.seats:
            return Obstacle.NOT_COMING
        if self._said(user_id, meeting) is Answer.AWAY:
            return Obstacle.AWAY
        if self._has_another_that_week(user_id, meeting):
            return Obstacle.OTHER_CIRCLE
        return Obstacle.BUSY if self._is_busy(user_id, meeting) else None

    def can_come(self, user_id: int, meeting: Meeting) -> bool:
        """Whether somebody has a seat in a meeting, is not away, and has no other duty then or the night before."""
        has_seat = (meeting.id, user_id) in self.seats
        return has_seat and self._said(user_id, meeting) is not Answer.AWAY and not self._is_busy(user_id, meeting)

    def note(self, user_id: int, meeting: Meeting, chapter: Chapter) -> None:
        """Remember that somebody was just asked for a chapter."""
        self.has[user_id].append(Has(chapter.id, meeting.circle_id, meeting.starts_at))

    def would_rather_not(self, user_id: int, meeting: Meeting) -> bool:
        """Whether somebody is asked for this meeting only after all others."""
        return self._said(user_id, meeting) is Answer.RATHER_NOT

    def _said(self, user_id: int, meeting: Meeting) -> Answer:
        zone, periods = meeting.circle.time_zone, self.away[user_id]
        return answer(periods, meeting.starts_at, meeting.ends_at, zone=zone, evening=self.evening)

    def _has_another_that_week(self, user_id: int, meeting: Meeting) -> bool:
        others = [one for one in self.has[user_id] if one.circle_id != meeting.circle_id]
        return any(_week(one.starts_at, meeting) == _week(meeting.starts_at, meeting) for one in others)

    def _is_busy(self, user_id: int, meeting: Meeting) -> bool:
        # That somebody comes to the meeting itself is a commitment too.
        own, duty = self.seats.get((meeting.id, user_id)), Span(meeting.starts_at, meeting.ends_at)
        others = [span for source, span in self.busy[user_id] if source != own]
        return any(is_in_the_way(span, duty, meeting.circle.time_zone) for span in others)


def _week(moment: datetime, meeting: Meeting) -> tuple[int, int]:
    return zones.in_zone(moment, meeting.circle.time_zone).isocalendar()[:2]


def of_person(user: User, wanted: Sequence[tuple[Meeting, Chapter]], *, now: datetime) -> set[int]:
    """The ids of those of these chapters, each with its meeting, that somebody could take."""
    known = read([user.id], [meeting for meeting, _chapter in wanted], now=now)
    return {chapter.id for meeting, chapter in wanted if known.obstacle(user.id, meeting, chapter) is None}


def read(user_ids: Collection[int], meetings: Sequence[Meeting], *, now: datetime) -> Known:
    """What is known now of these people for these meetings, whose circles must be loaded."""
    known = Known()
    for kind, user_id, one, two, source, starts_at, ends_at, starts_on, ends_on in obstacle_facts.rows(
        user_ids, meetings, now=now
    ):
        match kind:
            case Fact.PRESENTS:
                known.presents.add((one, user_id))
            case Fact.SEATED:
                known.seats[one, user_id] = source
            case Fact.REFUSED:
                known.refused.add((one, user_id))
            case Fact.HAS:
                known.has[user_id].append(Has(one, two, starts_at))
            case Fact.AWAY:
                known.away[user_id].append(DaysAway(starts_on, ends_on, one, DayPart(source), bool(two)))
            case Fact.BUSY:
                known.busy[user_id].append((source, Span(starts_at, ends_at)))
            case Fact.EVENING:
                known.evening = time.fromisoformat(source)
    return known
