"""A new password by mail: one link, used once, for an hour."""

from datetime import datetime, timedelta

from studyhub.accounts import members, notices
from studyhub.accounts.gate import attempts
from studyhub.accounts.models import AttemptKind
from studyhub.audit import trail
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.people import devices, queries, tokens
from studyhub.people.models import SIGNS_IN, Device, Token, TokenPurpose, User

RESET_LASTS = timedelta(hours=1)
# A second press, or an impatient one, sends no second mail.
PAUSE = timedelta(minutes=2)
# The scopes of links: anybody may ask for one by mail, an administrator hands one over.
MAILED, HANDED_OVER = "mailed", ""


class ResetGone(Exception):
    """The link was used or replaced, has expired, or never was."""


def ask(email: str, *, network: str, key: str, now: datetime) -> None:
    """Mail a link to whoever has this address; nobody else learns whether anybody does.

    Raises TooManyTries. Does not commit.
    """
    if not is_asked_again(email, network=network, now=now):
        send(email, queries.by_email(email), key=key, now=now)


def is_asked_again(email: str, *, network: str, now: datetime) -> bool:
    """Whether a link to this address was asked for just before; counts this time too. Raises TooManyTries."""
    was_asked = attempts.was_tried(AttemptKind.LINK_REQUEST, account=email, within=PAUSE, now=now)
    attempts.begin(AttemptKind.LINK_REQUEST, account=email, network=network, now=now)
    return was_asked


def send(email: str, user: User | None, *, key: str, now: datetime) -> None:
    """Mail a link to the person with this address. Does not commit.

    Whoever asks may be anybody: only links that were mailed before end, never one that was handed over.
    For an address that nobody has the same is done and undone: otherwise the time it takes would tell.
    """
    with db.session.begin_nested() as work:
        tokens.revoke_all(TokenPurpose.RESET, email=email, scope=MAILED, now=now)
        token = _issue(email, user, by=None, key=key, now=now, scope=MAILED)
        payload = {"nonce": token.nonce}
        outbox.add("reset", user, address=email, key=f"reset:{token.id}", payload=payload, now=now)
        if user is None or user.state not in SIGNS_IN:
            work.rollback()


def issue(user: User, *, by: User | None, key: str, now: datetime) -> Token:
    """A link for a new password; an administrator may hand it over themselves. Older ones end. Does not commit."""
    tokens.revoke_all(TokenPurpose.RESET, email=user.email, now=now)
    return _issue(user.email, user, by=by, key=key, now=now, scope=HANDED_OVER)


def handed_over(user: User, *, now: datetime) -> Token | None:
    """The link that an administrator made last, if it still works."""
    token = queries.newest_token(TokenPurpose.RESET, user, scope=HANDED_OVER)
    is_theirs = token is not None and token.created_by_id is not None
    return token if token is not None and is_theirs and tokens.is_valid(token, now) else None


def _issue(email: str, user: User | None, *, by: User | None, key: str, now: datetime, scope: str) -> Token:
    lasts = RESET_LASTS
    token = tokens.issue(TokenPurpose.RESET, key=key, now=now, lasts=lasts, email=email, user=user, by=by, scope=scope)
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
    # Before the row of the link is held: whoever confirms another address holds them in this order, too.
    members.lock_accounts()
    user = reset_by_secret(secret, now=now)
    set_password(user, password_hash, now=now)
    user.confirmed_at = user.confirmed_at or now
    return user


def set_password(user: User, password_hash: str, *, now: datetime, keep: Device | None = None) -> None:
    """Take a new password; links for another end, and so does every session but one. Does not commit.

    So does a change of address that waits: it may have been asked for by whoever knew the old password.
    """
    members.lock_accounts()
    user.password_hash = password_hash
    for purpose in (TokenPurpose.RESET, TokenPurpose.INVITATION, TokenPurpose.EMAIL_CHANGE):
        tokens.revoke_all(purpose, user=user, now=now)
    devices.end_all(user, except_for=keep)
    event = trail.record("password.changed", user, by=user, now=now)
    notices.tell_password_changed(user, event, now=now)
