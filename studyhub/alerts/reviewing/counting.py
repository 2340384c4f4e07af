"""Counting what rang: by hour, by night, how long, and whether anybody did anything. Knows no database."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from studyhub import zones
from studyhub.alerts.queries import Ring, Sum

HOURS = 24
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Clock:
    """The wall time in which hours are counted, and when a night begins and ends in it."""

    zone: str
    night_begins: time
    night_ends: time

    def local(self, moment: datetime) -> datetime:
        """A moment on this clock."""
        return zones.in_zone(moment, self.zone)

    def night_of(self, moment: datetime) -> date | None:
        """The day on which the night of a moment began; None by day."""
        there = self.local(moment)
        if there.time() >= self.night_begins:
            return there.date()
        return there.date() - A_DAY if there.time() < self.night_ends else None

    def is_night_hour(self, hour: int) -> bool:
        """Whether an hour of the day lies in the night."""
        return time(hour) >= self.night_begins or time(hour) < self.night_ends


@dataclass(frozen=True)
class Figures:
    """How often something rang, how often somebody acted on it and who, at night, by hour, and for how long."""

    count: int
    acted: int
    at_night: int
    hours: Sequence[int]
    minutes: int | None
    actors: Mapping[int, int]
    last_at: datetime | None
    # The time of day around which most rang, where it is the same hour for most.
    usual: time | None

    @property
    def noise(self) -> int:
        """How often it rang and nobody did anything."""
        return self.count - self.acted

    @property
    def noise_percent(self) -> int:
        """How much of it was noise."""
        return round(100 * self.noise / self.count) if self.count else 0


# Most of what rang lies in one hour, and it rang often enough to say so.
USUAL_LEAST, USUAL_SHARE = 3, 0.7


def figures(rings: Sequence[Ring], clock: Clock) -> Figures:
    """The figures of some rings."""
    there = [clock.local(ring.starts_at) for ring in rings]
    by_hour = Counter(moment.hour for moment in there)
    lasted = [(ring.ends_at - ring.starts_at).total_seconds() / 60 for ring in rings if ring.ends_at is not None]
    return Figures(
        count=len(rings),
        acted=sum(ring.is_acted_on for ring in rings),
        at_night=sum(clock.night_of(ring.starts_at) is not None for ring in rings),
        hours=[by_hour[hour] for hour in range(HOURS)],
        minutes=round(median(lasted)) if lasted else None,
        actors=Counter(ring.acted_by_id for ring in rings if ring.acted_by_id is not None),
        last_at=max((ring.starts_at for ring in rings), default=None),
        usual=_usual(there, by_hour),
    )


def _usual(there: Sequence[datetime], by_hour: Counter[int]) -> time | None:
    if len(there) < USUAL_LEAST:
        return None
    hour, count = by_hour.most_common(1)[0]
    if count < USUAL_SHARE * len(there):
        return None
    return time(hour, round(median(moment.minute for moment in there if moment.hour == hour)))


@dataclass(frozen=True)
class Month:
    """A month: what rang in it, how often somebody acted, and in how many of its nights nobody was woken.

    Of what was forgotten only the sums are left: how many nights were quiet, nobody knows any more.
    """

    first: date
    count: int
    acted: int
    quiet_nights: int | None

    @property
    def noise_percent(self) -> int | None:
        """How much of what rang was noise; None where nothing rang."""
        return round(100 * (self.count - self.acted) / self.count) if self.count else None


def months(
    rings: Sequence[Ring], clock: Clock, *, until: datetime, most: int, forgotten: Mapping[date, Sum]
) -> list[Month]:
    """The months from that of the first ring on, at most so many, the present one last; what was forgotten counts."""
    found: dict[date, list[Ring]] = {}
    for ring in rings:
        found.setdefault(clock.local(ring.starts_at).date().replace(day=1), []).append(ring)
    last = clock.local(until).date().replace(day=1)
    firsts = [last]
    while len(firsts) < most and firsts[-1] > min({*found, *forgotten}, default=last):
        firsts.append((firsts[-1] - A_DAY).replace(day=1))
    # The night before the first of a month may ring after midnight: it is that of the month it began in.
    woken = {clock.night_of(ring.starts_at) for ring in rings if not ring.is_silenced}
    today = clock.local(until).date()
    return [_month(one, found.get(one, []), forgotten.get(one), woken, today) for one in reversed(firsts)]


def _month(
    first: date, rings: Sequence[Ring], forgotten: Sum | None, woken: Collection[date | None], today: date
) -> Month:
    count, acted = len(rings), sum(ring.is_acted_on for ring in rings)
    if forgotten is not None:
        return Month(first, count + forgotten.rang, acted + forgotten.acted, None)
    # A night that goes on is not counted: it may still ring.
    after = min((first + 31 * A_DAY).replace(day=1), today)
    nights = max((after - first).days, 0)
    loud = sum(night is not None and first <= night < after for night in woken)
    return Month(first, count, acted, nights - loud)
