"""Secret links and codes: shown once, kept as a hash, used once, until they expire or are revoked."""

import base64
import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select, update

from studyhub.db import db
from studyhub.people.models import Token, TokenPurpose, User

SECRET_BYTES = 16


def issue(
    purpose: TokenPurpose,
    *,
    now: datetime,
    lasts: timedelta,
    email: str | None = None,
    user: User | None = None,
    by: User | None = None,
) -> tuple[Token, str]:
    """A new token and its secret, which nobody can read again. Does not commit."""
    secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode().rstrip("=").lower()
    token = Token(
        purpose=purpose,
        secret_hash=_hash(secret),
        email=email,
        user_id=user.id if user else None,
        created_by_id=by.id if by else None,
        created_at=now,
        expires_at=now + lasts,
    )
    db.session.add(token)
    db.session.flush()
    return token, secret


def valid(purpose: TokenPurpose, secret: str, *, now: datetime) -> Token | None:
    """The token with this secret that can still be used, locked until the transaction ends; else None."""
    wanted = select(Token).where(Token.purpose == purpose, Token.secret_hash == _hash(secret))
    token = db.session.scalar(wanted.with_for_update(), execution_options={"populate_existing": True})
    return token if token is not None and is_valid(token, now) else None


def is_valid(token: Token, now: datetime) -> bool:
    """Whether it was neither used nor revoked and has not expired."""
    return token.used_at is None and token.revoked_at is None and now < token.expires_at


def revoke_all(purpose: TokenPurpose, *, now: datetime, user: User | None = None, email: str | None = None) -> None:
    """Make every unused token of a purpose worthless; for a person or an address alone when one is given."""
    ends = update(Token).where(Token.purpose == purpose, Token.used_at.is_(None), Token.revoked_at.is_(None))
    if user is not None:
        ends = ends.where(Token.user_id == user.id)
    if email is not None:
        ends = ends.where(Token.email == email)
    db.session.execute(ends.values(revoked_at=now))


def _hash(secret: str) -> str:
    # People type codes with capitals, spaces and dashes.
    plain = secret.replace("-", "").replace(" ", "").lower()
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()
