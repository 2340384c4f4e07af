"""A PagerDuty that is connected, and a published rota of people whom it knows."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from studyhub import clock
from studyhub.db import db
from studyhub.delivery import ways
from studyhub.pager import connecting, reconciling
from studyhub.pager.connecting import Connection
from studyhub.pager.models import Pager, PagerKind
from studyhub.pager.telling import ToPager
from studyhub.people.models import User
from studyhub.rota.models import Rota, Shift
from studyhub.rota.planning.inputs import Role
from studyhub.rota.swaps.models import Swap, SwapKind
from tests.cast import NOON, Cast
from tests.pager.pagerduty_stub import KEY, PagerDuty, pagerduty
from tests.rota.conftest import crew, keeper, published, rota

__all__ = ["crew", "keeper", "published", "rota"]


@pytest.fixture
def duty(app: Flask) -> Iterator[PagerDuty]:
    with pagerduty(app) as there:
        yield there


@pytest.fixture
def night(published: Rota) -> Shift:
    """The first published night of the primaries; it is an hour before it."""
    rows = select(Shift).where(Shift.role == Role.PRIMARY).order_by(Shift.starts_at).limit(1)
    return db.session.scalars(rows).one()


@pytest.fixture
def pager(duty: PagerDuty, crew: list[User], keeper: User) -> Pager:
    """Told one day ahead, of the primaries alone."""
    new = Connection(PagerKind.PAGERDUTY, duty.address, KEY, "PPRIME1", "", 1)
    made = connecting.connect(new, by=keeper, now=NOON)
    connecting.name_people({one.id: f"PU{one.id}" for one in crew}, by=keeper, now=NOON)
    db.session.commit()
    return made


def work(cast: Cast, now: datetime) -> None:
    """Be a worker that looks at this moment, and tells the pager until nothing is left."""
    clock.start_at(now)
    for tick in reconciling.TICKS:
        tick(clock.now())
        db.session.commit()
    for _ in range(20):
        if not ways.go(ToPager(), cast.app.config["STUDYHUB_SETTINGS"], clock.now()):
            break
        db.session.expire_all()


def give(night: Shift, taker: User, since: object = None) -> Swap:
    """A night, or the rest of it, as somebody else's."""
    swap = Swap(shift=night, kind=SwapKind.GIVE, starts_at=since or night.starts_at, ends_at=night.ends_at)
    swap.taker, swap.giver, swap.asked_by_id = taker, night.user, night.user_id or 0
    swap.asked_at = swap.accepted_at = NOON
    db.session.add(swap)
    db.session.commit()
    return swap
