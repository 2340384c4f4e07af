"""Who presents which chapter of a circle, in lists and dicts, by the rules of docs/rules.md, Assignment.

Chapters are numbers too; each meeting begins with the one of its number.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, timezone

from tests.meetings.circle_machine.seats_model import ORGANIZER, Meeting, Refused, Seats

ANSWER_WITHIN = timedelta(days=3)
TOKYO = timezone(timedelta(hours=9))


def whole(at: datetime, wait: timedelta) -> datetime:
    """The hour before; after a short wait the quarter of an hour, or five minutes. Tokyo is whole hours from UTC."""
    minutes = next((one for one in (60, 15, 5) if wait >= timedelta(minutes=6 * one)), None)
    return at.replace(minute=at.minute - at.minute % minutes, second=0, microsecond=0) if minutes else at


def awake(until: datetime, now: datetime, begins: datetime | None) -> datetime:
    """What falls between 22:00 and 9:00 in Tokyo ends at 22:00, or at 9:00 where that leaves less than half of it.

    Not at 9:00 where the meeting then `begins` within three hours; None is one without a date.
    """
    local = until.astimezone(TOKYO)
    if time(9) <= local.time() <= time(22):
        return until
    evening = local.replace(hour=22, minute=0, second=0, microsecond=0)
    evening -= timedelta(days=0 if local.time() > time(22) else 1)
    if evening - now >= (until - now) / 2:
        return evening
    morning = evening + timedelta(hours=11)
    return morning if begins is None or begins - morning >= timedelta(hours=3) else until


@dataclass
class Part:
    """What somebody has to do with a chapter: suggested, accepted or cover_wanted; and how often that changed."""

    state: str
    answer_until: datetime | None = None
    is_by_fairness: bool = False
    changes: int = 0

    def become(self, state: str) -> None:
        self.changes += self.state != state
        self.state = state


@dataclass
class Chapter:
    """Where a chapter is read, and by whom; `refused` are those who are not asked for it again.

    `set_aside` are those who had it each time it came to be read together, with the state of their part.
    """

    number: int
    meeting: int
    is_dropped: bool = False
    parts: dict[int, Part] = field(default_factory=dict)
    refused: set[int] = field(default_factory=set)
    is_together: bool = False
    set_aside: list[dict[int, str]] = field(default_factory=list)

    def presented_by(self) -> dict[int, Part]:
        """Who has said yes to it, or wants cover for it."""
        return {person: part for person, part in self.parts.items() if part.state != "suggested"}

    def ask_no_more(self) -> None:
        """Of those who were asked."""
        for person in self.parts.keys() - self.presented_by().keys():
            self.lose(person)

    def lose(self, person: int) -> Part:
        """Somebody has no part in it any more."""
        self.refused.add(person)
        return self.parts.pop(person)


class Chapters(Seats):
    """`next_one` says whom fairness asks for a chapter, out of those who can be asked."""

    def __init__(self, meetings: Sequence[Meeting], now: datetime, next_one: Callable[[int, list[int]], int]) -> None:
        super().__init__(meetings, now)
        self.next_one = next_one
        self.chapters = [Chapter(meeting.number, meeting.number) for meeting in meetings]

    def with_part(self, *states: str) -> list[tuple[int, int]]:
        """Chapters and people who have such a part in them."""
        parts = [(one.number, who, part) for one in self.chapters for who, part in one.parts.items()]
        return [(chapter, who) for chapter, who, part in parts if part.state in states]

    def next_deadline(self, until: datetime) -> datetime | None:
        """The next moment up to then at which somebody's silence ends what they were asked."""
        return min((one for one in self.deadlines() if self.now < one <= until), default=None)

    def deadlines(self) -> list[datetime]:
        parts = [part for one in self.chapters if self.is_on(one) for part in one.parts.values()]
        return [part.answer_until for part in parts if part.answer_until]

    # Taking part

    def join(self, person: int, role: str) -> None:
        super().join(person, role)
        if role == "listener":
            self._lay_down_all(person)

    def leave(self, person: int) -> None:
        is_in = person in self.roles
        super().leave(person)
        if is_in:
            self._lay_down_all(person)

    def _lay_down_all(self, person: int) -> None:
        """Whoever leaves or only listens presents nothing that has not begun."""
        for chapter in self.to_present(person):
            self._end(chapter, person)

    def to_present(self, person: int) -> list[Chapter]:
        """Chapters that somebody has a part in and that have not begun."""
        return [one for one in self.chapters if person in one.parts and not self.has_begun(one.meeting)]

    def has_begun(self, number: int) -> bool:
        meeting = self.meetings[number]
        return not meeting.is_called_off and not meeting.is_postponed and self.now >= meeting.starts_at

    def be_absent(self, number: int, person: int) -> None:
        super().be_absent(number, person)
        for chapter in self.chapters:
            if chapter.meeting == number and person in chapter.parts and chapter.parts[person].state == "accepted":
                chapter.parts[person].become("cover_wanted")

    def _take_place(self, meeting: Meeting, person: int) -> None:
        """Whoever was absent and comes after all asks for cover no more."""
        for chapter in self.chapters if person in meeting.absent else []:
            wants_cover = person in chapter.parts and chapter.parts[person].state == "cover_wanted"
            if chapter.meeting == meeting.number and wants_cover:
                self._take_up_again(chapter, person)
        super()._take_place(meeting, person)

    # Who presents

    def claim(self, number: int, person: int) -> None:
        chapter = self._changing(number, person)
        is_wanted = not chapter.parts or any(part.state == "cover_wanted" for part in chapter.parts.values())
        if person not in chapter.parts and not is_wanted:
            raise Refused("ChapterTaken")
        if person in chapter.parts and chapter.parts[person].state == "cover_wanted":
            self._take_up_again(chapter, person)
        else:
            if person not in chapter.parts or chapter.parts[person].state == "suggested":
                self._stand_in(chapter, person)
            self._say_yes(chapter, person)

    def pair(self, number: int, person: int) -> None:
        chapter = self._changing(number, person)
        if person in chapter.parts:
            return
        if [part.state for part in chapter.parts.values()] != ["accepted"]:
            raise Refused("ChapterTaken")
        chapter.parts[person] = Part("accepted")

    def suggest(self, number: int, person: int) -> None:
        chapter = self._changing(number, person)
        if person in chapter.parts:
            return
        if len(chapter.parts) >= 2:
            raise Refused("ChapterTaken")
        self._ask(chapter, person, by=ORGANIZER)

    def accept(self, number: int, person: int) -> None:
        chapter = self._changing(number)
        if self._part(chapter, person).state == "suggested":
            self._stand_in(chapter, person)
            self._say_yes(chapter, person)

    def decline(self, number: int, person: int) -> None:
        chapter = self._changing(number)
        if self._part(chapter, person).state != "suggested":
            raise Refused("ImpossibleMove")
        self._end(chapter, person)

    def give_back(self, number: int, person: int) -> None:
        chapter = self._changing(number)
        self._part(chapter, person).become("accepted")
        self._end(chapter, person)

    def want_cover(self, number: int, person: int) -> None:
        part = self._part(self._changing(number), person)
        if part.state == "suggested":
            raise Refused("ImpossibleMove")
        part.become("cover_wanted")

    def end_silence(self) -> None:
        """What happens by itself as time passes; the next is asked whoever asked this one."""
        for chapter in filter(self.is_on, self.chapters):
            for person, part in list(chapter.parts.items()):
                if part.answer_until and part.answer_until <= self.now:
                    part.is_by_fairness = True
                    self._end(chapter, person)

    def is_on(self, chapter: Chapter) -> bool:
        """Whether the meeting that reads it is neither called off nor over."""
        meeting = self.meetings[chapter.meeting]
        return not meeting.is_called_off and (meeting.is_postponed or self.now < meeting.ends_at)

    def _changing(self, number: int, presenter: int | None = None) -> Chapter:
        chapter = self.chapters[number]
        if chapter.is_dropped or chapter.is_together or not self.is_on(chapter):
            raise Refused("AssignmentClosed")
        if presenter is not None and self.roles.get(presenter) == "listener":
            raise Refused("ListenerNeverAsked")
        return chapter

    def _part(self, chapter: Chapter, person: int) -> Part:
        if person not in chapter.parts:
            raise Refused("NoAssignment")
        return chapter.parts[person]

    def answer_until(self, number: int) -> datetime:
        """Three days, or half of the time left, until the last whole time before that: see `whole` and `awake`."""
        meeting, wait = self.meetings[number], ANSWER_WITHIN
        if not meeting.is_postponed:
            wait = min(wait, max(meeting.starts_at - self.now, timedelta(0)) / 2)
        begins = None if meeting.is_postponed else meeting.starts_at
        return awake(whole(self.now + wait, wait), self.now, begins)

    def _ask(self, chapter: Chapter, person: int, *, by: int | None = None) -> None:
        chapter.parts[person] = Part("suggested", self.answer_until(chapter.meeting), is_by_fairness=by is None)
        if person != by:
            self.told["assignment_suggested", chapter.meeting, person] += 1

    def _say_yes(self, chapter: Chapter, person: int) -> None:
        part = chapter.parts.setdefault(person, Part("accepted"))
        part.become("accepted")
        part.answer_until = None

    def _stand_in(self, chapter: Chapter, taker: int) -> None:
        """Somebody takes the chapter over from whoever wants cover for it; nobody else is asked any more."""
        wanting = {person for person, part in chapter.parts.items() if part.state == "cover_wanted"}
        asked = chapter.parts.keys() - chapter.presented_by().keys() if wanting else set()
        for person in (wanting | asked) - {taker}:
            chapter.lose(person)

    def _take_up_again(self, chapter: Chapter, person: int) -> None:
        """Whoever wanted cover presents after all, and nobody is asked to stand in any more."""
        chapter.parts[person].become("accepted")
        chapter.ask_no_more()

    def _end(self, chapter: Chapter, person: int) -> None:
        """Somebody has no part in a chapter any more; the next is asked where fairness had asked them."""
        part, meeting = chapter.lose(person), self.meetings[chapter.meeting]
        states = {one.state for one in chapter.parts.values()}
        is_taken = "suggested" in states or (states and "cover_wanted" not in states)
        if part.state != "suggested" or not part.is_by_fairness or is_taken or not self.is_open(meeting):
            return
        out = chapter.refused | set(chapter.parts)
        can = [one for one in meeting.seated if self.roles.get(one) == "participant" and one not in out]
        if can and self.now + timedelta(hours=3) <= meeting.starts_at:
            self._ask(chapter, self.next_one(chapter.number, can))
