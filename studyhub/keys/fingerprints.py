"""The database knows its secret key again by a fingerprint, so that no other one is used by mistake."""

import hmac
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from studyhub.keys.models import KeyFingerprint
from studyhub.people import tokens
from studyhub.people.models import Device, Token, TokenPurpose

FINGERPRINT_CHARS = 32
# The code of the first visit is made without the key.
MADE_WITH_THE_KEY = tuple(purpose for purpose in TokenPurpose if purpose is not TokenPurpose.SETUP)


class AnotherKey(Exception):
    """The database was used with a key that is neither the present one nor one before it."""


def fingerprint(key: str) -> str:
    """32 hexadecimal digits by which a key is known again; nobody gets from them to the key."""
    return hmac.digest(key.encode(), b"fingerprint", "sha256").hex()[:FINGERPRINT_CHARS]


def require(connection: Connection, keys: Sequence[str], *, now: datetime) -> None:
    """Go on if the database goes with these keys, the present one first; a new one is noted. Raises AnotherKey.

    After a rotation the database knows the key before, which is among them.
    """
    known = noted(connection)
    if known not in (None, *map(fingerprint, keys)):
        raise AnotherKey
    if known is None:
        # Of two processes at once the second fails here, and looks again.
        _insert(connection, keys[0], now)
    elif known != fingerprint(keys[0]):
        note(connection, keys[0], now=now)


def noted(connection: Connection) -> str | None:
    """The fingerprint of the key that the database goes with; None when it was never used."""
    return connection.scalar(select(KeyFingerprint.fingerprint))


def note(connection: Connection, key: str, *, now: datetime) -> None:
    """From now on the database goes with this key."""
    connection.execute(delete(KeyFingerprint))
    _insert(connection, key, now)


def _insert(connection: Connection, key: str, now: datetime) -> None:
    connection.execute(insert(KeyFingerprint).values(id=1, fingerprint=fingerprint(key), noted_at=now))


def end_sessions(connection: Connection) -> None:
    """Sign everybody out: their cookies can no longer be read."""
    connection.execute(delete(Device))


def end_links_of_other_keys(connection: Connection, keys: Sequence[str], *, now: datetime) -> None:
    """End open links that none of these keys made: whoever has the other key could make them again."""
    still_open = (Token.used_at.is_(None), Token.revoked_at.is_(None), Token.purpose.in_(MADE_WITH_THE_KEY))
    found = connection.execute(select(Token.id, Token.nonce, Token.secret_hash).where(*still_open)).all()
    others = [row.id for row in found if not tokens.is_made_with(keys, row.nonce, row.secret_hash)]
    connection.execute(update(Token).where(Token.id.in_(others)).values(revoked_at=now))
