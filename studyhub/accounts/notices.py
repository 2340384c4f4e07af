"""Telling people what became of their account, so that whoever did not do it themselves can act.

Nobody can turn these off: they are for the day on which somebody else has the password.
"""

from datetime import datetime

from sqlalchemy import select

from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.delivery import inbox, outbox
from studyhub.people import queries
from studyhub.people.browsers import browser_name
from studyhub.people.models import Device, User


def tell_password_changed(user: User, event: AuditEvent, *, now: datetime) -> None:
    """That there is a new password. Does not commit."""
    db.session.flush()
    outbox.add("password_changed", user, key=f"password_changed:{event.id}", payload={}, now=now)


def tell_sessions_ended(user: User, event: AuditEvent, *, by: User, now: datetime) -> None:
    """That they are signed out everywhere else, and by whom; None is themselves. Does not commit."""
    db.session.flush()
    payload = {"by": by.name if by.id != user.id else None}
    outbox.add("sessions_ended", user, key=f"sessions_ended:{event.id}", payload=payload, now=now)


def tell_new_administrator(user: User, event: AuditEvent, *, by: User, now: datetime) -> None:
    """That somebody administers the organisation now: to them, and to everybody who did before. Does not commit."""
    db.session.flush()
    payload = {"name": user.name, "id": user.id, "by": by.name}
    told = {person.id: person for person in [user, *db.session.scalars(queries.administrators())]}
    messages = [(person, f"administrator_named:{event.id}", payload) for person in told.values()]
    # Whoever did it is told too: it may have been somebody at their browser.
    outbox.add_many("administrator_named", messages, now=now)


def tell_new_browser(device: Device, *, now: datetime) -> None:
    """That a sign-in came from a browser unlike those where the person is signed in; once of each. Does not commit."""
    name = browser_name(device.user_agent)
    others = select(Device.user_agent).where(Device.user_id == device.user_id, Device.id != device.id)
    seen = {browser_name(user_agent) for user_agent in db.session.scalars(others)}
    if seen and name not in seen:
        payload = {"browser": name, "at": now.isoformat()}
        inbox.put("browser_new", [device.user], key=f"browser_new:{name}", payload=payload, now=now)
