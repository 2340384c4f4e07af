"""For how many rounds and days help is wanted."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from studyhub.sos import queries
from studyhub.sos.models import HelpWanted
from studyhub.sos.queries import Span

# After so many rounds it goes to the leads.
ROUNDS_UNTIL_LEADS = 3


@dataclass(frozen=True)
class Age:
    """The how-manieth round it is for a wish, counted from 1, and for how many days it stands."""

    rounds: int
    days: int

    @property
    def is_carried_over(self) -> bool:
        """Whether it was asked for in an earlier round."""
        return self.rounds > 1

    @property
    def is_long(self) -> bool:
        """Whether three rounds did not settle it."""
        return self.rounds > ROUNDS_UNTIL_LEADS


def ages(wanted: Iterable[HelpWanted], *, now: datetime, as_of: datetime | None = None) -> dict[int, Age]:
    """The age of each by its id; as of the beginning of a round, else of the one that runs, is next, or was last.

    One statement.
    """
    rows = list(wanted)
    spans = queries.spans_of({one.meeting.circle_id for one in rows}) if rows else {}
    return {one.id: _age(one, spans[one.meeting.circle_id], now, as_of) for one in rows}


def _age(one: HelpWanted, spans: list[Span], now: datetime, as_of: datetime | None) -> Age:
    begins = [begin for begin, _end in spans]
    first = bisect_left(begins, one.meeting.starts_at)
    moment = one.closed_at or now
    # The round to come counts: in it the wish returns. One that runs is not over yet.
    over = sum(end <= moment for _begin, end in spans)
    present = bisect_right(begins, as_of) if as_of else min(over + 1, len(begins))
    zone = ZoneInfo(one.meeting.circle.time_zone)
    days = (moment.astimezone(zone).date() - one.asked_at.astimezone(zone).date()).days
    return Age(max(present - first, 1), max(days, 0))
