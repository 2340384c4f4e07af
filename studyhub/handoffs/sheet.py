"""What stands on the page on which somebody hands over: what was handed on to them, and what they acted on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from studyhub.db import db
from studyhub.handoffs import queries, responses
from studyhub.handoffs.models import BURNS_MAX_CHARS, Handoff
from studyhub.handoffs.responses import Line
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.swaps import held
from studyhub.rota.swaps.held import Duty
from studyhub.services import queries as services
from studyhub.services.models import Service
from studyhub.settings import organization


@dataclass(frozen=True)
class Sheet:
    """Hours that are handed over; without a duty where they are nobody's to hand over any more.

    `before` is what was handed on to these hours; `next` are those who have the hours behind them.
    """

    shift: Shift
    duty: Duty | None
    lines: Sequence[Line]
    before: Sequence[Handoff]
    next: Sequence[Duty]
    services: Sequence[Service]
    zone: str

    @property
    def burns(self) -> str:
        """What burnt when these hours began, to keep or to clear."""
        return " / ".join(one.head.burns for one in self.before if one.is_burning)[:BURNS_MAX_CHARS]

    @property
    def service_ids(self) -> list[int]:
        """The services that burnt then, and those of what was acted on."""
        burnt = {service.id for one in self.before if one.is_burning for service in one.services}
        rang = {line.alert.group.service_id for line in self.lines if line.alert and line.alert.group}
        return sorted(burnt | rang)


def sheet(duty: Duty, handoff: Handoff | None, *, now: datetime) -> Sheet:
    """The sheet of some hours, with the hand-off that there is."""
    return Sheet(
        duty.shift,
        duty,
        responses.lines(duty, handoff),
        [one for one in queries.last_before(duty.starts_at) if handoff is None or one.id != handoff.id],
        _next(duty),
        _services(),
        organization.current().time_zone,
    )


def without_hours(shift: Shift) -> Sheet:
    """The sheet of a shift that somebody cannot hand over: it keeps what they typed."""
    return Sheet(shift, None, [], [], [], _services(), organization.current().time_zone)


def _services() -> list[Service]:
    return list(db.session.scalars(services.services()))


def _next(duty: Duty) -> list[Duty]:
    """The duties that begin first at the end of some hours or after it."""
    found = held.held(duty.ends_at, duty.ends_at + queries.LATELY)
    later = [one for one in found if one.starts_at >= duty.ends_at and one.user is not None]
    return [one for one in later if one.starts_at == later[0].starts_at]


def duty_of(handoff: Handoff, author: User) -> Duty:
    """The hours of a hand-off as they were when it was written."""
    return Duty(handoff.shift, handoff.starts_at, handoff.ends_at, author, None)
