"""Moves of an organiser with chapters: read together, swapped, taken off, and decided about."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from studyhub.meetings.assigning import reading_together, suggestions, swapping
from studyhub.meetings.assigning.cover import deciding
from studyhub.meetings.assigning.cover.deciding import Instead
from studyhub.meetings.changing import cancelling
from tests.meetings.circle_machine.arranging_model import Arranging
from tests.meetings.circle_machine.deciding_model import Decision
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

    @rule(chapter=CHAPTER, other=CHAPTER, is_undone=st.booleans())
    def swap(self, chapter: int, other: int, is_undone: bool) -> None:
        now, places = self.later(), [self.place_of(one) for one in (chapter, other)]
        self.taking(
            lambda: swapping.swap(places[0], places[1], by=self.people[0], now=now),
            swapping.undo,
            (lambda: self.model.swap(chapter, other), self.model.undo_swap),
            is_undone=is_undone,
        )

    @rule(chapter=CHAPTER, person=PERSON, is_undone=st.booleans())
    def take_off(self, chapter: int, person: int, is_undone: bool) -> None:
        """Somebody who has a part, if anybody has."""
        present = self.model.with_part("suggested", "accepted", "cover_wanted")
        chapter, person = present[person % len(present)] if present else (chapter, person)
        now, place, row = self.later(), self.place_of(chapter), self.row_of(chapter, person)
        self.taking(
            lambda: suggestions.take_off(*place, row, by=self.people[0], now=now),
            suggestions.undo_taking_off,
            (lambda: self.model.take_off(chapter, person), self.model.undo_taking_off),
            is_undone=is_undone,
        )

    def row_of(self, chapter: int, person: int) -> int:
        """Of this person's part in a chapter; none has the number 0."""
        return next((one.id for one in self.rows_of(chapter) if one.user_id == self.people[person].id), 0)

    @rule(chapter=CHAPTER, instead=st.sampled_from(INSTEAD), is_taken_back=st.booleans())
    def decide(self, chapter: int, instead: Instead, is_taken_back: bool) -> None:
        """For a chapter that somebody has, if there is one, and all of its meeting that are lost."""
        present = self.model.with_part("accepted", "cover_wanted")
        chapter = present[chapter % len(present)][0] if present else chapter
        now, (meeting, _chapter) = self.later(), self.place_of(chapter)
        lost = [row for one in self.model.lost_with(chapter) for row in self.rows_of(one)]
        absent = [row.id for row in lost if row.state != "suggested"]
        self.both(
            lambda: deciding.decide(meeting, absent, instead, reason="Ill", by=self.people[0], now=now),
            lambda: self.model.decide(chapter, instead.value),
        )
        if is_taken_back and self.model.decisions:
            self.is_that_of_the_model()
            self.take_back_decision(self.model.decisions[-1], chapter)

    @precondition(lambda self: self.model.decisions)
    @rule(choice=CHOICE)
    def take_back(self, choice: int) -> None:
        """One of the newest decisions, taken back already or not."""
        newest = self.model.decisions[-2:]
        decision = newest[choice % len(newest)]
        self.take_back_decision(decision, decision.chapters[choice % len(decision.chapters)].number)

    def take_back_decision(self, decision: Decision, chapter: int) -> None:
        """Where it was to call off, by undoing that."""
        now, meeting = self.later(), self.real.meetings[decision.meeting]
        if decision.instead == Instead.CALL_OFF:
            self.both(
                lambda: cancelling.restore(meeting, by=self.people[0], now=now),
                lambda: self.model.undo(decision.meeting),
            )
        else:
            self.both(
                lambda: deciding.take_back(meeting, self.real.chapters[chapter], by=self.people[0], now=now),
                lambda: self.model.take_back(decision.meeting, chapter),
            )
