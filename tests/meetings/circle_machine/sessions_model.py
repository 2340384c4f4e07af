"""What an organiser does with whole sessions, in the model: other terms, another rhythm, calling off, postponing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from tests.meetings.circle_machine.chapters_model import TOKYO, Chapter, Chapters, Part
from tests.meetings.circle_machine.seats_model import ORGANIZER, Meeting, Refused

LENGTH = timedelta(minutes=90)


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


class Sessions(Chapters):
    """The chapters, with what becomes of the sessions that read them."""

    def __init__(self, meetings: Sequence[Meeting], now: datetime, next_one: Callable[[int, list[int]], int]) -> None:
        super().__init__(meetings, now, next_one)
        self.cancellations: dict[int, Cancellation] = {}
        self.place, self.capacity = "", meetings[0].capacity
        self.weekday = local(meetings[0]).weekday()

    @property
    def in_time(self) -> list[Meeting]:
        return sorted(self.meetings, key=lambda one: one.starts_at)

    def opening_after(self, meeting: Meeting) -> list[Meeting]:
        """Those to come after it, with a date, in order of time."""
        return [one for one in self.in_time if self.is_open(one) and one.starts_at > meeting.starts_at]

    def change_terms(self, place: str, capacity: int | None, *, keep_all: bool) -> None:
        """For all to come that have not been changed by hand, those without a date too."""
        coming = [one for one in self.meetings if self.can_be_left(one)]
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
        """The sessions to come keep their order; other times alone keep the dates. What has its own time stays."""
        moving = [one for one in self.in_time if self.is_open(one) and not one.is_apart]
        taken = {local(one).date() for one in self.meetings if one not in moving and not one.is_postponed}
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
                one.starts_at, one.ends_at = moment(day, at), moment(day, at) + LENGTH
        self.weekday = weekday

    # Postponing

    def postpone(self, number: int) -> None:
        """Places and chapters stay; nobody is seated until there is a new date."""
        meeting = self.meetings[number]
        if meeting.is_called_off or (not meeting.is_postponed and self.now >= meeting.ends_at):
            raise Refused("ImpossibleMove")
        if not meeting.is_postponed:
            meeting.is_postponed, meeting.postponed_at = True, self.now
            self.tell_signed_up("meeting_changed", number)

    def reschedule(self, number: int, starts_at: datetime) -> None:
        meeting = self.meetings[number]
        if meeting.is_called_off or not meeting.is_postponed:
            raise Refused("ImpossibleMove")
        meeting.starts_at, meeting.ends_at = starts_at, starts_at + LENGTH
        meeting.is_postponed, meeting.is_apart = False, True
        self.fill(meeting, pressed_by=ORGANIZER)
        for person in self._joined_since(meeting.postponed_at or self.now):
            if person not in meeting.absent:
                self._take_place(meeting, person)
        self.tell_signed_up("meeting_changed", number)

    def _joined_since(self, at: datetime) -> list[int]:
        """Who takes part since then: they could not be signed up for what had no date."""
        return sorted((one for one in self.roles if self.joined_at[one] > at), key=self.joined_at.__getitem__)

    def tell_signed_up(self, kind: str, number: int, *others: int) -> None:
        """Everybody with a place there or waiting for one, and others; not the organiser, who did it."""
        told = {*self.meetings[number].seated, *self.meetings[number].waiting, *others}
        self.told.update((kind, number, person) for person in told - {ORGANIZER})

    # Calling off

    def cancel(self, number: int, choice: str) -> None:
        meeting = self.meetings[number]
        if meeting.is_called_off:
            return
        if not meeting.is_postponed and self.now >= meeting.ends_at:
            raise Refused("ImpossibleMove")
        following = [one.number for one in self.opening_after(meeting)]
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
        # Without a date there is no start that ends it.
        begins = [] if meeting.is_postponed else [meeting.starts_at]
        if self.now >= min([*begins, undo.at + timedelta(hours=24)]):
            raise Refused("TooLateToUndo")
        away = {person for person in self.left_at if self.has_left_since(person, undo.at)}
        meeting.is_called_off = False
        meeting.seated = [person for person in undo.seated if person not in away]
        meeting.waiting = [person for person in undo.waiting if person not in away]
        meeting.kept = len(meeting.seated)
        back = self._put_chapters_back(number, undo, away | self.listeners())
        self._tell_concerned("meeting_restored", number, back)
        self.fill(meeting, pressed_by=ORGANIZER)

    def listeners(self) -> set[int]:
        return {person for person, role in self.roles.items() if role == "listener"}

    def _put_chapters_back(self, number: int, undo: Cancellation, out: set[int]) -> list[Chapter]:
        """Those that had moved and are back; whoever is `out` presents none of those that were dropped."""
        back = [self.chapters[one] for one, (_, after) in undo.places.items() if self.chapters[one].meeting == after]
        for chapter in back:
            if chapter.meeting != undo.places[chapter.number][0]:
                chapter.is_together = chapter.number in undo.together and not chapter.parts
            chapter.meeting = undo.places[chapter.number][0]
        for one, parts in undo.dropped.items():
            self.chapters[one].is_dropped = False
            self.chapters[one].parts = {person: part for person, part in parts.items() if person not in out}
        return [one for one in back if len(set(undo.places[one.number])) > 1]

    def _tell_concerned(self, kind: str, number: int, moving: Sequence[Chapter]) -> None:
        here = [one for one in self.chapters if one.meeting == number]
        presenters = {person for one in (*here, *moving) if not one.is_dropped for person in one.parts}
        self.tell_signed_up(kind, number, *presenters)
