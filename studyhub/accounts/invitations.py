"""Invitations: an administrator names an address, whoever reads its mail makes the account."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from studyhub.accounts import members
from studyhub.audit import trail
from studyhub.delivery import outbox
from studyhub.delivery.models import OutboxMessage
from studyhub.people import devices, queries, tokens
from studyhub.people.models import Token, TokenPurpose, User, UserState

INVITATION_LASTS = timedelta(days=14)
# Those who may still follow an invitation: nobody has set a password for them.
_WAITING = {UserState.INVITED, UserState.ACTIVE}


class HasAccount(Exception):
    """Somebody signs in with this address, is suspended, or has another account that this one became part of."""


class InvitationGone(Exception):
    """The invitation was used, revoked or replaced, has expired, or never was."""


def open_invitations() -> Select[Token]:
    """Invitations not answered yet, newest first; expired ones too, so that they can be sent again."""
    return queries.open_tokens(TokenPurpose.INVITATION).options(joinedload(Token.user))


def known_name(token: Token) -> str:
    """What whoever is invited is called; empty while nothing but the address is known."""
    if token.user is None or token.user.name == _name_from(token.user.email):
        return ""
    return token.user.name


def _name_from(email: str) -> str:
    return email.partition("@")[0]


def mails_of(tokens: Iterable[Token]) -> dict[int, OutboxMessage]:
    """The mail of each invitation, by the invitation's id; it says whether it was sent."""
    ids = {f"invitation:{token.id}": token for token in tokens}
    found = outbox.mails_to_addresses((key, token.email or "") for key, token in ids.items())
    return {ids[key].id: message for key, message in found.items()}


def invite(email: str, *, by: User, key: str, now: datetime) -> Token:
    """Invite an address by mail, valid for 14 days. Raises HasAccount. Does not commit.

    Pressing twice is harmless: an invitation that can still be answered is handed back.
    """
    members.lock_accounts()
    user = queries.by_email(email) or members.create(
        email=email, name=_name_from(email), state=UserState.INVITED, is_confirmed=False, by=by, now=now
    )
    return invite_person(user, by=by, key=key, now=now)


def invite_person(user: User, *, by: User, key: str, now: datetime) -> Token:
    """Invite somebody who is known and has no password yet, or who had left. Raises HasAccount. Does not commit."""
    if user.merged_into_id is not None:
        raise HasAccount(user.email)
    if user.state is UserState.LEFT:
        user.move_to(UserState.INVITED)
    elif user.state not in _WAITING or user.password_hash is not None:
        raise HasAccount(user.email)
    return _open_invitation(user, now) or _send(user, by=by, key=key, now=now)


def send_again(token: Token, *, by: User, key: str, now: datetime) -> Token:
    """Put a fresh invitation in the place of one; the older link stops working. Raises HasAccount. Does not commit."""
    tokens.revoke_all(TokenPurpose.INVITATION, user=token.user, now=now)
    if token.user is None:
        raise InvitationGone
    return invite_person(token.user, by=by, key=key, now=now)


def revoke(token: Token, *, by: User, now: datetime) -> None:
    """Take an invitation back; whoever was only invited is no longer known. Does not commit."""
    token.revoked_at = now
    trail.record("invitation.revoked", token, by=by, now=now)
    if token.user is not None and token.user.state is UserState.INVITED:
        token.user.move_to(UserState.LEFT)


def invited_by_secret(secret: str, *, now: datetime) -> Token:
    """The invitation with this link. Raises InvitationGone."""
    token = tokens.valid(TokenPurpose.INVITATION, secret, now=now)
    if token is None or token.user is None or token.user.state not in _WAITING:
        raise InvitationGone
    return token


def accept(secret: str, *, name: str, password_hash: str, now: datetime) -> User:
    """Answer an invitation: the address is confirmed by it. Raises InvitationGone. Does not commit."""
    token = invited_by_secret(secret, now=now)
    user: User | None = token.user
    if user is None:
        raise InvitationGone
    token.used_at = now
    if user.state is UserState.INVITED:
        user.move_to(UserState.ACTIVE)
    user.name, user.password_hash, user.confirmed_at = name, password_hash, now
    devices.end_all(user)
    trail.record("invitation.accepted", user, by=user, now=now)
    return user


def _open_invitation(user: User, now: datetime) -> Token | None:
    newest = queries.newest_token(TokenPurpose.INVITATION, user)
    return newest if newest is not None and tokens.is_valid(newest, now) else None


def _send(user: User, *, by: User, key: str, now: datetime) -> Token:
    tokens.revoke_all(TokenPurpose.INVITATION, user=user, now=now)
    lasts = INVITATION_LASTS
    token = tokens.issue(TokenPurpose.INVITATION, key=key, now=now, lasts=lasts, email=user.email, user=user, by=by)
    payload = {"nonce": token.nonce, "by": by.name}
    outbox.add("invitation", user, address=user.email, key=f"invitation:{token.id}", payload=payload, now=now)
    trail.record("invitation.sent", token, by=by, now=now)
    return token
