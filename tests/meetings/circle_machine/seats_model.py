"""Who takes part and who has a seat, in lists and dicts, by the rules of docs/rules.md.

People and meetings are numbers. Whatever is refused raises Refused with the name of the fact.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

ORGANIZER = 0  # sets capacities, calls off, asks
UNDONE_WITHIN = timedelta(minutes=1)


class Refused(Exception):
    """`args[0]` is why."""


@dataclass
class Meeting:
    """Who has a seat and who waits, in order; `kept` of them may have a seat above the capacity."""

    number: int
    starts_at: datetime
    ends_at: datetime
    capacity: int | None
    is_called_off: bool = False
    is_postponed: bool = False
    postponed_at: datetime | None = None
    # Its time was set for it alone: it does not follow the rhythm.
    is_apart: bool = False
    takes_new: bool = True
    kept: int = 0
    place: str = ""
    seated: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    absent: set[int] = field(default_factory=set)
    # For each who waits where they stand in the line: smaller is further in front.
    line: dict[int, tuple[int, int]] = field(default_factory=dict)


@dataclass
class Removal:
    """What undoing it gives back: where somebody stood, and whether they had a seat."""

    at: datetime
    person: int
    had_seat: bool
    place: tuple[int, int]


class Seats:
    """The seats of a circle's meetings; `told` are kinds of messages with the meeting, if any, and the person."""

    def __init__(self, meetings: Sequence[Meeting], now: datetime) -> None:
        self.meetings, self.now = meetings, now
        self.roles: dict[int, str] = {}
        self.joined_at: dict[int, datetime] = {}
        self.left_at: dict[int, datetime] = {}
        self.told: Counter[tuple[str, int | None, int]] = Counter()
        self.removals: list[tuple[int, Removal]] = []
        self.joined = 0

    def is_open(self, meeting: Meeting) -> bool:
        """Whether one can sign up for it."""
        return not meeting.is_called_off and not meeting.is_postponed and self.now < meeting.starts_at

    def can_be_left(self, meeting: Meeting) -> bool:
        """Whether a place can be given back: not begun, or without a date."""
        return self.is_open(meeting) or (meeting.is_postponed and not meeting.is_called_off)

    def join(self, person: int, role: str) -> None:
        for meeting in filter(self.is_open, self.meetings if person not in self.roles else []):
            self._take_place(meeting, person)
        if person not in self.roles:
            self.joined_at[person] = self.now
        self.roles[person] = role

    def leave(self, person: int) -> None:
        if self.roles.pop(person, None):
            self.left_at[person] = self.now
            for meeting in filter(self.can_be_left, self.meetings):
                self._give_place_back(meeting, person)

    def sign_up(self, number: int, person: int) -> None:
        self._take_place(self._open(number), person)

    def withdraw(self, number: int, person: int) -> None:
        self._give_place_back(self._leavable(number), person)

    def be_absent(self, number: int, person: int) -> None:
        meeting = self._leavable(number)
        is_expected = person in self.roles or person in meeting.seated + meeting.waiting
        self._give_place_back(meeting, person)
        if is_expected:
            meeting.absent.add(person)

    def set_capacity(self, number: int, capacity: int | None, *, keep_all: bool, reopen: bool) -> None:
        meeting = self.meetings[number]
        if capacity != meeting.capacity:
            is_below = capacity is not None and capacity < len(meeting.seated)
            if is_below and not keep_all:
                raise Refused("CapacityBelowConfirmed")
            meeting.capacity, meeting.takes_new, meeting.kept = capacity, not is_below, len(meeting.seated)
        elif reopen:
            meeting.takes_new = True
        self.fill(meeting, pressed_by=ORGANIZER)

    def remove(self, number: int, person: int) -> None:
        """Somebody is taken off, who is told unless it is undone."""
        meeting = self._leavable(number)
        if removal := self._take_place_away(meeting, person):
            self.removals.append((number, removal))
            self.told["signup_removed", number, person] += person != ORGANIZER

    def _take_place_away(self, meeting: Meeting, person: int) -> Removal | None:
        """An organiser does it: they are not told of the seat they get by it."""
        if person not in meeting.seated + meeting.waiting:
            return None
        removal = Removal(self.now, person, person in meeting.seated, meeting.line[person])
        self._give_place_back(meeting, person, pressed_by=ORGANIZER)
        return removal

    def undo_removal(self) -> None:
        number, removal = self.removals.pop()
        meeting, person = self.meetings[number], removal.person
        if not self.can_be_left(meeting) or self.now >= removal.at + UNDONE_WITHIN:
            raise Refused("TooLateToUndo")
        self.told["signup_removed", number, person] -= person != ORGANIZER
        if not self.has_left_since(person, removal.at):
            self._put_back(meeting, removal)
        self.fill(meeting, pressed_by=ORGANIZER)

    def has_left_since(self, person: int, at: datetime) -> bool:
        return self.left_at.get(person, at) > at and person not in self.roles

    def _put_back(self, meeting: Meeting, removal: Removal) -> None:
        person, place = removal.person, removal.place
        if person in meeting.seated:
            return
        if person in meeting.waiting:
            meeting.waiting.remove(person)
        has_room = not meeting.takes_new or meeting.capacity is None or len(meeting.seated) < meeting.capacity
        if removal.had_seat and has_room:
            meeting.seated.append(person)
            meeting.kept = max(meeting.kept, len(meeting.seated))
        else:
            front = min((meeting.line[one][0] for one in meeting.waiting), default=None)
            if removal.had_seat and front is not None:
                place = front - 1, place[1]
            meeting.waiting = sorted([*meeting.waiting, person], key=(meeting.line | {person: place}).__getitem__)
        meeting.line[person] = place

    def fill(self, meeting: Meeting, *, pressed_by: int | None = None) -> None:
        """Seat whoever fits, in order. They are told, save the one who has just pressed for it."""
        while self.is_open(meeting) and meeting.takes_new and meeting.waiting:
            if meeting.capacity is not None and len(meeting.seated) >= meeting.capacity:
                break
            person = meeting.waiting.pop(0)
            meeting.seated.append(person)
            if person != pressed_by:
                self.told["promoted", meeting.number, person] += 1

    def _open(self, number: int) -> Meeting:
        if not self.is_open(self.meetings[number]):
            raise Refused("SignupClosed")
        return self.meetings[number]

    def _leavable(self, number: int) -> Meeting:
        if not self.can_be_left(self.meetings[number]):
            raise Refused("SignupClosed")
        return self.meetings[number]

    def _take_place(self, meeting: Meeting, person: int) -> None:
        meeting.absent.discard(person)
        if person not in meeting.seated + meeting.waiting:
            self.joined += 1
            meeting.line[person] = 0, self.joined
            meeting.waiting.append(person)
            meeting.waiting.sort(key=meeting.line.__getitem__)
            self.fill(meeting, pressed_by=person)

    def _give_place_back(self, meeting: Meeting, person: int, *, pressed_by: int | None = None) -> None:
        for line in (meeting.seated, meeting.waiting):
            if person in line:
                line.remove(person)
        self.fill(meeting, pressed_by=pressed_by)
