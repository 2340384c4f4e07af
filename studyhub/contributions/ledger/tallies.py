"""What a ledger counts, and the sums of it by periods; only computes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from studyhub.ledger.models import Duty
from studyhub.rota.planning.inputs import ShiftKind


class What(StrEnum):
    """Something that people do for others."""

    PRESENTED = "presented"
    SCRIBED = "scribed"
    FACILITATED = "facilitated"
    RESPONDED = "responded"
    EXAMINED = "examined"
    NIGHTS = "nights"
    DAYS_OFF = "days_off"
    SPECIAL_DAYS = "special_days"
    POINTS = "points"
    TAKEN = "taken"
    PAGES = "pages"
    NIGHT_PAGES = "night_pages"
    CARDS = "cards"


OF_DUTIES = {
    Duty.PRESENTED: What.PRESENTED,
    Duty.SCRIBED: What.SCRIBED,
    Duty.FACILITATED: What.FACILITATED,
    Duty.RESPONDED: What.RESPONDED,
    Duty.EXAMINED: What.EXAMINED,
}
OF_KINDS = {
    ShiftKind.WEEKNIGHT: What.NIGHTS,
    ShiftKind.DAY_OFF: What.DAYS_OFF,
    ShiftKind.SPECIAL: What.SPECIAL_DAYS,
}
READING = (What.PRESENTED, What.SCRIBED, What.FACILITATED)
TRAINING = (What.RESPONDED, What.EXAMINED)
SHIFTS = (What.NIGHTS, What.DAYS_OFF, What.SPECIAL_DAYS)
CALLED = (What.PAGES, What.NIGHT_PAGES)
ON_CALL = (*SHIFTS, What.POINTS, What.TAKEN, *CALLED)
ROUNDS = (What.CARDS,)


@dataclass
class Tally:
    """What somebody did, by the numbers of periods (spans.py); and when last, in these periods."""

    counts: dict[What, dict[int, float]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(float)))
    last_on: dict[What, date] = field(default_factory=dict)
    # The longest that a page kept them, in minutes.
    longest_minutes: int = 0

    def add(self, what: What, period: int, count: float, last_on: date | None = None) -> None:
        """Count something that was done in a period, the last of it on a day."""
        self.counts[what][period] += count
        if last_on is not None:
            self.last_on[what] = max(last_on, self.last_on.get(what, last_on))

    def sum(self, *kinds: What) -> float:
        """How often something was done, of all these kinds."""
        return sum(sum(self.counts[what].values()) for what in kinds if what in self.counts)

    def of(self, period: int, *kinds: What) -> float:
        """How often in one period."""
        return sum(self.counts[what].get(period, 0) for what in kinds if what in self.counts)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was counted."""
        return not self.sum(*What)


Tallies = Mapping[int, Tally]


def together(tallies: Iterable[Tally]) -> Tally:
    """What several people did; a shift that two of them shared counts for both."""
    total = Tally()
    for one in tallies:
        for what, periods in one.counts.items():
            for period, count in periods.items():
                total.add(what, period, count, one.last_on.get(what))
    return total


def only(tally: Tally, kinds: Sequence[What]) -> Tally:
    """Of what somebody did these kinds alone: nothing else reaches a page that may not show it."""
    kept = Tally(longest_minutes=tally.longest_minutes if What.PAGES in kinds else 0)
    for what in kinds:
        for period, count in tally.counts.get(what, {}).items():
            kept.add(what, period, count, tally.last_on.get(what))
    return kept
