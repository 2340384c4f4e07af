"""Another e-mail address for an account: asked for by its person and confirmed there, or given by an administrator.

Nothing here commits. Rules: docs/rules.md, Account.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select

from studyhub.accounts import members
from studyhub.accounts.gate import attempts
from studyhub.audit import trail
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.people import queries, tokens
from studyhub.people.models import Token, TokenPurpose, User

CHANGE_LASTS = timedelta(days=1)
# Each writes to an address that may be a stranger's.
ASKED_IN_AN_HOUR = 10
# What was sent to the address that is left, or asked for before: it opens nothing any more.
_ENDING = (TokenPurpose.RESET, TokenPurpose.INVITATION, TokenPurpose.EMAIL_CHANGE)


class ChangeGone(Exception):
    """The link was used, replaced or called off, has expired, or never was."""


class NotTheirs(Exception):
    """Another account asked for the change than the one that is signed in."""


def ask(user: User, email: str, *, key: str, now: datetime) -> Token:
    """Write to a new normal address so that its reader confirms it, and tell the present one; nothing changes yet.

    An earlier request ends. The same happens whether or not somebody has the address: who asks does not learn it.
    Raises attempts.TooManyTries.
    """
    members.lock_accounts()
    _refuse_too_many(user, now)
    tokens.revoke_all(TokenPurpose.EMAIL_CHANGE, user=user, now=now)
    token = tokens.issue(TokenPurpose.EMAIL_CHANGE, key=key, now=now, lasts=CHANGE_LASTS, email=email, user=user)
    payload = {"nonce": token.nonce}
    outbox.add("address_confirmation", user, address=email, key=f"address:{token.id}", payload=payload, now=now)
    told = {"after": email}
    outbox.add("address_asked", user, address=user.email, key=f"address_asked:{token.id}", payload=told, now=now)
    trail.record("user.address_asked", user, by=user, now=now)
    return token


def _refuse_too_many(user: User, now: datetime) -> None:
    asked = select(Token.created_at).where(Token.purpose == TokenPurpose.EMAIL_CHANGE, Token.user_id == user.id)
    oldest = db.session.scalar(asked.order_by(Token.created_at.desc()).offset(ASKED_IN_AN_HOUR - 1).limit(1))
    if oldest is not None and oldest > now - timedelta(hours=1):
        raise attempts.TooManyTries(oldest + timedelta(hours=1), of_network=False)


def waiting(user: User, *, now: datetime) -> Token | None:
    """The change that waits to be confirmed, or None."""
    token = queries.newest_token(TokenPurpose.EMAIL_CHANGE, user)
    return token if token is not None and tokens.is_valid(token, now) else None


def call_off(user: User, *, now: datetime) -> None:
    """Let the address stay as it is. Pressing twice is harmless."""
    members.lock_accounts()
    if waiting(user, now=now) is None:
        return
    tokens.revoke_all(TokenPurpose.EMAIL_CHANGE, user=user, now=now)
    trail.record("user.address_called_off", user, by=user, now=now)


def asked_by_secret(secret: str, user: User, *, now: datetime) -> Token:
    """The change that the link of a signed-in person confirms. Raises ChangeGone, NotTheirs."""
    token = tokens.valid(TokenPurpose.EMAIL_CHANGE, secret, now=now)
    if token is None or token.email is None:
        raise ChangeGone
    if token.user_id != user.id:
        raise NotTheirs
    return token


def confirm(secret: str, user: User, *, now: datetime) -> str:
    """Take the address whose reader has the link, and hand it back.

    Raises ChangeGone, NotTheirs, members.EmailTaken; only the last leaves the link as good as it was.
    """
    # Before the row of the link is held: whoever shuts an account out holds them in this order, too.
    members.lock_accounts()
    token = asked_by_secret(secret, user, now=now)
    email = token.email or ""
    _require_free(email, user)
    token.used_at = user.confirmed_at = now
    change(user, email, by=user, now=now)
    return email


def change(user: User, email: str, *, by: User | None, now: datetime) -> None:
    """Take another normal address to sign in with; both are told, and links that were sent before end.

    An address of an account that became part of this one is free for it: the two change places.
    Raises members.EmailTaken.
    """
    if user.email == email:
        return
    members.lock_accounts()
    db.session.refresh(user, ["email"])
    former, before = _require_free(email, user), user.email
    if former is not None:
        # No two rows may have one address, not even between two statements.
        former.email = f"{secrets.token_hex(8)}@invalid"
        db.session.flush()
    user.email = email
    db.session.flush()
    if former is not None:
        former.email = before
    _end_links(user, before, now)
    event = trail.record("user.address_changed", user, by=by, now=now)
    db.session.flush()
    payload = {"before": before, "after": email}
    outbox.add("address_changed", user, address=before, key=f"address_left:{event.id}", payload=payload, now=now)
    outbox.add("address_changed", user, key=f"address_changed:{event.id}", payload=payload, now=now)


def _require_free(email: str, user: User) -> User | None:
    """The account that has the address and became part of this one; None when nobody has it. Raises EmailTaken."""
    other = queries.by_email(email)
    if other is None or other.id == user.id:
        return None
    if other.merged_into_id != user.id:
        raise members.EmailTaken(email)
    return other


def _end_links(user: User, before: str, now: datetime) -> None:
    for purpose in _ENDING:
        tokens.revoke_all(purpose, user=user, now=now)
    tokens.revoke_all(TokenPurpose.RESET, email=before, now=now)
