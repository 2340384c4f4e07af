"""Hours, shifts and points that people served, month by month; only computes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from studyhub import zones
from studyhub.rota.crediting.credits import Credit
from studyhub.rota.planning.inputs import ShiftKind
from studyhub.rota.swaps.held import Duty

AN_HOUR = timedelta(hours=1)


class Handed(NamedTuple):
    """A swap in force: the day of its shift, and who gave and took; None where the hours were or are nobody's."""

    day: date
    giver_id: int | None
    taker_id: int | None


@dataclass
class Figures:
    """What somebody served in a span of time.

    Elapsed time lies where it passed; shifts, their points and swaps lie on the day on which the shift begins.
    """

    elapsed: timedelta = timedelta()
    # Shifts of which they had any part.
    shifts: Counter[ShiftKind] = field(default_factory=Counter)
    points: float = 0
    # Points that count when shifts are shared out, besides those that were served.
    credited: float = 0
    given: int = 0
    taken: int = 0

    @property
    def hours(self) -> float:
        return self.elapsed / AN_HOUR

    @property
    def nights(self) -> int:
        return self.shifts[ShiftKind.WEEKNIGHT]

    @property
    def days_off(self) -> int:
        return self.shifts[ShiftKind.DAY_OFF]

    @property
    def special_days(self) -> int:
        return self.shifts[ShiftKind.SPECIAL]

    @property
    def count(self) -> int:
        """How many shifts of all kinds."""
        return self.shifts.total()


ByMonth = Mapping[int, Mapping[date, Figures]]


def by_person(
    duties: Iterable[Duty], swaps: Iterable[Handed], zone: str, credits_of_all: Iterable[Credit] = ()
) -> ByMonth:
    """Figures of each person who served, by the first days of months in wall time of a zone."""
    found: dict[int, dict[date, Figures]] = defaultdict(lambda: defaultdict(Figures))
    had = set()
    for duty in duties:
        if duty.user_id is None:
            continue
        months = found[duty.user_id]
        months[first_of(duty.day)].points += duty.points
        if (duty.user_id, duty.shift.id) not in had:
            had.add((duty.user_id, duty.shift.id))
            months[first_of(duty.day)].shifts[duty.kind] += 1
        for month, elapsed in elapsed_by_month(duty.starts_at, duty.ends_at, zone):
            months[month].elapsed += elapsed
    for swap in swaps:
        if swap.giver_id is not None:
            found[swap.giver_id][first_of(swap.day)].given += 1
        if swap.taker_id is not None:
            found[swap.taker_id][first_of(swap.day)].taken += 1
    for credit in credits_of_all:
        if credit.user_id in found:
            found[credit.user_id][credit.month].credited += credit.points
    return found


def elapsed_by_month(starts_at: datetime, ends_at: datetime, zone: str) -> Iterator[tuple[date, timedelta]]:
    """What of a span of time passes in each month it touches: time that elapses, whatever clocks show."""
    for month, since, until in parts_by_month(starts_at, ends_at, zone):
        yield month, until - since


def parts_by_month(starts_at: datetime, ends_at: datetime, zone: str) -> Iterator[tuple[date, datetime, datetime]]:
    """A span of time cut at each midnight, in wall time of a zone, with which a month begins."""
    while starts_at < ends_at:
        month = first_of(zones.in_zone(starts_at, zone).date())
        until = min(ends_at, begin(after(month), zone))
        yield month, starts_at, until
        starts_at = until


def first_of(day: date) -> date:
    """The first day of the month a day is in."""
    return day.replace(day=1)


def after(month: date) -> date:
    """The first day of the month after one."""
    return first_of(month + timedelta(days=31))


def begin(month: date, zone: str) -> datetime:
    """The moment at which a month begins in a zone."""
    return zones.to_utc(month, time(0), zone)


def sum_of(figures: Iterable[Figures]) -> Figures:
    """Figures of several months or people together; a shift that two people shared counts for both."""
    total = Figures()
    for one in figures:
        total.elapsed += one.elapsed
        total.shifts.update(one.shifts)
        total.points += one.points
        total.credited += one.credited
        total.given += one.given
        total.taken += one.taken
    return total
