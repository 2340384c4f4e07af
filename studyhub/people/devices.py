"""The browsers a person is signed in on."""

from datetime import datetime

from sqlalchemy import Select, delete, select

from studyhub.db import db
from studyhub.people.models import Device, User


def of(user: User, *, now: datetime) -> Select[Device]:
    """Those whose session goes on, latest first."""
    going_on = select(Device).where(Device.user_id == user.id, Device.expires_at > now)
    return going_on.order_by(Device.created_at.desc(), Device.id.desc())


def end(user: User, device_id: int) -> None:
    """Sign a person out on one of their browsers; harmless when it is signed out already. Does not commit."""
    db.session.execute(delete(Device).where(Device.user_id == user.id, Device.id == device_id))


def end_all(user: User, *, except_for: Device | None = None) -> None:
    """Sign a person out everywhere, but for one browser. Does not commit."""
    ends = delete(Device).where(Device.user_id == user.id)
    if except_for is not None:
        ends = ends.where(Device.id != except_for.id)
    db.session.execute(ends)
