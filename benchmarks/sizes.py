"""The sizes of organisations that are measured."""

from datetime import UTC, datetime
from typing import NamedTuple

# The application's clock stands here, so that filled databases can be kept: 12:00 in Tokyo.
NOW = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)


class Size(NamedTuple):
    """How many of each there are, beside the scene that is the same in every size; `years` of shifts are over."""

    name: str
    teams: int
    people: int
    circles: int
    meetings: int
    signups: int
    notes: int
    years: int
    alerts: int


SIZES = {
    size.name: size
    for size in (
        Size("S", 1, 10, 5, 60, 400, 45, 1, 5_000),
        Size("M", 20, 300, 120, 3_000, 40_000, 3_000, 10, 50_000),
        Size("L", 200, 5_000, 1_500, 60_000, 1_000_000, 40_000, 10, 50_000),
    )
}
