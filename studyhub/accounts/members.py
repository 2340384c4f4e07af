"""Making accounts."""

from datetime import datetime

from studyhub.audit import trail
from studyhub.db import db
from studyhub.people import queries
from studyhub.people.models import User, UserState


class EmailTaken(Exception):
    """Somebody has an account with this address."""


def create(
    *,
    email: str,
    name: str,
    now: datetime,
    by: User | None = None,
    password_hash: str | None = None,
    state: UserState = UserState.ACTIVE,
    is_admin: bool = False,
    is_editor: bool = False,
) -> User:
    """An account with a confirmed address. Raises EmailTaken. Does not commit."""
    if queries.by_email(email) is not None:
        raise EmailTaken(email)
    user = User(
        email=email,
        name=name,
        password_hash=password_hash,
        state=state,
        is_admin=is_admin,
        is_editor=is_editor,
        confirmed_at=now,
        created_at=now,
    )
    db.session.add(user)
    db.session.flush()
    trail.record("user.created", user, by=by or user, now=now, after={"state": state.value, "is_admin": is_admin})
    return user
