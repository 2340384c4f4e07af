"""Secret links and codes: used once, until they expire or are revoked.

A secret is derived from the token's nonce with the installation's secret key: it can be shown and mailed again, and
neither a copied database nor a message on its way reveals it.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update

from studyhub.db import db, is_reading
from studyhub.people.models import Token, TokenPurpose, User

SECRET_BYTES = 16


def issue(
    purpose: TokenPurpose,
    *,
    key: str,
    now: datetime,
    lasts: timedelta,
    email: str | None = None,
    user: User | None = None,
    by: User | None = None,
    scope: str = "",
) -> Token:
    """A new token; `secret_of` gives its secret to whoever has the key. Does not commit."""
    nonce = secrets.token_hex(SECRET_BYTES)
    token = Token(
        purpose=purpose,
        scope=scope,
        nonce=nonce,
        secret_hash=_hash(secret_of(nonce, key=key)),
        email=email,
        user_id=user.id if user else None,
        created_by_id=by.id if by else None,
        created_at=now,
        expires_at=now + lasts,
    )
    db.session.add(token)
    db.session.flush()
    return token


def secret_of(nonce: str, *, key: str) -> str:
    """The secret of the token with this nonce: 26 small letters and digits, 128 bits."""
    digest = hmac.digest(key.encode(), b"token:" + nonce.encode(), "sha256")[:SECRET_BYTES]
    return base64.b32encode(digest).decode().rstrip("=").lower()


def shown_again(token: Token, *, keys: Sequence[str]) -> str:
    """The secret of a token that may have been issued before the key was replaced; the present key comes first."""
    made_with = (key for key in keys if is_made_with([key], token.nonce, token.secret_hash))
    return secret_of(token.nonce, key=next(made_with, keys[0]))


def is_made_with(keys: Sequence[str], nonce: str, secret_hash: str) -> bool:
    """Whether one of the keys gives the token's secret."""
    return any(_hash(secret_of(nonce, key=key)) == secret_hash for key in keys)


def mailed_again(nonce: str, *, keys: Sequence[str]) -> str:
    """The secret for a message that waited, perhaps since before the key was replaced."""
    token = db.session.scalar(select(Token).where(Token.nonce == nonce))
    return shown_again(token, keys=keys) if token else secret_of(nonce, key=keys[0])


def valid(purpose: TokenPurpose, secret: str, *, now: datetime) -> Token | None:
    """The token with this secret that can still be used, else None; locked until the transaction ends, unless that
    only reads.
    """
    wanted = select(Token).where(Token.purpose == purpose, Token.secret_hash == _hash(secret))
    rows = wanted if is_reading() else wanted.with_for_update()
    token = db.session.scalar(rows, execution_options={"populate_existing": True})
    return token if token is not None and is_valid(token, now) else None


def is_valid(token: Token, now: datetime) -> bool:
    """Whether it was neither used nor revoked and has not expired."""
    return token.used_at is None and token.revoked_at is None and now < token.expires_at


def revoke_all(
    purpose: TokenPurpose,
    *,
    now: datetime,
    user: User | None = None,
    email: str | None = None,
    scope: str | None = None,
) -> None:
    """Make every unused token of a purpose worthless; for a person, an address or a scope alone when one is given."""
    ends = update(Token).where(Token.purpose == purpose, Token.used_at.is_(None), Token.revoked_at.is_(None))
    if user is not None:
        ends = ends.where(Token.user_id == user.id)
    if email is not None:
        ends = ends.where(Token.email == email)
    if scope is not None:
        ends = ends.where(Token.scope == scope)
    db.session.execute(ends.values(revoked_at=now))


def revoke_oldest(purpose: TokenPurpose, *, keep: int, now: datetime) -> None:
    """Make all unused tokens of a purpose worthless but for so many that were issued last."""
    newest = select(Token.id).where(Token.purpose == purpose).order_by(Token.id.desc()).limit(keep)
    ends = update(Token).where(Token.purpose == purpose, Token.used_at.is_(None), Token.revoked_at.is_(None))
    db.session.execute(ends.where(Token.id.not_in(newest)).values(revoked_at=now))


def lock_all(purpose: TokenPurpose) -> None:
    """Keep others from using any token of this purpose until the transaction ends."""
    db.session.execute(select(Token.id).where(Token.purpose == purpose).order_by(Token.id).with_for_update())


def _hash(secret: str) -> str:
    # People type codes with capitals, spaces and dashes.
    plain = secret.replace("-", "").replace(" ", "").lower()
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()
