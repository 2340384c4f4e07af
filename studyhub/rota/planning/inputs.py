"""What a plan is made of: the shifts to fill, the people who may take them, the rules, and what stays as it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

DAY_HOURS = 24


class BadRules(Exception):
    """The rules contradict themselves."""


class ShiftKind(StrEnum):
    """The kind of the day a shift begins on; weekday daytime is no shift."""

    WEEKNIGHT = "weeknight"
    DAY_OFF = "day_off"
    SPECIAL = "special"


class Role(StrEnum):
    """Who is called first, and who is called when that one does not answer. The order is that of the calls."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


POINTS: Mapping[ShiftKind, int] = {ShiftKind.WEEKNIGHT: 1, ShiftKind.DAY_OFF: 2, ShiftKind.SPECIAL: 4}


@dataclass(frozen=True)
class Rules:
    """How shifts are cut and shared out.

    The day of the teams lasts from `day_begins` to `day_ends` (wall time in `zone`) on weekdays; whatever is outside it
    is a shift. A day off is cut into `parts_of_day_off` shifts of equal length. `rest` is the time from the end of
    somebody's shift to the start of their next, elapsed. Caps count shifts that begin in one calendar month.
    Raises BadRules.
    """

    zone: str = "Asia/Tokyo"
    day_begins: time = time(10)
    day_ends: time = time(19)
    parts_of_day_off: int = 1
    points: Mapping[ShiftKind, int] = field(default_factory=lambda: dict(POINTS))
    rest: timedelta = timedelta(hours=48)
    roles: tuple[Role, ...] = (Role.PRIMARY, Role.SECONDARY)
    shifts_a_month: int | None = None
    days_off_a_month: int | None = None

    def __post_init__(self) -> None:
        if self.day_begins >= self.day_ends or not self.roles or self.rest < timedelta(0):
            raise BadRules
        if self.parts_of_day_off < 1 or DAY_HOURS % self.parts_of_day_off:
            raise BadRules
        if set(self.points) != set(ShiftKind) or any(points < 0 for points in self.points.values()):
            raise BadRules


@dataclass(frozen=True)
class Slot:
    """One shift to fill, by one person for each role. `day` is the one it begins on, `days` are those it touches.

    `evenings` are the days of which it takes some of the time from the end of the teams' day to midnight.
    """

    day: date
    kind: ShiftKind
    starts_at: datetime
    ends_at: datetime
    days: tuple[date, ...]
    evenings: tuple[date, ...] = ()


@dataclass(frozen=True)
class Totals:
    """What somebody has on their account when a plan begins: points, and shifts by kind.

    `credited` are those of the points that they did not serve.
    """

    points: int = 0
    shifts: Mapping[ShiftKind, int] = field(default_factory=dict)
    credited: int = 0


@dataclass(frozen=True)
class Candidate:
    """Somebody in the pool, from one day to another (both included; None: no end).

    `unavailable` are days on which they take nothing, `rather_not` such on which they take something only where it
    helps; `evenings_unavailable` and `evenings_rather_not` are about evenings alone. `elsewhere` are shifts outside
    this plan, from and to: between them and its own they rest as well. `opening` is what they had before; None for
    somebody new, who begins in the middle of the others.
    """

    id: int
    team: str
    from_on: date | None = None
    until_on: date | None = None
    unavailable: frozenset[date] = frozenset()
    rather_not: frozenset[date] = frozenset()
    evenings_unavailable: frozenset[date] = frozenset()
    evenings_rather_not: frozenset[date] = frozenset()
    elsewhere: tuple[tuple[datetime, datetime], ...] = ()
    opening: Totals | None = field(default_factory=Totals)

    def is_in_pool(self, slot: Slot) -> bool:
        """Whether they are in the pool on every day that a shift touches."""
        first, last = slot.days[0], slot.days[-1]
        return (self.from_on is None or self.from_on <= first) and (self.until_on is None or last <= self.until_on)

    def is_unavailable(self, slot: Slot) -> bool:
        """Whether they said that they take nothing on a day, or an evening, that a shift touches."""
        return not (self.unavailable.isdisjoint(slot.days) and self.evenings_unavailable.isdisjoint(slot.evenings))

    def rests(self, slot: Slot, rest: timedelta) -> bool:
        """Whether a shift comes too near to one of theirs outside this plan."""
        return any(slot.starts_at < end + rest and start < slot.ends_at + rest for start, end in self.elsewhere)

    def would_rather_not(self, slot: Slot) -> bool:
        """Whether a shift touches a day, or an evening, on which they take something only where it helps."""
        return not (self.rather_not.isdisjoint(slot.days) and self.evenings_rather_not.isdisjoint(slot.evenings))


# A seat is a role of a shift: the number of the slot, and that of the role in the rules.
Seat = tuple[int, int]
