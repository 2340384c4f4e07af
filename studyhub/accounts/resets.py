"""A new password by mail: one link, used once, for an hour."""

from datetime import datetime, timedelta

from studyhub.audit import trail
from studyhub.delivery import outbox
from studyhub.people import devices, queries, tokens
from studyhub.people.models import SIGNS_IN, Device, Token, TokenPurpose, User

RESET_LASTS = timedelta(hours=1)
# A second press, or an impatient one, sends no second mail.
PAUSE = timedelta(minutes=2)


class ResetGone(Exception):
    """The link was used or replaced, has expired, or never was."""


def ask(email: str, *, key: str, now: datetime) -> None:
    """Mail a link to whoever has this address; nobody else learns whether anybody does. Does not commit."""
    user = queries.by_email(email)
    if user is None or user.state not in SIGNS_IN:
        return
    newest = queries.newest_token(TokenPurpose.RESET, user)
    if newest is None or not tokens.is_valid(newest, now) or now >= newest.created_at + PAUSE:
        token = issue(user, by=None, key=key, now=now)
        payload = {"nonce": token.nonce}
        outbox.add("reset", user, address=user.email, key=f"reset:{token.id}", payload=payload, now=now)


def issue(user: User, *, by: User | None, key: str, now: datetime) -> Token:
    """A link for a new password; an administrator may hand it over themselves. Older ones end. Does not commit."""
    tokens.revoke_all(TokenPurpose.RESET, user=user, now=now)
    token = tokens.issue(TokenPurpose.RESET, key=key, now=now, lasts=RESET_LASTS, email=user.email, user=user, by=by)
    trail.record("reset.issued", token, by=by, now=now)
    return token


def reset_by_secret(secret: str, *, now: datetime) -> User:
    """Whose password the link sets. Raises ResetGone."""
    token = tokens.valid(TokenPurpose.RESET, secret, now=now)
    if token is None or token.user is None or token.user.state not in SIGNS_IN:
        raise ResetGone
    return token.user


def reset(secret: str, *, password_hash: str, now: datetime) -> User:
    """Set the password and sign the person out everywhere. Raises ResetGone. Does not commit."""
    user = reset_by_secret(secret, now=now)
    set_password(user, password_hash, now=now)
    user.confirmed_at = user.confirmed_at or now
    return user


def set_password(user: User, password_hash: str, *, now: datetime, keep: Device | None = None) -> None:
    """Take a new password; links for another end, and so does every session but one. Does not commit."""
    user.password_hash = password_hash
    tokens.revoke_all(TokenPurpose.RESET, user=user, now=now)
    tokens.revoke_all(TokenPurpose.INVITATION, user=user, now=now)
    devices.end_all(user, except_for=keep)
    trail.record("password.changed", user, by=user, now=now)
