"""One firing as a source tells it: cleaned, cut to what is kept, and with an identity of its own.

Everything here was written outside: it is shown as text, and an address is kept only where it is one of the web.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from studyhub import zones
from studyhub.alerts.incoming.problems import Problem, WrongShape
from studyhub.text.cleaning import clean_line

RULE_MAX_CHARS, SERVICE_MAX_CHARS, SUMMARY_MAX_CHARS, URL_MAX_CHARS = 200, 100, 500, 2_000
LABELS_MAX, LABEL_NAME_MAX_CHARS, LABEL_MAX_CHARS = 30, 100, 300
# Clocks differ; what begins later than this was misread.
AHEAD = timedelta(hours=1)
_LINK = re.compile(r"https?://[^\s/?#@\\\[\]]+(?:[/?#]\S*)?", re.IGNORECASE)
_NEVER = 1970


@dataclass(frozen=True)
class Firing:
    """What rang, from when to when; `ends_at` is None while it still does."""

    identity: str
    rule: str
    service_name: str
    starts_at: datetime
    ends_at: datetime | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""
    summary: str = ""
    source_url: str = ""
    runbook_url: str = ""
    is_silenced: bool = False


def merged(firings: Iterable[Firing]) -> list[Firing]:
    """Each firing once, by its identity, with the latest end that was told."""
    found: dict[str, Firing] = {}
    for firing in firings:
        known = found.get(firing.identity)
        found[firing.identity] = firing if known is None else replace(known, ends_at=_later(known, firing))
    return [found[identity] for identity in sorted(found)]


def _later(one: Firing, other: Firing) -> datetime | None:
    ends = [firing.ends_at for firing in (one, other) if firing.ends_at is not None]
    return max(ends, default=None)


def identity_of(*parts: str) -> str:
    """What is the same for the same parts, whatever their length."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def line(value: Any, max_chars: int) -> str:
    """A word from outside as one line, cut. Raises WrongShape where it is a list or an object."""
    if value is None:
        return ""
    if isinstance(value, dict | list):
        raise WrongShape(Problem.NOT_TEXT)
    return clean_line(str(value))[:max_chars].strip()


def link(value: Any) -> str:
    """An address of the web, or nothing: half of one leads somewhere else."""
    text = clean_line(value) if isinstance(value, str) else ""
    return text if len(text) <= URL_MAX_CHARS and _LINK.fullmatch(text) else ""


def labels(value: Any) -> dict[str, str]:
    """The first so many labels, by name."""
    if not isinstance(value, dict):
        raise WrongShape(Problem.NO_LABELS)
    names = sorted(value)[:LABELS_MAX]
    return {line(name, LABEL_NAME_MAX_CHARS): line(value[name], LABEL_MAX_CHARS) for name in names}


def moment(value: Any, *, now: datetime) -> datetime:
    """When something began. Raises WrongShape for anything but a moment up to now."""
    found = moment_or_none(value)
    if found is None:
        raise WrongShape(Problem.NO_START)
    if found > now + AHEAD:
        raise WrongShape(Problem.AHEAD)
    return found


def moment_or_none(value: Any) -> datetime | None:
    """A moment in RFC 3339 or in seconds since 1970; None for none, and for the year 1 that stands for none.

    Raises WrongShape.
    """
    if value in (None, "", 0):
        return None
    try:
        found = _moment(value)
    except (ValueError, OverflowError, OSError, TypeError) as error:
        raise WrongShape(Problem.BAD_TIME) from error
    if found.year < _NEVER:
        return None
    _require_in_range(found)
    return found


def _moment(value: Any) -> datetime:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return datetime.fromtimestamp(value, UTC)
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError(value)
    return found if found.year < _NEVER else found.astimezone(UTC)


def _require_in_range(found: datetime) -> None:
    try:
        zones.require_in_range(found.date())
    except zones.DateOutOfRange as far:
        raise WrongShape(Problem.BAD_TIME) from far


def end(starts_at: datetime, ends_at: datetime | None, *, now: datetime) -> datetime | None:
    """When it ended: a moment to come is a promise, and none before the beginning is kept."""
    if ends_at is None or ends_at > now:
        return None
    return max(starts_at, ends_at)
