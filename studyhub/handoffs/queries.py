"""Fetching hand-offs: everybody inside reads all of them, nobody else any."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from studyhub.alerts.models import Alert, AlertGroup
from studyhub.column_types import UtcDateTime
from studyhub.db import db, kept
from studyhub.handoffs.models import Handoff, HandoffResponse, HandoffRevision, HandoffService
from studyhub.people.models import User
from studyhub.rota.models import LONGEST, Shift
from studyhub.rota.swaps.held import Duty
from studyhub.services.models import Service
from studyhub.shown import Shown

# What was handed on longer ago is read on the list: between two nights lies a day of the teams at most, save where
# nobody was planned.
LATELY = timedelta(hours=72)
SHOWN = Shown(
    Handoff,
    *(Handoff.id, Handoff.shift_id, Handoff.author_id, Handoff.starts_at, Handoff.ends_at, Handoff.taken_at),
    head=Shown(HandoffRevision, HandoffRevision.id, HandoffRevision.burns),
    author=Shown(User, User.id, User.name),
    shift=Shown(Shift, Shift.id, Shift.role),
)


def with_words() -> Select[Handoff]:
    """Hand-offs with their words, author and shift, the newest first."""
    rows = select(Handoff).options(joinedload(Handoff.head), joinedload(Handoff.author), joinedload(Handoff.shift))
    return rows.order_by(Handoff.ends_at.desc(), Handoff.id.desc())


def handoffs() -> Select[Handoff]:
    """As the list shows them: with the services that they name, and who took them."""
    return with_words().options(selectinload(Handoff.services), joinedload(Handoff.taken_by))


def naming(service_id: int) -> Select[Handoff]:
    """Those that name a service."""
    named = exists().where(HandoffService.handoff_id == Handoff.id, HandoffService.service_id == service_id)
    return handoffs().where(named)


def burning_for(service: Service, since: datetime) -> list[Handoff]:
    """Those since a moment that name a service and say that something burns, the newest first."""
    is_head = exists().where(
        HandoffRevision.handoff_id == Handoff.id,
        HandoffRevision.number == Handoff.head_number,
        HandoffRevision.burns != "",
    )
    return list(db.session.scalars(naming(service.id).where(Handoff.ends_at > since, is_head)))


def handoff(handoff_id: int) -> Handoff | None:
    """One, with all that its page shows."""
    rang = selectinload(Handoff.responses).joinedload(HandoffResponse.alert).joinedload(Alert.group)
    of_service = rang.joinedload(AlertGroup.service)
    return db.session.scalar(handoffs().where(Handoff.id == handoff_id).options(of_service))


def of_shift(shift: Shift) -> list[Handoff]:
    """Those of one shift, in order of time."""
    rows = with_words().options(joinedload(Handoff.taken_by)).where(Handoff.shift_id == shift.id)
    return list(db.session.scalars(rows))[::-1]


def of_duty(duty: Duty) -> Handoff | None:
    """The one of these hours, by whoever has them."""
    rows = handoffs().where(Handoff.shift_id == duty.shift.id, Handoff.author_id == duty.user_id)
    rows = rows.where(Handoff.starts_at < duty.ends_at, Handoff.ends_at > duty.starts_at)
    return db.session.scalar(rows.limit(1))


def of_shifts(shift_ids: Collection[int]) -> list[Handoff]:
    """Those of some shifts."""
    return list(db.session.scalars(select(Handoff).where(Handoff.shift_id.in_(shift_ids))))


def lately(now: datetime) -> list[Handoff]:
    """Those of the last nights, the newest first, as they are shown; also of hours that end soon. One statement."""
    return SHOWN.read(_lately(), {"since": now - LATELY})


@kept
def _lately() -> Select[*tuple[Any, ...]]:
    rows = SHOWN.select().where(Handoff.ends_at > bindparam("since", type_=UtcDateTime()))
    return rows.order_by(Handoff.ends_at.desc(), Handoff.id.desc())


def last_before(moment: datetime) -> list[Handoff]:
    """What was handed on last before a shift began: by several, where their hours ended together."""
    mine = Handoff.ends_at <= moment, Handoff.ends_at > moment - LATELY
    newest = select(func.max(Handoff.ends_at)).where(*mine).scalar_subquery()
    return list(db.session.scalars(with_words().where(*mine, Handoff.ends_at == newest)))


def last_end(now: datetime) -> datetime | None:
    """When the hours of the last hand-off of the last nights ended: what it says burns, burns still."""
    return db.session.scalar(select(func.max(Handoff.ends_at)).where(Handoff.ends_at > now - LATELY))


def is_somebody_on_duty_between(now: datetime, moment: datetime) -> bool:
    """Whether a shift that is not over yet ends before a later moment, or at it."""
    # By when shifts begin, for which there is an index: those of years ago are not read.
    begins = Shift.starts_at > now - LONGEST, Shift.starts_at < moment
    ends = exists().where(*begins, Shift.ends_at > now, Shift.ends_at <= moment)
    return bool(db.session.scalar(select(ends)))


def texts_of(handoff: Handoff) -> list[HandoffRevision]:
    """Every text it had, the newest first."""
    rows = select(HandoffRevision).where(HandoffRevision.handoff_id == handoff.id)
    return list(db.session.scalars(rows.order_by(HandoffRevision.number.desc())))


def confirmed(since: datetime, until: datetime) -> list[Handoff]:
    """Those of hours in a span of time with which responses were confirmed, each with these. Two statements."""
    rows = select(Handoff).where(Handoff.responses_confirmed_at.is_not(None))
    # No shift is longer: older ones are not read.
    rows = rows.where(Handoff.ends_at > since, Handoff.ends_at < until + LONGEST, Handoff.starts_at < until)
    return list(db.session.scalars(rows.options(selectinload(Handoff.responses))))


def acted_on(duty: Duty) -> list[Alert]:
    """What rang in some hours and whoever has them acted on, in order, each with its service."""
    rows = select(Alert).options(joinedload(Alert.group).joinedload(AlertGroup.service))
    rows = rows.where(Alert.acted_by_id == duty.user_id, Alert.is_silenced.is_(False))
    rows = rows.where(Alert.starts_at >= duty.starts_at, Alert.starts_at < duty.ends_at)
    return list(db.session.scalars(rows.order_by(Alert.starts_at, Alert.id)))
