"""What stands in the way of a duty on an evening, whatever kind of commitment it is: later kinds join in by themselves.

The night before counts too: nobody is asked to do something on the day after a night on duty.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import select

from studyhub import zones
from studyhub.commitments.models import Commitment
from studyhub.db import db

NIGHT_BEGINS, NIGHT_ENDS = time(22), time(6)


class Span(NamedTuple):
    """Hours from a moment up to another."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether they have time in common; the one ending as the other begins have none."""
        return self.starts_at < ends_at and self.ends_at > starts_at


class Busy(NamedTuple):
    """One commitment of a person. `source` names the row it came from."""

    user_id: int
    source: str
    span: Span


def night_before(starts_at: datetime, zone: str) -> Span:
    """The night that ends on the day of this moment, in wall time."""
    day = zones.in_zone(starts_at, zone).date()
    return Span(
        zones.to_utc(day - timedelta(days=1), NIGHT_BEGINS, zone),
        zones.to_utc(day, NIGHT_ENDS, zone),
    )


def is_in_the_way(busy: Span, duty: Span, zone: str) -> bool:
    """Whether a commitment takes the hours of a duty, or the night before it."""
    return busy.overlaps(*duty) or busy.overlaps(*night_before(duty.starts_at, zone))


def commitments_around(user_ids: Collection[int], duties: Iterable[Span]) -> list[Busy]:
    """Commitments of these people that may be in the way of any of these duties, read at once."""
    spans = list(duties)
    if not spans:
        return []
    # Two days before the first cover the night before it in every zone.
    first = min(span.starts_at for span in spans) - timedelta(days=2)
    last = max(span.ends_at for span in spans)
    rows = select(Commitment.user_id, Commitment.source, Commitment.starts_at, Commitment.ends_at).where(
        Commitment.user_id.in_(user_ids), Commitment.starts_at < last, Commitment.ends_at > first
    )
    return [
        Busy(user_id, source, Span(starts_at, ends_at))
        for user_id, source, starts_at, ends_at in db.session.execute(rows)
    ]
