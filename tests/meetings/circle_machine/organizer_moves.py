"""Moves of an organiser with chapters: read together, swapped, taken off, and decided about."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from studyhub.audit.models import AuditEvent
from studyhub.meetings.assigning import reading_together, suggestions, swapping
from studyhub.meetings.assigning.cover import deciding
from tests.meetings.circle_machine.arranging_model import Arranging
from tests.meetings.circle_machine.machine import CHAPTER, CHOICE, PERSON, CircleMachine, Practice

TOGETHER: list[Practice] = [
    (reading_together.read_together, Arranging.read_together),
    (reading_together.present_again, Arranging.present_again),
]


class OrganizerMoves(CircleMachine):
    """What was taken can be undone for a minute, what was decided taken back."""

    def __init__(self) -> None:
        super().__init__()
        self.swaps: list[AuditEvent] = []
        self.taken_off: list[AuditEvent] = []

    @rule(chapter=CHAPTER, practice=st.sampled_from(TOGETHER))
    def read_another_way(self, chapter: int, practice: Practice) -> None:
        really, in_model = practice
        now, place = self.later(), self.place_of(chapter)
        self.both(
            lambda: really(*place, by=self.people[0], now=now),
            lambda: in_model(self.model, chapter),
        )

    @rule(chapter=CHAPTER, other=CHAPTER)
    def swap(self, chapter: int, other: int) -> None:
        now, places = self.later(), [self.place_of(one) for one in (chapter, other)]
        self.both(
            lambda: self.swaps.append(swapping.swap(places[0], places[1], by=self.people[0], now=now)),
            lambda: self.model.swap(chapter, other),
        )

    @precondition(lambda self: self.model.swaps)
    @rule()
    def undo_swap(self) -> None:
        now, event = self.later(), self.swaps.pop()
        self.both(lambda: swapping.undo(event, by=self.people[0], now=now), self.model.undo_swap)

    @rule(chapter=CHAPTER, person=PERSON)
    def take_off(self, chapter: int, person: int) -> None:
        """Somebody who has a part, if anybody has."""
        present = self.model.with_part("suggested", "accepted", "cover_wanted")
        chapter, person = present[person % len(present)] if present else (chapter, person)
        now, place = self.later(), self.place_of(chapter)
        self.both(
            lambda: self.taken_off.append(
                suggestions.take_off(*place, self.row_of(chapter, person), by=self.people[0], now=now)
            ),
            lambda: self.model.take_off(chapter, person),
        )

    def row_of(self, chapter: int, person: int) -> int:
        """Of this person's part in a chapter; none has the number 0."""
        return next((one.id for one in self.rows_of(chapter) if one.user_id == self.people[person].id), 0)

    @precondition(lambda self: self.model.taken_off)
    @rule()
    def undo_taking_off(self) -> None:
        now, event = self.later(), self.taken_off.pop()
        self.both(lambda: suggestions.undo_taking_off(event, by=self.people[0], now=now), self.model.undo_taking_off)

    @rule(chapter=CHAPTER, instead=st.sampled_from(deciding.Instead))
    def decide(self, chapter: int, instead: deciding.Instead) -> None:
        """For a chapter and all of its meeting that are lost; if there is one that somebody has, for that."""
        present = self.model.with_part("accepted", "cover_wanted")
        chapter = present[chapter % len(present)][0] if present else chapter
        now, (meeting, _chapter) = self.later(), self.place_of(chapter)
        lost = [row for one in self.model.lost_with(chapter) for row in self.rows_of(one)]
        absent = [row.id for row in lost if row.state != "suggested"]
        self.both(
            lambda: deciding.decide(meeting, absent, instead, reason="Ill", by=self.people[0], now=now),
            lambda: self.model.decide(chapter, instead.value),
        )

    @precondition(lambda self: self.model.decisions)
    @rule(choice=CHOICE)
    def take_back(self, choice: int) -> None:
        """One of the newest decisions, taken back already or not."""
        newest = self.model.decisions[-2:]
        decision = newest[choice % len(newest)]
        number = decision.chapters[choice % len(decision.chapters)].number
        now, meeting = self.later(), self.real.meetings[decision.meeting]
        self.both(
            lambda: deciding.take_back(meeting, self.real.chapters[number], by=self.people[0], now=now),
            lambda: self.model.take_back(decision.meeting, number),
        )
