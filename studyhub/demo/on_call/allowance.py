"""Months of the demo's year that are closed for the allowance, one of them corrected."""

from datetime import date, datetime, time, timedelta
from functools import partial

from studyhub import zones
from studyhub.allowance import closing, queries
from studyhub.allowance.figures import after, first_of
from studyhub.allowance.models import AllowanceMonth
from studyhub.allowance.parts import Part
from studyhub.demo.on_call.services import KEEPER
from studyhub.demo.stage import Stage
from studyhub.people.models import User
from studyhub.rota.planning.inputs import Role
from studyhub.settings import organization

# On the third of each month the last one is closed; the correction comes five days later, to the last but one.
CLOSED_ON, AT, CORRECTED_AFTER = 3, time(11), timedelta(days=5)
MONTHS, CORRECTED_MONTHS_AGO, AN_HOUR = 12, 2, timedelta(hours=1)
REASON = "20時までは{}さんが代わりに対応していたため(チャットで確認済み)"


def begin(stage: Stage) -> None:
    """Let the keeper close month after month, as soon as each is over."""
    zone, keeper = organization.current().time_zone, stage.person(KEEPER)
    this = first_of(zones.in_zone(stage.now, zone).date())
    month = _before(this, MONTHS)
    while month < this:
        at = zones.to_utc(after(month).replace(day=CLOSED_ON), AT, zone)
        stage.timeline.at(at, partial(closing.close, month, by=keeper))
        if month == _before(this, CORRECTED_MONTHS_AGO):
            stage.timeline.at(at + CORRECTED_AFTER, partial(_correct, month, keeper))
        month = after(month)


def _before(month: date, months: int) -> date:
    for _ in range(months):
        month = first_of(month - timedelta(days=1))
    return month


def _correct(month: date, keeper: User, *, now: datetime) -> None:
    """The first hour of a night was served by whoever had the other role: one has it less, the other more."""
    closed = queries.closed(month)
    found = _two_of_a_night(closed) if closed else None
    if closed is None or found is None:
        return
    mine, other = found
    hour = Part(mine.user_id, mine.shift_id, mine.starts_at, mine.starts_at + AN_HOUR)
    reason = REASON.format(next(user.name for user in queries.people([other])))
    for part in (hour._replace(sign=-1), hour._replace(user_id=other)):
        closing.correct_by_hand(closed, part, reason, by=keeper, now=now)


def _two_of_a_night(closed: AllowanceMonth) -> tuple[Part, int] | None:
    """Hours of a primary that were paid to them, and who was secondary meanwhile."""
    duties = queries.held_in(closed.month, closed.time_zone)
    seconds = {duty.starts_at: duty.user_id for duty in duties if duty.role is Role.SECONDARY}
    for duty in duties[len(duties) // 2 :]:
        other = seconds.get(duty.starts_at)
        if duty.role is Role.PRIMARY and duty.user_id is not None and other is not None:
            return Part(duty.user_id, duty.shift.id, duty.starts_at, duty.ends_at), other
    return None
