"""How much went out month by month, and how long it took from sharing: for editors, without a title of anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from sqlalchemy import Select, bindparam, func, select

from studyhub import zones
from studyhub.db import db, kept
from studyhub.notes.models import Note, Release

MONTHS = 12


@dataclass(frozen=True)
class Figure:
    """A month that begins then: how many notes went out for the first time, and the median of days since sharing.

    What was taken back since went out all the same. The median is None where nothing went out.
    """

    first: date
    count: int
    median_days: float | None


@dataclass(frozen=True)
class Figures:
    """The months up to the present one, the newest first, and the same of them all."""

    months: Sequence[Figure]
    all: Figure


class _Out(NamedTuple):
    first_approved_at: datetime
    first_shared_at: datetime | None


def figures(today: date, zone: str) -> Figures:
    """The last twelve months by the clocks of the organisation, by one statement."""
    months = [today.replace(day=1) - relativedelta(months=back) for back in range(MONTHS)]
    since = zones.to_utc(months[-1], time(), zone)
    found = [_Out(first, shared) for first, shared in db.session.execute(_went_out(), {"since": since}) if first]
    by_month: dict[date, list[_Out]] = {}
    for one in found:
        by_month.setdefault(zones.in_zone(one.first_approved_at, zone).date().replace(day=1), []).append(one)
    return Figures([_figure(first, by_month.get(first, [])) for first in months], _figure(months[-1], found))


def _figure(first: date, out: Sequence[_Out]) -> Figure:
    # A note may be approved before it is shared again: it waited no time.
    waited = [max(one.first_approved_at - one.first_shared_at, timedelta(0)) for one in out if one.first_shared_at]
    days = round(median(one / timedelta(days=1) for one in waited), 1) if waited else None
    return Figure(first, len(out), days)


@kept
def _went_out() -> Select[datetime | None, datetime | None]:
    """Of each note when it first went out, since then, and when it was first shared."""
    first = func.min(Release.first_approved_at)
    rows = select(first, Note.first_shared_at).join(Note, Note.id == Release.note_id)
    return rows.group_by(Note.id, Note.first_shared_at).having(first >= bindparam("since"))
