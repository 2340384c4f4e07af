"""Moves of those who present, and of whoever asks them."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from studyhub.meetings.assigning import asking, assignments, suggestions
from tests.meetings.circle_machine.chapters_model import Chapters
from tests.meetings.circle_machine.machine import CHAPTER, PERSON, CircleMachine, Practice
from tests.meetings.circle_machine.taking_out_model import Circle

CLAIM: Practice = (assignments.claim, Chapters.claim)
WANT_COVER: Practice = (assignments.want_cover, Chapters.want_cover)
TAKING: list[Practice] = [CLAIM, CLAIM, (assignments.pair, Chapters.pair)]
ANSWERS: list[Practice] = [(assignments.accept, Chapters.accept), (asking.decline, Circle.decline)]
GIVING: list[Practice] = [WANT_COVER, (assignments.give_back, Chapters.give_back)]


class ChapterMoves(CircleMachine):
    """Taking a chapter, answering, looking for cover, giving back, being asked."""

    @rule(practice=st.sampled_from(TAKING), chapter=CHAPTER, person=PERSON)
    def take(self, practice: Practice, chapter: int, person: int) -> None:
        self.change_part(practice, chapter, person)

    @rule(practice=st.sampled_from(ANSWERS), chapter=CHAPTER, person=PERSON)
    def answer(self, practice: Practice, chapter: int, person: int) -> None:
        """By somebody who was asked, if anybody was."""
        asked = self.model.with_part("suggested")
        self.change_part(practice, *(asked[person % len(asked)] if asked else (chapter, person)))

    @rule(practice=st.sampled_from(GIVING), chapter=CHAPTER, person=PERSON)
    def give(self, practice: Practice, chapter: int, person: int) -> None:
        """By somebody who has a part, if anybody has."""
        present = self.model.with_part("suggested", "accepted", "cover_wanted")
        self.change_part(practice, *(present[person % len(present)] if present else (chapter, person)))

    def change_part(self, practice: Practice, chapter: int, person: int) -> None:
        really, in_model = practice
        now, place = self.later(), self.place_of(chapter)
        self.both(
            lambda: really(*place, self.people[person], now=now),
            lambda: in_model(self.model, chapter, person),
        )

    @rule(chapter=CHAPTER, person=PERSON)
    def suggest(self, chapter: int, person: int) -> None:
        now, place = self.later(), self.place_of(chapter)
        self.both(
            lambda: suggestions.suggest(*place, self.people[person], by=self.people[0], now=now),
            lambda: self.model.suggest(chapter, person),
        )
