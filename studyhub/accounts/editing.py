"""What an administrator writes of somebody: their name and how it is read, their number, their name in chat."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from studyhub.accounts import members
from studyhub.audit import trail
from studyhub.db import db
from studyhub.people.models import User


@dataclass(frozen=True)
class Details:
    """All of it; `number` is None where the organisation has none for them."""

    name: str
    kana: str
    chat_handle: str
    number: str | None


class NumberTaken(Exception):
    """Somebody else has this number."""


def edit(user: User, details: Details, *, by: User, now: datetime) -> list[str]:
    """Keep it, and say which fields changed; the trail names the fields, and who it was.

    Raises NumberTaken. Does not commit.
    """
    members.lock_accounts()
    db.session.refresh(user)
    changed = [field for field, value in vars(details).items() if getattr(user, field) != value]
    if "number" in changed and _is_taken(details.number):
        raise NumberTaken(details.number)
    before = {"name": user.name} if "name" in changed else None
    for field in changed:
        setattr(user, field, getattr(details, field))
    if changed:
        trail.record("user.edited", user, by=by, now=now, before=before, after=_told(user, changed))
    return changed


def _told(user: User, changed: list[str]) -> dict[str, Any]:
    return {"fields": changed, "name": user.name} if "name" in changed else {"fields": changed}


def _is_taken(number: str | None) -> bool:
    return number is not None and db.session.scalar(select(User.id).where(User.number == number)) is not None
