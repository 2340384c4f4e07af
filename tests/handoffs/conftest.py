"""The first published night, whoever has it, and whoever has the one after it."""

from datetime import datetime, timedelta

import pytest

from studyhub import clock
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.models import Rota, Shift
from studyhub.rota.planning.inputs import Role
from studyhub.rota.swaps import hours
from studyhub.rota.swaps.models import Swap, SwapKind
from tests.cast import NOON
from tests.rota.conftest import crew, keeper, published, rota

__all__ = ["author", "crew", "keeper", "next_night", "next_one", "night", "published", "rota"]

HOUR = timedelta(hours=1)


def nights() -> list[Shift]:
    """The published shifts of the first role, in order."""
    primary = Shift.role == Role.PRIMARY
    return list(db.session.scalars(db.select(Shift).where(primary).order_by(Shift.starts_at)))


def before_the_end(shift: Shift, minutes: int = 30) -> datetime:
    """Move the clock to shortly before a shift ends."""
    now = shift.ends_at - timedelta(minutes=minutes)
    clock.start_at(now)
    return now


def swap_over(shift: Shift, taker: User, *, begins: int, lasts: int) -> Swap:
    """Let somebody have hours of a shift, counted from its beginning."""
    span = {"starts_at": shift.starts_at + begins * HOUR, "ends_at": shift.starts_at + (begins + lasts) * HOUR}
    told = {"giver_id": shift.user_id, "taker_id": taker.id, "asked_by_id": taker.id, "asked_at": NOON}
    swap = Swap(shift=shift, kind=SwapKind.GIVE, accepted_at=NOON, **span, **told)
    db.session.add(swap)
    db.session.flush()
    hours.note([shift])
    return swap


@pytest.fixture
def night(published: Rota) -> Shift:
    return nights()[0]


@pytest.fixture
def next_night(night: Shift) -> Shift:
    return nights()[1]


@pytest.fixture
def author(night: Shift) -> User:
    """Whoever has the first night."""
    assert night.user is not None
    return night.user


@pytest.fixture
def next_one(next_night: Shift, author: User) -> User:
    """Whoever has the night after it."""
    assert next_night.user is not None
    assert next_night.user.id != author.id
    return next_night.user
