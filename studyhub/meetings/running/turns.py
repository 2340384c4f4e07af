"""Whose turn it is to write or to lead: whoever did it least of late, by the ledger. Rules: docs/fairness.md."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from studyhub import zones
from studyhub.ledger import loads
from studyhub.ledger.loads import Load
from studyhub.ledger.models import Duty
from studyhub.meetings.assigning import obstacles
from studyhub.meetings.assigning.fairness import LOAD_MONTHS
from studyhub.meetings.assigning.obstacles import Known
from studyhub.meetings.models import Meeting
from studyhub.people.models import User, UserState

NEVER = Load(0, None)


class Turn(NamedTuple):
    """Somebody who could do a duty, and what they did of it in the last months; `last_on` however long ago."""

    person: User
    quantity: int
    last_on: date | None


def turns(meeting: Meeting, people: Collection[User], *, now: datetime) -> dict[Duty, Turn]:
    """Of these people, who did least of each duty that has nobody yet; none where nobody is free then.

    Whoever presents that day, is away, or has another duty then or the night before is not proposed.
    """
    wanted = {Duty.SCRIBED: meeting.scribe_id, Duty.FACILITATED: meeting.facilitator_id}
    open_ones = [duty for duty, user_id in wanted.items() if user_id is None]
    if not open_ones:
        return {}
    since = zones.in_zone(now, meeting.circle.time_zone).date() - relativedelta(months=LOAD_MONTHS)
    ids = [person.id for person in people]
    known = obstacles.read(ids, [meeting], now=now)
    free = [person for person in people if _is_free(person, meeting, known)]
    found = {duty: _least(free, loads.of_people(ids, duty, since=since)) for duty in open_ones}
    return {duty: turn for duty, turn in found.items() if turn is not None}


def _is_free(person: User, meeting: Meeting, known: Known) -> bool:
    presents = any(one.starts_at == meeting.starts_at for one in known.has[person.id])
    return person.state is UserState.ACTIVE and not presents and known.can_come(person.id, meeting)


def _least(people: Collection[User], done: Mapping[int, Load]) -> Turn | None:
    found = [Turn(person, *done.get(person.id, NEVER)) for person in people]
    return min(found, key=lambda one: (one.quantity, one.last_on or date.min, one.person.id), default=None)
