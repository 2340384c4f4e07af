"""Days that were tapped, as a form sends them."""

from collections.abc import Iterable
from datetime import date


def days_sent(texts: Iterable[str]) -> set[date]:
    """The days among values of a field; what is none is left out, for no form of ours sends it."""
    return {day for text in texts if (day := _day(text)) is not None}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
