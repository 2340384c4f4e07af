"""Small things the tests of accounts share."""

import re
from types import SimpleNamespace

from flask import Flask

from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.people.models import TokenPurpose, User
from studyhub.people.queries import newest_token
from studyhub.people.tokens import secret_of
from tests.cast import Browser, Cast
from tests.conftest import SECRET_KEY

GOOD = "correct horse battery"


def secret_for(purpose: TokenPurpose, *, user: User | None = None, email: str | None = None) -> str:
    """The secret in the latest link for a person or an address."""
    token = newest_token(purpose, user, email=email)
    assert token is not None
    return secret_of(token.nonce, key=SECRET_KEY)


def mails() -> list[tuple[str, str | None]]:
    """Kind and address of every message in the outbox."""
    rows = db.session.scalars(db.select(OutboxMessage).order_by(OutboxMessage.id))
    return [(row.kind, row.address) for row in rows]


def by_email(email: str) -> User:
    """The person with this address."""
    user: User = db.session.scalars(db.select(User).where(User.email == email)).one()
    return user


def words(page: str, email: str) -> str:
    """A page without the address in it and without the tokens, which hold the time."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page).replace(email, "")


def first_visitor(app: Flask) -> Browser:
    """A browser before there is an organisation, and so no cast."""
    return Cast.browser(SimpleNamespace(app=app))  # type: ignore[arg-type]  # all that a visitor's browser needs
