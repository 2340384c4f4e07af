"""The browsers a person is signed in on.

A session ends by itself after 30 days, and after two weeks in which nobody used it.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, delete, select, update
from sqlalchemy.exc import OperationalError

from studyhub.db import db, unhurried
from studyhub.people.models import Device, User

LASTS = timedelta(days=30)
IDLE = timedelta(days=14)
SEEN_EVERY = timedelta(hours=1)


def is_going_on(device: Device, *, now: datetime) -> bool:
    """Whether the session of a browser has not run out and was used within two weeks."""
    return now < device.expires_at and now < device.last_seen_at + IDLE


def going_on(now: datetime) -> ColumnElement[bool]:
    """The same as a condition on rows."""
    return and_(Device.expires_at > now, Device.last_seen_at > now - IDLE)


def of(user: User, *, now: datetime) -> Select[Device]:
    """Those whose session goes on, latest first."""
    mine = select(Device).where(Device.user_id == user.id, going_on(now))
    return mine.order_by(Device.created_at.desc(), Device.id.desc())


def note_seen(device_id: int, *, now: datetime) -> None:
    """Keep that a browser was used, in a transaction of its own that waits for nobody.

    A page that only reads must not queue behind whoever writes: what cannot be noted now, the next page notes.
    """
    free = select(Device.id).where(Device.id == device_id).with_for_update(skip_locked=True)
    seen = update(Device).where(Device.id.in_(free.scalar_subquery())).values(last_seen_at=now)
    with suppress(OperationalError), unhurried() as connection:
        connection.execute(seen)


def confirm(device_id: int, *, now: datetime) -> None:
    """Keep that the person gave their password on a browser. Does not commit."""
    db.session.execute(update(Device).where(Device.id == device_id).values(confirmed_at=now))


def end(user: User, device_id: int) -> None:
    """Sign a person out on one of their browsers; harmless when it is signed out already. Does not commit."""
    db.session.execute(delete(Device).where(Device.user_id == user.id, Device.id == device_id))


def end_of_all(whose: ColumnElement[bool]) -> None:
    """Sign everybody out whom a condition on people names. Does not commit."""
    ids = select(User.id).where(whose)
    db.session.execute(delete(Device).where(Device.user_id.in_(ids)), execution_options={"synchronize_session": False})


def end_all(user: User, *, except_for: Device | None = None) -> None:
    """Sign a person out everywhere, but for one browser. Does not commit."""
    ends = delete(Device).where(Device.user_id == user.id)
    if except_for is not None:
        ends = ends.where(Device.id != except_for.id)
    db.session.execute(ends)
