"""What of the rota waits for its keepers at home: hours that nobody has, and days that changed their kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from studyhub.people.models import User
from studyhub.people.waiting import SHOWN
from studyhub.rota import queries
from studyhub.rota.planning.cutting import kind_of
from studyhub.rota.swaps import held
from studyhub.rota.swaps.held import Duty
from studyhub.settings import organization

# Before that a rota may still be planned anew at leisure; its page names every vacancy.
SOON = timedelta(days=7)


@dataclass
class Doubtful:
    """Days of a rota that were closed since it was published, or are not closed any more: nobody may be on call."""

    rota_id: int
    days: list[date]


def doubtful(user: User, now: datetime) -> Sequence[Doubtful]:
    """What has to be planned again, one entry a rota, in order; nothing for whoever does not keep the rota."""
    if not user.is_rota_keeper:
        return ()
    closed = organization.days_off()
    found: dict[int, Doubtful] = {}
    for rota_id, day, kind in queries.planned_kinds(queries.today(now)):
        if kind is not kind_of(day, closed):
            found.setdefault(rota_id, Doubtful(rota_id, [])).days.append(day)
    return list(found.values())


def vacant(user: User, now: datetime) -> Sequence[Duty]:
    """Hours that run or begin soon and are nobody's, in order; nothing for whoever does not keep the rota."""
    if not user.is_rota_keeper:
        return ()
    return [duty for duty in held.held(now, now + SOON) if duty.user is None][:SHOWN]
