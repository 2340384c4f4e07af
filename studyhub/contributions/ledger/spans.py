"""The months, quarters or years that a ledger page shows; only computes."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from dateutil.relativedelta import relativedelta


class By(StrEnum):
    """How long each of the periods is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS = {By.MONTH: 1, By.QUARTER: 3, By.YEAR: 12}
# A year by months, two by quarters, ten by years.
SHOWN = {By.MONTH: 12, By.QUARTER: 8, By.YEAR: 10}


@dataclass(frozen=True)
class Span:
    """Periods that follow each other. `borders` are the first days of all of them, and the day after the last."""

    by: By
    borders: tuple[date, ...]

    @property
    def first(self) -> date:
        """The first day."""
        return self.borders[0]

    @property
    def after(self) -> date:
        """The day after the last."""
        return self.borders[-1]

    @property
    def last_month(self) -> date:
        """The first day of the last month."""
        return self.after - relativedelta(months=1)

    @property
    def periods(self) -> tuple[tuple[date, date], ...]:
        """The first day of each period, and the day after its last."""
        return tuple(pairwise(self.borders))

    def number_of(self, day: date) -> int:
        """Which of the periods a day is in, from 0; the day must be in the span."""
        return bisect_right(self.borders, day) - 1

    def before(self) -> "Span":
        """The periods before these, as many."""
        return span(self.by, self.first - relativedelta(months=1))

    def following(self) -> "Span":
        """The periods after these, as many."""
        return span(self.by, self.last_month + relativedelta(months=MONTHS[self.by] * SHOWN[self.by]))


def span(by: By, until: date) -> Span:
    """The periods of a kind whose last is the one that a day is in."""
    length = MONTHS[by]
    begins = until.replace(day=1, month=(until.month - 1) // length * length + 1)
    after = begins + relativedelta(months=length)
    starts = [after - relativedelta(months=length * number) for number in range(SHOWN[by], -1, -1)]
    return Span(by, tuple(starts))
