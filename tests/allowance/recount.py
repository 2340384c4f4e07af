"""What was served, counted minute by minute: shares no code with the product."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

A_MINUTE = timedelta(minutes=1)


class Span(NamedTuple):
    """Hours of somebody (None: of nobody), in UTC."""

    starts_at: datetime
    ends_at: datetime
    user_id: int | None


class Night(NamedTuple):
    """A shift as it was published, and what lies over it, the later over the earlier."""

    kind: str
    points: int
    whole: Span
    over: list[Span]


def minutes(night: Night) -> list[int | None]:
    """Who has each minute."""
    begins, ends, user_id = night.whole
    whose = [user_id] * ((ends - begins) // A_MINUTE)
    for span in night.over:
        for number in range(len(whose)):
            if span.starts_at <= begins + number * A_MINUTE < span.ends_at:
                whose[number] = span.user_id
    return whose


def recount(nights: Iterable[Night], zone: str) -> dict[tuple[int, str, str], float]:
    """By person, month such as 2027-03 and what is counted (minutes, points, or a kind of shift): how much."""
    found: dict[tuple[int, str, str], float] = defaultdict(float)
    for night in nights:
        whose, begins = minutes(night), night.whole.starts_at
        day = _month(begins, zone)
        for number, user_id in enumerate(whose):
            if user_id is not None:
                found[user_id, _month(begins + number * A_MINUTE, zone), "minutes"] += 1
        for user_id, count in Counter(whose).items():
            if user_id is not None:
                found[user_id, day, "points"] += night.points * count / len(whose)
                found[user_id, day, night.kind] += 1
    return found


def _month(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(UTC).astimezone(ZoneInfo(zone)):%Y-%m}"
