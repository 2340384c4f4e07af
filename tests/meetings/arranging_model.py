"""What an organiser arranges of a circle's chapters, in the model: swapping, taking off, and deciding about one.

Parts are known again by being the same object, as rows of the database are by their id.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.meetings import circle_model
from tests.meetings.circle_model import Chapter, Part
from tests.meetings.signing_up.seats_model import Refused

UNDONE_WITHIN = timedelta(minutes=1)


@dataclass
class Swap:
    """Two chapters whose presenters changed places, and everybody's part in either."""

    at: datetime
    chapters: tuple[Chapter, Chapter]
    parts: list[Part]


@dataclass
class TakenOff:
    """Whom an organiser took off a chapter, who had it with them, and whether they had said no to it before."""

    at: datetime
    chapter: Chapter
    person: int
    part: Part
    beside: list[Part]
    had_refused: bool


class Circle(circle_model.Circle):
    """The circle, with what is arranged in it."""

    swaps: list[Swap]
    taken_off: list[TakenOff]

    def begin_arranging(self) -> None:
        self.swaps, self.taken_off = [], []

    def swap(self, one: int, other: int) -> None:
        here, there = self._changing(one), self._changing(other)
        if not here.parts or not there.parts or here.parts.keys() & there.parts.keys():
            raise Refused("NothingToSwap")
        here.parts, there.parts = there.parts, here.parts
        self.swaps.append(Swap(self.now, (here, there), [*here.parts.values(), *there.parts.values()]))

    def undo_swap(self) -> None:
        swap = self.swaps.pop()
        here, there = swap.chapters
        now = [*here.parts.values(), *there.parts.values()]
        is_other = {id(part) for part in now} != {id(part) for part in swap.parts}
        if is_other or self.now >= swap.at + UNDONE_WITHIN:
            raise Refused("TooLateToUndo")
        here.parts, there.parts = there.parts, here.parts

    def take_off(self, number: int, person: int) -> None:
        chapter = self._changing(number)
        part = self._part(chapter, person)
        del chapter.parts[person]
        beside, had_refused = list(chapter.parts.values()), person in chapter.refused
        self.taken_off.append(TakenOff(self.now, chapter, person, part, beside, had_refused))
        chapter.refused.add(person)

    def undo_taking_off(self) -> None:
        """They have it again, unless somebody else got it, or they can present nothing any more."""
        taken = self.taken_off.pop()
        if self.now >= taken.at + UNDONE_WITHIN:
            raise Refused("TooLateToUndo")
        chapter, person = taken.chapter, taken.person
        others = [part for part in chapter.parts.values() if not any(part is one for one in taken.beside)]
        has_left = self.left_at.get(person, taken.at) > taken.at and person not in self.roles
        can = not has_left and self.roles.get(person) != "listener"
        if can and not others and not chapter.is_dropped and not chapter.is_together and self._is_on(chapter):
            chapter.parts[person] = taken.part
            if not taken.had_refused:
                chapter.refused.discard(person)

    def decide(self, number: int, instead: str) -> None:
        """A chapter whose presenters cannot come is read together, or in the next session."""
        chapter = self.chapters[number]
        if all(part.state == "suggested" for part in chapter.parts.values()):
            raise Refused("NoAssignment")
        self._changing(number)
        meeting = self.meetings[chapter.meeting]
        later = [one for one in self.in_time if self.is_open(one) and one.starts_at > meeting.starts_at]
        if instead == "read_together":
            self.read_together(number)
            return
        if not later:
            raise Refused("NoNextMeeting")
        for person, part in list(chapter.parts.items()):
            if part.state == "suggested":
                del chapter.parts[person]
                chapter.refused.add(person)
            self._take_up_again(part)
        chapter.meeting = later[0].number
