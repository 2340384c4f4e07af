"""Hours of a shift as somebody types them: wall time of the organisation, from and to."""

from datetime import datetime, time

from studyhub import zones
from studyhub.rota.models import Shift
from studyhub.rota.planning.cutting import A_DAY
from studyhub.rota.swaps.finding.situation import Hours
from studyhub.settings import organization


class BadHours(Exception):
    """What was typed is no time, or not within the shift."""


def hours_of(shift: Shift, typed_from: str, typed_to: str) -> Hours:
    """The hours between two wall times of a shift; left out, they are its start and its end. Raises BadHours."""
    starts_at = _moment(shift, typed_from, shift.starts_at) if typed_from else shift.starts_at
    ends_at = _moment(shift, typed_to, starts_at, is_after=True) if typed_to else shift.ends_at
    if not starts_at < ends_at:
        raise BadHours
    return Hours(shift, starts_at, ends_at)


def _moment(shift: Shift, typed: str, since: datetime, *, is_after: bool = False) -> datetime:
    """The first moment of a shift at which clocks show a time, from or after another one."""
    zone, at = organization.current().time_zone, _time(typed)
    day = zones.in_zone(shift.starts_at, zone).date()
    for moment in (zones.to_utc(day + number * A_DAY, at, zone) for number in range(4)):
        if since <= moment <= shift.ends_at and not (is_after and moment == since):
            return moment
    raise BadHours


def _time(typed: str) -> time:
    try:
        return datetime.strptime(typed, "%H:%M").time()  # noqa: DTZ007 - wall time, its zone follows
    except ValueError as error:
        raise BadHours from error
