"""A circle in lists and dicts, by the rules of docs/rules.md: what the real one must be equal to after every step.

Chapters are numbers too; each meeting begins with the one of its number.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise

from tests.meetings.signing_up.seats_model import ORGANIZER, Meeting, Refused, Seats

TOKYO = timezone(timedelta(hours=9))


@dataclass
class Part:
    """What somebody has to do with a chapter: suggested, accepted or cover_wanted."""

    state: str
    answer_until: datetime | None = None
    is_by_fairness: bool = False


@dataclass
class Chapter:
    """Where a chapter is read, and by whom; `refused` are those who are not asked for it again."""

    number: int
    meeting: int
    is_dropped: bool = False
    parts: dict[int, Part] = field(default_factory=dict)
    refused: set[int] = field(default_factory=set)
    is_together: bool = False
    set_aside: list[set[int]] = field(default_factory=list)


@dataclass
class Cancellation:
    """What undoing it brings back; `places` are where each chapter was, and where it was put."""

    at: datetime
    seated: list[int]
    waiting: list[int]
    places: dict[int, tuple[int, int]] = field(default_factory=dict)
    dropped: dict[int, dict[int, Part]] = field(default_factory=dict)
    together: set[int] = field(default_factory=set)


def local(meeting: Meeting) -> datetime:
    """The start, by the clocks in Tokyo."""
    return meeting.starts_at.astimezone(TOKYO)


def moment(day: date, at: time) -> datetime:
    """What clocks in Tokyo show, in UTC."""
    return datetime.combine(day, at, TOKYO).astimezone(UTC)


class Circle(Seats):
    """One circle. `next_one` says whom fairness asks for a chapter, out of those who can be asked."""

    def __init__(self, meetings: Sequence[Meeting], now: datetime, next_one: Callable[[int, list[int]], int]) -> None:
        super().__init__(meetings, now)
        self.next_one = next_one
        self.chapters = [Chapter(meeting.number, meeting.number) for meeting in meetings]
        self.cancellations: dict[int, Cancellation] = {}
        self.place, self.capacity = "", meetings[0].capacity
        self.weekday = local(meetings[0]).weekday()

    @property
    def in_time(self) -> list[Meeting]:
        return sorted(self.meetings, key=lambda one: one.starts_at)

    def with_part(self, *states: str) -> list[tuple[int, int]]:
        """Chapters and people who have such a part in them."""
        parts = [(one.number, who, part) for one in self.chapters for who, part in one.parts.items()]
        return [(chapter, who) for chapter, who, part in parts if part.state in states]

    def next_deadline(self, until: datetime) -> datetime | None:
        """The next moment up to then at which somebody's silence ends what they were asked."""
        deadlines = [part.answer_until for one in self.chapters if self._is_on(one) for part in one.parts.values()]
        return min((one for one in deadlines if one and self.now < one <= until), default=None)

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
        for chapter in self.chapters:
            if person in chapter.parts and not self.has_begun(chapter.meeting):
                self._end(chapter, person)

    def has_begun(self, number: int) -> bool:
        return not self.meetings[number].is_called_off and self.now >= self.meetings[number].starts_at

    def be_absent(self, number: int, person: int) -> None:
        super().be_absent(number, person)
        for chapter in self.chapters:
            if chapter.meeting == number and person in chapter.parts and chapter.parts[person].state == "accepted":
                chapter.parts[person].state = "cover_wanted"

    def _take_place(self, meeting: Meeting, person: int) -> None:
        """Whoever was absent and comes after all asks for cover no more."""
        for chapter in self.chapters if person in meeting.absent else []:
            if chapter.meeting == meeting.number and person in chapter.parts:
                self._take_up_again(chapter.parts[person])
        super()._take_place(meeting, person)

    def _take_up_again(self, part: Part) -> None:
        if part.state == "cover_wanted":
            part.state = "accepted"

    # Changing the circle

    def change_terms(self, place: str, capacity: int | None, *, keep_all: bool) -> None:
        """For all to come that have not been changed by hand."""
        coming = [one for one in self.meetings if self.is_open(one)]
        resized = [one for one in coming if one.capacity == self.capacity != capacity]
        below = [one for one in resized if capacity is not None and capacity < len(one.seated)]
        if below and not keep_all:
            raise Refused("CapacityBelowConfirmed")
        for one in resized:
            one.capacity, one.takes_new, one.kept = capacity, one not in below, len(one.seated)
        for one in coming:
            one.place = place if one.place == self.place else one.place
        self.place, self.capacity = place, capacity
        for one in resized:
            self.fill(one, pressed_by=ORGANIZER)

    def change_rhythm(self, weekday: int, at: time) -> None:
        """The sessions to come keep their order; other times alone keep the dates."""
        moving = [one for one in self.in_time if self.is_open(one)]
        taken = {local(one).date() for one in self.meetings if one not in moving}
        day = local(moving[0]).date() if moving else self.now.date()
        day -= timedelta(days=day.weekday())
        for one in moving:
            if weekday == self.weekday:
                day = local(one).date()
            else:
                while day.weekday() != weekday or day in taken or moment(day, at) <= self.now:
                    day += timedelta(days=1)
                taken.add(day)
            if moment(day, at) > self.now:
                one.starts_at, one.ends_at = moment(day, at), moment(day, at) + timedelta(minutes=90)
        self.weekday = weekday

    # Calling off

    def cancel(self, number: int, choice: str) -> None:
        meeting = self.meetings[number]
        if meeting.is_called_off:
            return
        if self.now >= meeting.ends_at:
            raise Refused("ImpossibleMove")
        later = [one for one in self.in_time if one.starts_at > meeting.starts_at]
        following = [one.number for one in later if self.is_open(one)]
        sliding = following[:-1] if choice == "slide" else []
        self._tell_concerned("meeting_cancelled", number, [one for one in self.chapters if one.meeting in sliding])
        self.cancellations[number] = undo = Cancellation(self.now, meeting.seated, meeting.waiting)
        meeting.is_called_off, meeting.seated, meeting.waiting = True, [], []
        self._carry_chapters([number, *following], choice, undo)

    def _carry_chapters(self, line: list[int], choice: str, undo: Cancellation) -> None:
        to_next = dict(pairwise(line))
        moves = {"slide": to_next, "merge": {line[0]: to_next.get(line[0], line[0])}, "drop": {}}[choice]
        for chapter in self.chapters:
            before = chapter.meeting
            if choice == "drop" and before == line[0] and not chapter.is_dropped:
                chapter.is_dropped, undo.dropped[chapter.number], chapter.parts = True, chapter.parts, {}
            chapter.meeting = moves.get(before, before)
            if before in line and chapter.is_together:
                undo.together.add(chapter.number)
            chapter.is_together = chapter.is_together and chapter.meeting == before
            if before in line:
                undo.places[chapter.number] = before, chapter.meeting

    def undo(self, number: int) -> None:
        meeting = self.meetings[number]
        if not meeting.is_called_off:
            raise Refused("TooLateToUndo")
        undo = self.cancellations[number]
        if self.now >= min(meeting.starts_at, undo.at + timedelta(hours=24)):
            raise Refused("TooLateToUndo")
        away = {person for person, at in self.left_at.items() if at >= undo.at and person not in self.roles}
        meeting.is_called_off = False
        meeting.seated = [person for person in undo.seated if person not in away]
        meeting.waiting = [person for person in undo.waiting if person not in away]
        meeting.kept = len(meeting.seated)
        self._tell_concerned("meeting_restored", number, self._put_chapters_back(undo, away))
        self.fill(meeting, pressed_by=ORGANIZER)

    def _put_chapters_back(self, undo: Cancellation, away: set[int]) -> list[Chapter]:
        """Those that had moved and are back."""
        back = [
            self.chapters[number]
            for number, (_, after) in undo.places.items()
            if self.chapters[number].meeting == after
        ]
        for chapter in back:
            if chapter.meeting != undo.places[chapter.number][0]:
                chapter.is_together = chapter.number in undo.together and not chapter.parts
            chapter.meeting = undo.places[chapter.number][0]
        out = away | {person for person, role in self.roles.items() if role == "listener"}
        for number, parts in undo.dropped.items():
            self.chapters[number].is_dropped = False
            self.chapters[number].parts = {person: part for person, part in parts.items() if person not in out}
        return [one for one in back if len(set(undo.places[one.number])) > 1]

    def _tell_concerned(self, kind: str, number: int, moving: Sequence[Chapter]) -> None:
        here = [one for one in self.chapters if one.meeting == number]
        presenters = [set(one.parts) for one in (*here, *moving) if not one.is_dropped]
        concerned = set().union(self.meetings[number].seated, self.meetings[number].waiting, *presenters)
        self.told.update((kind, number, person) for person in concerned - {ORGANIZER})

    # Who presents

    def claim(self, number: int, person: int) -> None:
        chapter = self._changing(number, person)
        is_wanted = not chapter.parts or any(part.state == "cover_wanted" for part in chapter.parts.values())
        if person not in chapter.parts and not is_wanted:
            raise Refused("ChapterTaken")
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
        self._part(chapter, person).state = "accepted"
        self._end(chapter, person)

    def want_cover(self, number: int, person: int) -> None:
        part = self._part(self._changing(number), person)
        if part.state == "suggested":
            raise Refused("ImpossibleMove")
        part.state = "cover_wanted"

    def read_together(self, number: int) -> None:
        if self.chapters[number].is_together:
            return
        chapter = self._changing(number)
        chapter.set_aside.append({person for person, part in chapter.parts.items() if part.state != "suggested"})
        chapter.refused |= set(chapter.parts)
        chapter.parts, chapter.is_together = {}, True

    def present_again(self, number: int) -> None:
        chapter = self.chapters[number]
        if chapter.is_dropped or not self._is_on(chapter):
            raise Refused("AssignmentClosed")
        if not chapter.is_together:
            return
        meeting, chapter.is_together = self.meetings[chapter.meeting], False
        known = self.roles.keys() | {*meeting.seated, *meeting.waiting}
        can = {person for person in known if self.roles.get(person) != "listener"}
        had = chapter.set_aside.pop() if chapter.set_aside else set()
        chapter.parts = {person: Part("accepted") for person in sorted(had & can)}

    def end_silence(self) -> None:
        """What happens by itself as time passes; the next is asked whoever asked this one."""
        for chapter in filter(self._is_on, self.chapters):
            for person, part in list(chapter.parts.items()):
                if part.answer_until and part.answer_until <= self.now:
                    part.is_by_fairness = True
                    self._end(chapter, person)

    def _is_on(self, chapter: Chapter) -> bool:
        meeting = self.meetings[chapter.meeting]
        return not meeting.is_called_off and self.now < meeting.ends_at

    def _changing(self, number: int, presenter: int | None = None) -> Chapter:
        chapter = self.chapters[number]
        if chapter.is_dropped or chapter.is_together or not self._is_on(chapter):
            raise Refused("AssignmentClosed")
        if presenter is not None and self.roles.get(presenter) == "listener":
            raise Refused("ListenerNeverAsked")
        return chapter

    def _part(self, chapter: Chapter, person: int) -> Part:
        if person not in chapter.parts:
            raise Refused("NoAssignment")
        return chapter.parts[person]

    def _ask(self, chapter: Chapter, person: int, *, by: int | None = None) -> None:
        time_left = max(self.meetings[chapter.meeting].starts_at - self.now, timedelta(0))
        answer_until = self.now + min(timedelta(days=3), time_left / 2)
        chapter.parts[person] = Part("suggested", answer_until, is_by_fairness=by is None)
        if person != by:
            self.told["assignment_suggested", chapter.meeting, person] += 1

    def _say_yes(self, chapter: Chapter, person: int) -> None:
        part = chapter.parts.setdefault(person, Part("accepted"))
        part.state, part.answer_until = "accepted", None

    def _stand_in(self, chapter: Chapter, taker: int) -> None:
        """Somebody takes the chapter over from whoever wants cover for it; nobody else is asked any more."""
        wanting = [person for person, part in chapter.parts.items() if part.state == "cover_wanted"]
        asked = [person for person, part in chapter.parts.items() if part.state == "suggested"] if wanting else []
        for person in {*wanting, *asked} - {taker}:
            del chapter.parts[person]
            chapter.refused.add(person)

    def _end(self, chapter: Chapter, person: int) -> None:
        """Somebody has no part in a chapter any more; the next is asked where fairness had asked them."""
        part = chapter.parts.pop(person)
        chapter.refused.add(person)
        meeting = self.meetings[chapter.meeting]
        states = {one.state for one in chapter.parts.values()}
        is_taken = "suggested" in states or (states and "cover_wanted" not in states)
        if part.state != "suggested" or not part.is_by_fairness or is_taken or not self.is_open(meeting):
            return
        out = chapter.refused | set(chapter.parts)
        can = [one for one in meeting.seated if self.roles.get(one) == "participant" and one not in out]
        if can and self.now + timedelta(hours=3) <= meeting.starts_at:
            self._ask(chapter, self.next_one(chapter.number, can))
