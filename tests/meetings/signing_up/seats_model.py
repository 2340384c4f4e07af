"""Who takes part and who has a seat, in lists and dicts, by the rules of docs/rules.md.

People and meetings are numbers. Whatever is refused raises Refused with the name of the fact.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

ORGANIZER = 0  # sets capacities, calls off, asks


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
    takes_new: bool = True
    kept: int = 0
    seated: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    absent: set[int] = field(default_factory=set)


class Seats:
    """The seats of a circle's meetings; `told` are kinds of messages with the meeting and the person."""

    def __init__(self, meetings: Sequence[Meeting], now: datetime) -> None:
        self.meetings, self.now = meetings, now
        self.roles: dict[int, str] = {}
        self.left_at: dict[int, datetime] = {}
        self.told: Counter[tuple[str, int, int]] = Counter()

    def is_open(self, meeting: Meeting) -> bool:
        return not meeting.is_called_off and self.now < meeting.starts_at

    def join(self, person: int, role: str) -> None:
        for meeting in filter(self.is_open, self.meetings if person not in self.roles else []):
            self._take_place(meeting, person)
        self.roles[person] = role

    def leave(self, person: int) -> None:
        if self.roles.pop(person, None):
            self.left_at[person] = self.now
            for meeting in filter(self.is_open, self.meetings):
                self._give_place_back(meeting, person)

    def sign_up(self, number: int, person: int) -> None:
        self._take_place(self._open(number), person)

    def withdraw(self, number: int, person: int) -> None:
        self._give_place_back(self._open(number), person)

    def be_absent(self, number: int, person: int) -> None:
        meeting = self._open(number)
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

    def _take_place(self, meeting: Meeting, person: int) -> None:
        meeting.absent.discard(person)
        if person not in meeting.seated + meeting.waiting:
            meeting.waiting.append(person)
            self.fill(meeting, pressed_by=person)

    def _give_place_back(self, meeting: Meeting, person: int) -> None:
        for line in (meeting.seated, meeting.waiting):
            if person in line:
                line.remove(person)
        self.fill(meeting)
