"""The first visit: a code from the terminal makes the organisation and its administrator."""

import secrets
from datetime import datetime, timedelta

from studyhub.accounts import members
from studyhub.audit import trail
from studyhub.db import db
from studyhub.people import queries, tokens
from studyhub.people.models import TokenPurpose, User
from studyhub.settings import organization

CODE_LASTS = timedelta(days=7)
CODE_GROUP_CHARS = 7
# Each start of each process shows one of its own; whichever was typed, all end with the first visit.
MOST_CODES = 50


class WrongCode(Exception):
    """Not a code that a terminal showed within the last week."""


class AlreadySetUp(Exception):
    """There is an administrator."""


def is_set_up() -> bool:
    """Whether the organisation exists; its administrator is made with it."""
    return organization.found_or_none() is not None


def issue_setup_code(now: datetime) -> str | None:
    """A code for the first visit beside those that other processes show; None when there is an administrator.

    Does not commit.
    """
    if queries.administrator_count():
        return None
    tokens.revoke_oldest(TokenPurpose.SETUP, keep=MOST_CODES - 1, now=now)
    # With a key that nobody keeps, only this terminal ever shows the code.
    key = secrets.token_hex(tokens.SECRET_BYTES)
    secret = tokens.secret_of(tokens.issue(TokenPurpose.SETUP, key=key, now=now, lasts=CODE_LASTS).nonce, key=key)
    groups = (secret[start : start + CODE_GROUP_CHARS] for start in range(0, len(secret), CODE_GROUP_CHARS))
    return "-".join(groups).upper()


def is_right_code(code: str, *, now: datetime) -> bool:
    """Whether the first visit may go on with this code."""
    return tokens.valid(TokenPurpose.SETUP, code, now=now) is not None


def set_up(code: str, *, organization_name: str, name: str, email: str, password_hash: str, now: datetime) -> User:
    """Make the organisation and its first administrator, who may also release notes. Does not commit.

    Raises WrongCode, AlreadySetUp.
    """
    # Two people may hold two codes: the second one waits here, and then sees that the first visit is over.
    tokens.lock_all(TokenPurpose.SETUP)
    token = tokens.valid(TokenPurpose.SETUP, code, now=now)
    if token is None:
        raise WrongCode
    if is_set_up():
        raise AlreadySetUp
    token.used_at = now
    return found_organization(organization_name, name=name, email=email, password_hash=password_hash, now=now)


def found_organization(organization_name: str, *, name: str, email: str, password_hash: str, now: datetime) -> User:
    """The organisation with its first administrator. Does not commit."""
    founded = organization.found(organization_name, now=now)
    user = members.create(email=email, name=name, password_hash=password_hash, now=now, is_admin=True, is_editor=True)
    tokens.revoke_all(TokenPurpose.SETUP, now=now)
    trail.record("organization.founded", founded, by=user, now=now)
    db.session.flush()
    return user
