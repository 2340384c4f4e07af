"""A browser in the demo, signed in through the form."""

import contextvars

from flask import Flask

from studyhub.demo import known_password
from tests.cast import CSRF, Browser


def browser(app: Flask, email: str | None) -> Browser:
    """The browser of the person with this address; None is a visitor's."""
    client = app.test_client()
    assert isinstance(client, Browser)
    _know_the_token(client)
    if email is not None:
        answer = client.post("/sign-in", data={"email": email, "password": known_password.PASSWORD})
        assert answer.status_code == 303, answer.status_code
        # Signing in begins a new session.
        _know_the_token(client)
    return client


def _know_the_token(client: Browser) -> None:
    with contextvars.Context().run(client.session_transaction) as session:
        session["csrf_token"] = CSRF
