"""The address in a mail that turns its kind off: it works without signing in, for this person and kind alone."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from itsdangerous import BadSignature, URLSafeSerializer


class Unsubscription(NamedTuple):
    """Whose mail of which kind."""

    user_id: int
    kind: str


def token(secret_key: str, who: Unsubscription) -> str:
    """What stands in the address; it never expires, as a mail may be opened years later."""
    return str(_signer([secret_key]).dumps(list(who)))


def read(keys: Sequence[str], text: str) -> Unsubscription | None:
    """Whom a token is for; None when it was made with none of the keys."""
    try:
        user_id, kind = _signer(keys).loads(text)
    except BadSignature:
        return None
    return Unsubscription(user_id, kind)


def _signer(keys: Sequence[str]) -> URLSafeSerializer:
    return URLSafeSerializer(list(keys), salt="unsubscribe", signer_kwargs={"digest_method": hashlib.sha256})
