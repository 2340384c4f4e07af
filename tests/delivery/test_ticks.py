"""What is long settled is forgotten."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from studyhub.db import db
from studyhub.delivery import outbox, ticks, worker
from studyhub.delivery.models import DeliveryState, OutboxMessage
from studyhub.people.models import Device
from tests.cast import NOON, Cast


@pytest.mark.parametrize(
    ("state", "days", "is_kept"),
    [
        (DeliveryState.SENT, 89, True),
        (DeliveryState.SENT, 91, False),
        (DeliveryState.DROPPED, 91, False),
        (DeliveryState.FAILED, 91, False),
        (DeliveryState.WAITING, 91, True),
    ],
)
def test_old_messages_go(app: Flask, cast: Cast, state: DeliveryState, days: int, is_kept: bool) -> None:
    outbox.add("account", None, key="account:1", payload={}, now=NOON, address="new@example.com")
    db.session.scalars(select(OutboxMessage)).one().state = state
    db.session.commit()

    worker.run_ticks(app, NOON + timedelta(days=days))

    assert bool(db.session.scalar(select(OutboxMessage.id))) is is_kept


def test_expired_browsers_go(cast: Cast) -> None:
    for key, hours in (("old", 0), ("new", 1)):
        expires_at = NOON + timedelta(hours=hours)
        times = {"created_at": NOON, "last_seen_at": NOON, "confirmed_at": NOON, "expires_at": expires_at}
        db.session.add(Device(key=key, user_id=cast.aki.id, **times))

    ticks.remove_expired_devices(NOON)

    assert list(db.session.scalars(select(Device.key))) == ["new"]
