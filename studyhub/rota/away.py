"""What somebody is on duty for although they are away: noting days away takes no shift from anybody."""

from collections.abc import Collection
from datetime import datetime

from studyhub.people.days import away
from studyhub.people.days.away import Answer, Period
from studyhub.people.models import User
from studyhub.rota import queries
from studyhub.rota.swaps.held import Duty
from studyhub.settings import organization


def duties_away(user: User, periods: Collection[Period], *, now: datetime) -> list[Duty]:
    """The duties to come of somebody that touch a day, or an evening, on which they said they take nothing.

    The days are those by which a plan passes them over. `periods` are all that they noted.
    """
    if not periods:
        return []
    zone, evening = organization.current().time_zone, queries.rules().day_ends
    to_come = (duty for duty in queries.duties_of_person(user.id, now) if duty.starts_at > now)
    return [
        duty
        for duty in to_come
        if away.answer(periods, duty.starts_at, duty.ends_at, zone=zone, evening=evening) is Answer.AWAY
    ]
