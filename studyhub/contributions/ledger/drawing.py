"""The bars of a ledger: what was done in each period, one kind upon the other. Only computes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from studyhub.contributions.ledger.spans import By, Span
from studyhub.contributions.ledger.tallies import READING, ROUNDS, SHIFTS, TRAINING, Tally, What

# In the order in which they stand upon each other; the names are those of the style sheet.
SERIES: dict[str, tuple[What, ...]] = {"read": READING, "drill": TRAINING, "night": SHIFTS, "card": ROUNDS}
HEIGHT, FOOT, GAP = 56.0, 60, 1
BAR, STEP = 10, {By.MONTH: 14, By.QUARTER: 28, By.YEAR: 18}
ONE_MOST = 7.0


@dataclass(frozen=True)
class Block:
    """A kind of things in one bar."""

    name: str
    y: float
    height: float


@dataclass(frozen=True)
class Bar:
    """One period: where it stands, what it holds from below, and how often each series was done."""

    first: date
    x: int
    middle: int
    is_leave: bool
    blocks: tuple[Block, ...]
    counts: tuple[float, ...]


@dataclass(frozen=True)
class Chart:
    """All bars, and how wide they are together."""

    width: int
    bars: tuple[Bar, ...]
    series: tuple[str, ...]


def chart(tally: Tally, span: Span, *, leave: Collection[int] = ()) -> Chart:
    """A chart of what somebody did; series that have nothing at all are left out."""
    series = tuple(name for name, kinds in SERIES.items() if tally.sum(*kinds))
    step = STEP[span.by]
    counts = [tuple(tally.of(number, *SERIES[name]) for name in series) for number in range(len(span.periods))]
    one = min(ONE_MOST, HEIGHT / max([sum(row) for row in counts], default=1)) if series else 0
    bars = [
        Bar(first, _left(number, step), _left(number, step) + BAR // 2, number in leave, _blocks(series, row, one), row)
        for number, ((first, _after), row) in enumerate(zip(span.periods, counts, strict=True))
    ]
    return Chart(4 + len(bars) * step, tuple(bars), series)


def _left(number: int, step: int) -> int:
    return 2 + number * step + (step - BAR) // 2


def _blocks(series: Collection[str], counts: Collection[float], one: float) -> tuple[Block, ...]:
    found, foot = [], float(FOOT)
    for name, count in zip(series, counts, strict=True):
        if count:
            height = count * one
            foot -= height
            found.append(Block(name, round(foot, 1), round(max(height - GAP, 0.5), 1)))
    return tuple(found)
