"""Registration without an invitation: by address of a named domain, or open until an administrator accepts."""

from datetime import datetime, timedelta

from studyhub.accounts import members, resets
from studyhub.audit import trail
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.people import queries, tokens
from studyhub.people.models import Token, TokenPurpose, User, UserState
from studyhub.people.spelling.emails import domain_of
from studyhub.settings.models import Organization, Registration

CONFIRMATION_LASTS = timedelta(days=1)


class RegistrationClosed(Exception):
    """The organisation does not let this address register by itself."""


class ConfirmationGone(Exception):
    """The link was used or replaced, has expired, or never was."""


def domains(organization: Organization) -> list[str]:
    """The domains whose addresses may register, as the settings hold them."""
    return organization.domains.split()


def may_register(organization: Organization, email: str) -> bool:
    """Whether the settings let this address register by itself."""
    if organization.registration is Registration.DOMAIN:
        return domain_of(email) in domains(organization)
    return organization.registration is Registration.OPEN


def ask(email: str, *, organization: Organization, network: str, key: str, now: datetime) -> None:
    """Write to an address so that its reader can make an account. Does not commit.

    Whoever asks learns nothing: a known address gets the link for a new password instead. Raises RegistrationClosed,
    TooManyTries.
    """
    if not may_register(organization, email):
        raise RegistrationClosed(email)
    if resets.is_asked_again(email, network=network, now=now):
        return
    user = queries.by_email(email)
    if user is None or user.state is UserState.INVITED:
        _send(email, key=key, now=now)
    else:
        resets.send(email, user, key=key, now=now)


def _send(email: str, *, key: str, now: datetime) -> None:
    tokens.revoke_all(TokenPurpose.CONFIRMATION, email=email, now=now)
    token = tokens.issue(TokenPurpose.CONFIRMATION, key=key, now=now, lasts=CONFIRMATION_LASTS, email=email)
    trail.record("registration.asked", token, by=None, now=now)
    payload = {"nonce": token.nonce}
    outbox.add("confirmation", None, address=email, key=f"confirmation:{token.id}", payload=payload, now=now)


def confirmed_by_secret(secret: str, *, organization: Organization, now: datetime) -> Token:
    """The request with this link. Raises ConfirmationGone; RegistrationClosed when the settings changed since."""
    token = tokens.valid(TokenPurpose.CONFIRMATION, secret, now=now)
    if token is None or token.email is None:
        raise ConfirmationGone
    if not may_register(organization, token.email):
        raise RegistrationClosed(token.email)
    return token


def confirm(secret: str, *, name: str, password_hash: str, organization: Organization, now: datetime) -> User:
    """Make the account. Raises ConfirmationGone, RegistrationClosed, EmailTaken. Does not commit.

    By domain it is active at once; where registration is open it waits for an administrator, who is told.
    """
    token = confirmed_by_secret(secret, organization=organization, now=now)
    members.lock_accounts()
    token.used_at = now
    email = token.email or ""
    if invited := _invited(email):
        invited.move_to(UserState.ACTIVE)
        invited.name, invited.password_hash, invited.confirmed_at = name, password_hash, now
        return invited
    by_domain = organization.registration is Registration.DOMAIN
    state = UserState.ACTIVE if by_domain else UserState.PENDING
    user = members.create(email=email, name=name, password_hash=password_hash, state=state, now=now)
    if state is UserState.PENDING:
        _tell_administrators(user, now)
    return user


def _invited(email: str) -> User | None:
    user = queries.by_email(email)
    return user if user is not None and user.state is UserState.INVITED else None


def _tell_administrators(user: User, now: datetime) -> None:
    payload = {"name": user.name}
    waiting = [(admin, f"account_pending:{user.id}", payload) for admin in db.session.scalars(queries.administrators())]
    outbox.add_many("account_pending", waiting, now=now)
