"""What an organiser arranges of a circle's chapters, in the model: reading together, swapping and taking off.

Parts are known again by being the same object, as rows of the database are by their id.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.meetings.circle_machine.chapters_model import Chapter, Part
from tests.meetings.circle_machine.seats_model import UNDONE_WITHIN, Meeting, Refused
from tests.meetings.circle_machine.sessions_model import Sessions


@dataclass
class Swap:
    """Two chapters whose presenters changed places, and everybody's part in either."""

    at: datetime
    chapters: tuple[Chapter, Chapter]
    parts: list[Part]


@dataclass
class Taken:
    """A part somebody had in a chapter, as it was; who had it with them, and whether they had said no to it before."""

    chapter: Chapter
    person: int
    part: Part
    state: str
    answer_until: datetime | None
    beside: list[Part]
    had_refused: bool


class Arranging(Sessions):
    """The sessions and their chapters, with what is arranged of these."""

    def __init__(self, meetings: Sequence[Meeting], now: datetime, next_one: Callable[[int, list[int]], int]) -> None:
        super().__init__(meetings, now, next_one)
        self.swaps: list[Swap] = []
        self.taken_off: list[tuple[datetime, Taken]] = []

    # Reading together

    def read_together(self, number: int) -> None:
        if self.chapters[number].is_together:
            return
        chapter = self._changing(number)
        told = [person for person in chapter.parts if person]
        self.told.update(("plan_changed", chapter.meeting, person) for person in told)
        self._set_aside(chapter)

    def _set_aside(self, chapter: Chapter) -> None:
        chapter.set_aside.append({person: part.state for person, part in chapter.presented_by().items()})
        chapter.refused |= set(chapter.parts)
        chapter.parts, chapter.is_together = {}, True

    def present_again(self, number: int) -> None:
        chapter = self.chapters[number]
        if chapter.is_dropped or not self.is_on(chapter):
            raise Refused("AssignmentClosed")
        if chapter.is_together:
            self._unset_aside(chapter)
            for part in chapter.parts.values():
                part.become("accepted")

    def _unset_aside(self, chapter: Chapter) -> None:
        """Whoever had it has it as before, if they are still in the circle or come, and do not only listen."""
        meeting, chapter.is_together = self.meetings[chapter.meeting], False
        can = (self.roles.keys() | {*meeting.seated, *meeting.waiting}) - self.listeners()
        had = chapter.set_aside.pop() if chapter.set_aside else {}
        chapter.parts = {person: Part(state) for person, state in sorted(had.items()) if person in can}

    # Swapping

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

    # Taking off

    def take_off(self, number: int, person: int) -> None:
        chapter = self._changing(number)
        self._part(chapter, person)
        self.taken_off.append((self.now, self.taken(chapter, person)))
        chapter.lose(person)

    def taken(self, chapter: Chapter, person: int) -> Taken:
        part = chapter.parts[person]
        beside = [one for one in chapter.parts.values() if one is not part]
        return Taken(chapter, person, part, part.state, part.answer_until, beside, person in chapter.refused)

    def undo_taking_off(self) -> None:
        at, taken = self.taken_off.pop()
        if self.now >= at + UNDONE_WITHIN:
            raise Refused("TooLateToUndo")
        if not self.has_left_since(taken.person, at):
            self._give_again(taken)

    def _give_again(self, taken: Taken) -> None:
        """They have it as before, unless somebody else got it, or they have said something of it themselves since."""
        chapter, person, part = taken.chapter, taken.person, taken.part
        others = [
            one for one in chapter.parts.values() if one is not part and all(one is not had for had in taken.beside)
        ]
        is_read = not chapter.is_dropped and not chapter.is_together and self.is_on(chapter)
        has_spoken = person in chapter.parts and part.state != taken.state
        if others or not is_read or has_spoken or person in self.listeners():
            return
        # Having been taken off and put back is something that has happened to it since.
        part.changes += person not in chapter.parts
        part.become(taken.state)
        part.answer_until = taken.answer_until
        chapter.parts[person] = part
        if not taken.had_refused:
            chapter.refused.discard(person)
