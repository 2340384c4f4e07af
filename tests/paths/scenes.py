"""Paths, nights and what happens on them, as tests need them."""

from datetime import timedelta

from studyhub.db import db
from studyhub.paths import noticing
from studyhub.paths.making import Wanted
from studyhub.paths.models import Path
from studyhub.paths.steps import StepKind
from studyhub.people.models import User
from studyhub.rota.models import Rota, Shift
from studyhub.rota.planning.inputs import Role, ShiftKind
from studyhub.rota.swaps import hours
from studyhub.services.models import Service
from tests.cast import NOON, Cast

FIRST_NIGHT = NOON.date() + timedelta(days=60)
LASTS = timedelta(hours=15)


def wanted(cast: Cast, service: Service) -> Wanted:
    """A path of Botan's with Chika, to a first night in two months."""
    return Wanted(cast.botan, service, cast.chika, FIRST_NIGHT)


def new_night(user: User | None, days: int, role: Role = Role.PRIMARY) -> Shift:
    """A published night that begins so many days after NOON, at 19:00."""
    starts_at = NOON + timedelta(days=days, hours=7)
    by = user or db.session.scalars(db.select(User).limit(1)).one()
    rota = Rota(name=f"Night {days}", starts_on=starts_at.date(), ends_on=starts_at.date(), created_at=NOON)
    rota.created_by_id, rota.discarded_at = by.id, NOON
    db.session.add(rota)
    db.session.flush()
    shift = Shift(rota_id=rota.id, day=starts_at.date(), kind=ShiftKind.WEEKNIGHT, role=role, points=1)
    shift.starts_at, shift.ends_at, shift.reason, shift.changed_at = starts_at, starts_at + LASTS, {"vacant": {}}, NOON
    shift.user_id = user.id if user else None
    db.session.add(shift)
    db.session.flush()
    hours.note([shift])
    db.session.commit()
    return shift


def done(path: Path) -> list[StepKind]:
    """The steps that are done, once the worker has looked."""
    db.session.expire_all()
    return [step.kind for step in path.steps if step.done_at is not None]


def look(days: float) -> None:
    """Let the worker look so many days after NOON."""
    noticing.notice(NOON + timedelta(days=days))
    db.session.commit()
