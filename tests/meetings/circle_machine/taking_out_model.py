"""Taking somebody out of a circle, and taking them in again within a minute, in the model: the whole circle."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.meetings.circle_machine.arranging_model import Taken
from tests.meetings.circle_machine.between_model import GiveAndTake
from tests.meetings.circle_machine.seats_model import ORGANIZER, UNDONE_WITHIN, Meeting, Refused, Removal


@dataclass
class TakenOut:
    """What undoing it gives back: the role and since when, places by meeting, and parts in chapters."""

    at: datetime
    person: int
    role: str
    joined_at: datetime
    places: dict[int, Removal]
    parts: list[Taken]


class Circle(GiveAndTake):
    """A circle with everything that can be done in it."""

    def __init__(self, meetings: Sequence[Meeting], now: datetime, next_one: Callable[[int, list[int]], int]) -> None:
        super().__init__(meetings, now, next_one)
        self.taken_out: list[TakenOut] = []

    def take_out(self, person: int) -> None:
        """As leaving; of a chapter that they are asked for, the next is asked when the minute is over."""
        if person == ORGANIZER:
            raise Refused("OwnPlace")
        if person not in self.roles:
            return
        parts = [self.taken(chapter, person) for chapter in self.to_present(person)]
        taken = TakenOut(self.now, person, self.roles.pop(person), self.joined_at[person], {}, parts)
        self.left_at[person] = self.now
        for meeting in filter(self.can_be_left, self.meetings):
            if place := self._take_place_away(meeting, person):
                taken.places[meeting.number] = place
        for one in parts:
            self._take_part(one)
        self.taken_out.append(taken)
        self.told["circle_taken_out", None, person] += 1

    def _take_part(self, taken: Taken) -> None:
        if taken.state == "suggested" and taken.answer_until:
            taken.part.answer_until = min(taken.answer_until, self.now + UNDONE_WITHIN)
        else:
            taken.chapter.lose(taken.person)

    def undo_taking_out(self) -> None:
        """Everything is as it was; what somebody else has got meanwhile stays theirs."""
        taken = self.taken_out.pop()
        if self.now >= taken.at + UNDONE_WITHIN:
            raise Refused("TooLateToUndo")
        self.told["circle_taken_out", None, taken.person] -= 1
        role = self.roles.get(taken.person, taken.role)
        # Who listened presents nothing: with a chapter they have got meanwhile, they take part.
        role = "participant" if role == "listener" and self.to_present(taken.person) else role
        self.roles[taken.person], self.joined_at[taken.person] = role, taken.joined_at
        for number, place in taken.places.items():
            if self.can_be_left(self.meetings[number]):
                self._put_back(self.meetings[number], place)
                self.fill(self.meetings[number], pressed_by=ORGANIZER)
        for one in taken.parts:
            # Who has answered since what they were asked is not asked again.
            if one.state != "suggested" or taken.person in one.chapter.parts:
                self._give_again(one)
