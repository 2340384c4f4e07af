"""What of the rota waits for its keepers on their first page: days that are of another kind than was planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from studyhub.people.models import User
from studyhub.rota import queries
from studyhub.rota.planning.cutting import kind_of
from studyhub.settings import organization


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
