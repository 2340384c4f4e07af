"""Making accounts."""

from datetime import datetime

from sqlalchemy import select

from studyhub.audit import trail
from studyhub.db import db
from studyhub.people import queries
from studyhub.people.models import User, UserState
from studyhub.settings.models import Organization


class EmailTaken(Exception):
    """Somebody has an account with this address."""


def lock_accounts() -> None:
    """Let nobody else make an account until this transaction ends: an address is looked up before it is taken."""
    db.session.execute(select(Organization.id).with_for_update())


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
    is_confirmed: bool = True,
) -> User:
    """An account; `is_confirmed` says whether the address was proven to be theirs.

    Raises EmailTaken. Does not commit.
    """
    lock_accounts()
    if queries.by_email(email) is not None:
        raise EmailTaken(email)
    user = User(
        email=email,
        name=name,
        password_hash=password_hash,
        state=state,
        is_admin=is_admin,
        is_editor=is_editor,
        confirmed_at=now if is_confirmed else None,
        created_at=now,
    )
    db.session.add(user)
    db.session.flush()
    trail.record("user.created", user, by=by or user, now=now, after={"state": state.value, "is_admin": is_admin})
    return user
