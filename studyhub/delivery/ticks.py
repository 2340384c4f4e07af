"""What the worker does again and again, handed in by features.

A tick gets the time and commits nothing; with several workers it runs in each, so what it writes has a key of its own.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import delete, not_

from studyhub.db import db
from studyhub.delivery import processes
from studyhub.delivery.mailing import failed, troubles
from studyhub.delivery.models import DeliveryState, OutboxMessage
from studyhub.delivery.texts import App
from studyhub.people import devices
from studyhub.people.models import Device

Tick = Callable[[datetime], None]

# Far longer than anything is asked for twice under one key.
KEPT = timedelta(days=90)
_EXTENSION = "studyhub_ticks"


def register(app: App, ticks: Iterable[Tick]) -> None:
    """Let the worker call these about once a minute."""
    app.extensions.setdefault(_EXTENSION, []).extend(ticks)


def ticks_of(app: App) -> list[Tick]:
    """All that were registered, in order."""
    return cast(list[Tick], app.extensions.get(_EXTENSION, []))


def remove_old_messages(now: datetime) -> None:
    """Forget messages that were settled long ago; those that failed were put away before (`failed.forget_old`)."""
    settled = OutboxMessage.state != DeliveryState.WAITING
    db.session.execute(delete(OutboxMessage).where(settled, OutboxMessage.due_at < now - KEPT))


def remove_expired_devices(now: datetime) -> None:
    """Forget browsers whose session has run out, or was not used for two weeks."""
    db.session.execute(delete(Device).where(not_(devices.going_on(now))))


OWN = (troubles.look, failed.forget_old, processes.forget_old, remove_old_messages, remove_expired_devices)
