"""Private addresses of feeds and calendars: whoever knows the token reads as the person, without signing in.

A token is derived from the installation's secret key, so it can be shown again and a copied database reveals none.
The person's counter is part of it: counting on makes the old address worthless.
"""

import base64
import hmac
import re
from collections.abc import Sequence
from enum import StrEnum

from studyhub.db import db
from studyhub.people.models import User

TOKEN_BYTES = 16
TOKEN = re.compile(r"(?P<user_id>[1-9][0-9]{0,8})-[a-z2-7]{26}")


class Purpose(StrEnum):
    """What an address is for; a token for one opens none of the others."""

    FEED = "feed"
    CALENDAR = "calendar"
    STAND_IN = "stand_in"


def token(user: User, purpose: Purpose, *, key: str) -> str:
    """The person's present token: their id and 128 bits as 26 small letters and digits."""
    return f"{user.id}-{secret(f'address:{purpose}:{user.id}:{_counter(user, purpose)}', key=key)}"


def secret(of: str, *, key: str) -> str:
    """128 bits of something, as 26 small letters and digits; `of` says what for, and for whom."""
    digest = hmac.digest(key.encode(), of.encode(), "sha256")[:TOKEN_BYTES]
    return base64.b32encode(digest).decode().rstrip("=").lower()


def stand_in(user: User, *, key: str) -> str:
    """What stands for the token in bytes that are kept, so that they reveal none. It opens nothing."""
    return token(user, Purpose.STAND_IN, key=key)


def _counter(user: User, purpose: Purpose) -> int:
    return {Purpose.FEED: user.feed_counter, Purpose.CALENDAR: user.calendar_counter}.get(purpose, 0)


def owner(given: str, purpose: Purpose, *, keys: Sequence[str]) -> User | None:
    """Who reads at the address with this token, made with one of the keys.

    None when it is wrong or revoked, or the person is no member.
    """
    found = TOKEN.fullmatch(given)
    user = db.session.get(User, int(found["user_id"])) if found else None
    if user is None or not any(hmac.compare_digest(given, token(user, purpose, key=key)) for key in keys):
        return None
    return user if user.is_member else None


def renew(user: User, purpose: Purpose) -> None:
    """Give the person another address; the old one stops working. Does not commit."""
    if purpose is Purpose.FEED:
        user.feed_counter += 1
    elif purpose is Purpose.CALENDAR:
        user.calendar_counter += 1
