"""Moves of an organiser with chapters: read together, swapped, taken off, and decided about."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from studyhub.meetings.assigning import reading_together, suggestions, swapping
from studyhub.meetings.assigning.cover import deciding
from studyhub.meetings.assigning.cover.deciding import Instead
from tests.meetings.circle_machine.arranging_model import Arranging
from tests.meetings.circle_machine.machine import CHAPTER, CHOICE, PERSON, CircleMachine, Practice

TOGETHER: list[Practice] = [
    (reading_together.read_together, Arranging.read_together),
    (reading_together.present_again, Arranging.present_again),
]
# Reading together is a press of its own too.
INSTEAD = [Instead.NEXT, Instead.NEXT, Instead.CALL_OFF, Instead.CALL_OFF, Instead.READ_TOGETHER]


class OrganizerMoves(CircleMachine):
    """What was taken can be undone for a minute, what was decided taken back."""

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
        self.taking(
            lambda: swapping.swap(places[0], places[1], by=self.people[0], now=now),
            swapping.undo,
            (lambda: self.model.swap(chapter, other), self.model.undo_swap),
        )

    @rule(chapter=CHAPTER, person=PERSON)
    def take_off(self, chapter: int, person: int) -> None:
        """Somebody who has a part, if anybody has."""
        present = self.model.with_part("suggested", "accepted", "cover_wanted")
        chapter, person = present[person % len(present)] if present else (chapter, person)
        now, place, row = self.later(), self.place_of(chapter), self.row_of(chapter, person)
        self.taking(
            lambda: suggestions.take_off(*place, row, by=self.people[0], now=now),
            suggestions.undo_taking_off,
            (lambda: self.model.take_off(chapter, person), self.model.undo_taking_off),
        )

    def row_of(self, chapter: int, person: int) -> int:
        """Of this person's part in a chapter; none has the number 0."""
        return next((one.id for one in self.rows_of(chapter) if one.user_id == self.people[person].id), 0)

    @rule(chapter=CHAPTER, instead=st.sampled_from(INSTEAD))
    def decide(self, chapter: int, instead: Instead) -> None:
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
