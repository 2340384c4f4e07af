"""Where the bars and lines of alerts stand in their drawings. Knows no database."""

from collections.abc import Sequence
from typing import NamedTuple

from studyhub.alerts.reviewing.counting import HOURS, Clock, Month

FLOOR, HEIGHT, HOUR_WIDTH = 20, 18, 4
TREND_FLOOR, TREND_HEIGHT, TREND_LEFT, TREND_STEP = 60, 46, 12, 13


class Bar(NamedTuple):
    """An hour in which something rang."""

    x: float
    y: float
    height: float


def bars(hours: Sequence[int]) -> list[Bar]:
    """A bar for each hour in which something rang; the highest one fills the strip."""
    highest = max(hours, default=0) or 1
    heights = [(hour, round(HEIGHT * count / highest, 1)) for hour, count in enumerate(hours) if count]
    return [Bar(HOUR_WIDTH * hour + 0.5, round(FLOOR - height, 1), height) for hour, height in heights]


def night_hours(clock: Clock) -> list[int]:
    """Where the hours of the night begin in the strip."""
    return [HOUR_WIDTH * hour for hour in range(HOURS) if clock.is_night_hour(hour)]


class Point(NamedTuple):
    """The noise of a month."""

    x: int
    y: float
    month: Month


def trend(months: Sequence[Month]) -> list[Point]:
    """A point for each month in which something rang; the newest stands at the right."""
    first = 12 - len(months)
    return [
        Point(TREND_LEFT + TREND_STEP * (first + number), _height(month.noise_percent), month)
        for number, month in enumerate(months)
        if month.noise_percent is not None
    ]


def _height(percent: int) -> float:
    return round(TREND_FLOOR - TREND_HEIGHT * percent / 100, 1)
