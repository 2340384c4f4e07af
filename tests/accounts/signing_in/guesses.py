"""Signing in in vain, and what that costs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from werkzeug.test import TestResponse

from studyhub.accounts.gate import attempts
from studyhub.accounts.models import Attempt, AttemptKind
from studyhub.db import db
from studyhub.web.guards.hashing import sending_away
from tests.cast import NOON, Browser, Cast

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

AKI = "aki@example.com"
HOME = "127.0.0.1"
ELSEWHERE = "203.0.113.9"
WRONG = "wrong password"


def sign_in(browser: Browser, email: str = AKI, password: str = WRONG, *, address: str = HOME) -> TestResponse:
    return browser.post(
        "/sign-in", data={"email": email, "password": password}, environ_overrides={"REMOTE_ADDR": address}
    )


def fail(count: int, *, email: str | None = None, network: str | None = None, many: bool = False) -> None:
    """So many tries to sign in that failed at NOON; each from elsewhere and for somebody else unless told."""
    db.session.add_all(
        Attempt(
            kind=AttemptKind.SIGN_IN,
            account_hash=attempts._hash(email or f"person{number}@example.com"),
            network=network or f"198.51.{number // 250}.{number % 250}",
            at=NOON,
        )
        for number in range(count)
    )
    db.session.commit()


def assert_in_five_minutes(answer: TestResponse) -> None:
    """The clock begins at NOON and runs on."""
    assert 240 < int(answer.headers["Retry-After"]) <= 300


def rows() -> int:
    return len(db.session.scalars(db.select(Attempt)).all())


@contextmanager
def statements() -> Iterator[list[str]]:
    """The beginnings of the statements that requests send to the database meanwhile, in order."""
    db.session.commit()
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "SAVEPOINT" not in statement:
            found.append(" ".join(statement.split()[:6]))

    event.listen(db.engine, "before_cursor_execute", note)
    yield found
    event.remove(db.engine, "before_cursor_execute", note)


@contextmanager
def the_line_is_full(cast: Cast) -> Iterator[None]:
    """The server answers as to whoever found no place in the line."""
    app, answer = cast.app, cast.app.wsgi_app

    def send_away(environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:
        with sending_away():
            return answer(environ, start_response)

    app.wsgi_app = send_away  # type: ignore[method-assign]  # how WSGI is wrapped
    yield
    app.wsgi_app = answer  # type: ignore[method-assign]  # and unwrapped
