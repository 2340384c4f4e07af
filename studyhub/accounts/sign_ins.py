"""Who may sign in with what, and how often it may be tried."""

from datetime import datetime

from studyhub.accounts import attempts, passwords
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


def authenticate(email: str, password: str, *, network: str, now: datetime) -> User:
    """The person with this normal address and password, tried from a network.

    Ends the present transaction: nobody may wait for a hash to be made. Whoever does not sign in has failed, and that
    stays written down. Raises WrongEmailOrPassword, AccountClosed, TooManyTries, HashingBusy.
    """
    attempt_id = attempts.begin(AttemptKind.SIGN_IN, account=email, network=network, now=now).id
    found = queries.by_email(email)
    user_id, password_hash = (found.id, found.password_hash) if found else (None, None)
    if not _matches(password_hash, password, attempt_id, now=now):
        raise WrongEmailOrPassword(user_id)
    user = queries.by_email(email)
    if user is None or user.password_hash != password_hash:
        raise WrongEmailOrPassword(user_id)
    if user.state not in SIGNS_IN:
        raise AccountClosed(user_id)
    attempts.forget(attempt_id)
    return user


def is_present_password(user: User, password: str, *, network: str, now: datetime) -> bool:
    """Whether somebody signed in knows their password; it may be tried as often as signing in.

    Ends the present transaction. Raises TooManyTries, HashingBusy.
    """
    attempt_id = attempts.begin(AttemptKind.SIGN_IN, account=user.email, network=network, now=now).id
    is_right = _matches(user.password_hash, password, attempt_id, now=now)
    if is_right:
        attempts.forget(attempt_id)
    return is_right


def _matches(password_hash: str | None, password: str, attempt_id: int, *, now: datetime) -> bool:
    is_slow = attempts.are_many(AttemptKind.SIGN_IN, now=now)
    db.session.commit()
    # Whatever changes while the hash is made shall be seen afterwards.
    db.session.expire_all()
    try:
        return passwords.matches(password_hash, password, is_slow=is_slow)
    except passwords.HashingBusy:
        attempts.forget(attempt_id)
        db.session.commit()
        raise
