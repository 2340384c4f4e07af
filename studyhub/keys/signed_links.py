"""What stands in addresses that do one thing for one person without signing in, until they expire.

Each is signed with the secret key for its one purpose: none opens another, and a copied database makes none.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer


class Over(Exception):
    """The token is one of ours, and its time is past: whoever opens an old mail has guessed nothing."""


def signed(key: str, purpose: str, what: Sequence[int | None], until: datetime) -> str:
    """A token that says what it is for, and until when."""
    return str(_signer([key], purpose).dumps([*what, int(until.timestamp())]))


def read(keys: Sequence[str], purpose: str, token: str, now: datetime) -> tuple[list[Any], datetime] | None:
    """What a token is for and until when; None when made with none of the keys, or for another purpose.

    Raises Over.
    """
    try:
        *what, until = _signer(keys, purpose).loads(token)
    except BadSignature:
        return None
    ends_at = datetime.fromtimestamp(until, UTC)
    if now >= ends_at:
        raise Over
    return what, ends_at


def _signer(keys: Sequence[str], purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(list(keys), salt=purpose, signer_kwargs={"digest_method": hashlib.sha256})
