"""Who may sign in with what, and how often it may be tried."""

from datetime import datetime

from studyhub.accounts import passwords
from studyhub.accounts.gate import attempts
from studyhub.accounts.models import AttemptKind
from studyhub.db import db
from studyhub.people import queries
from studyhub.people.models import SIGNS_IN, User


class Refused(Exception):
    """Nobody signs in; `user_id` is whose account was meant, for the log alone."""

    def __init__(self, user_id: int | None) -> None:
        super().__init__(user_id)
        self.user_id = user_id


class WrongEmailOrPassword(Refused):
    """No account has this address and this password; which of the two was wrong is not told."""


class AccountClosed(Refused):
    """Address and password are right, but the account is suspended or its person has left."""


def authenticate(email: str, password: str, *, network: str, browser: str | None, now: datetime) -> User:
    """The person with this normal address and password, tried from a network; `browser` is its name if it knows them.

    Ends the present transaction: nobody may wait for a hash to be made. Whoever does not sign in has failed, and that
    stays written down. Raises WrongEmailOrPassword, AccountClosed, TooManyTries.
    """
    attempt_id = _begin(email, network, browser, now)
    found = queries.by_email(email)
    user_id, password_hash = (found.id, found.password_hash) if found else (None, None)
    _end_transaction()
    if not passwords.matches(password_hash, password) or password_hash is None:
        raise WrongEmailOrPassword(user_id)
    newer_hash = passwords.hashed(password) if passwords.is_outdated(password_hash) else password_hash
    user = queries.by_email(email)
    if user is None or user.password_hash != password_hash:
        raise WrongEmailOrPassword(user_id)
    if user.state not in SIGNS_IN:
        raise AccountClosed(user_id)
    user.password_hash = newer_hash
    attempts.forget(attempt_id)
    return user


def is_present_password(user: User, password: str, *, network: str, browser: str | None, now: datetime) -> bool:
    """Whether somebody signed in knows their password; it may be tried as often as signing in.

    Ends the present transaction. Raises TooManyTries.
    """
    attempt_id = _begin(user.email, network, browser, now)
    password_hash = user.password_hash
    _end_transaction()
    is_right = passwords.matches(password_hash, password)
    if is_right:
        attempts.forget(attempt_id)
    return is_right


def is_under_attack(now: datetime) -> bool:
    """Whether so many sign-ins failed of late that those to come should be answered slowly."""
    return attempts.are_many(AttemptKind.SIGN_IN, now=now)


def _begin(email: str, network: str, browser: str | None, now: datetime) -> int:
    account, network = attempts.counted_as(email, network, browser)
    return attempts.begin(AttemptKind.SIGN_IN, account=account, network=network, now=now).id


def _end_transaction() -> None:
    db.session.commit()
    # Whatever changes while the hash is made shall be seen afterwards.
    db.session.expire_all()
