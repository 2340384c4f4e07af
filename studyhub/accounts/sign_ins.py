"""Who may sign in with what."""

from studyhub.accounts import passwords
from studyhub.db import db
from studyhub.people import queries
from studyhub.people.models import SIGNS_IN, User


class WrongEmailOrPassword(Exception):
    """No account has this address and this password; which of the two was wrong is not told."""


class AccountClosed(Exception):
    """Address and password are right, but the account is suspended or its person has left."""


def authenticate(email: str, password: str) -> User:
    """The person with this normal address and password. Raises WrongEmailOrPassword, AccountClosed, HashingBusy.

    Ends the present transaction: nobody may wait for a hash to be made.
    """
    found = queries.by_email(email)
    password_hash = found.password_hash if found else None
    db.session.rollback()
    if not passwords.matches(password_hash, password):
        raise WrongEmailOrPassword
    user = queries.by_email(email)
    if user is None or user.password_hash != password_hash:
        raise WrongEmailOrPassword
    if user.state not in SIGNS_IN:
        raise AccountClosed
    return user
