"""What was made with a key before the present one still works; what another key made does not."""

import contextvars
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from studyhub.accounts import invitations
from studyhub.db import db
from studyhub.delivery.mailing import unsubscribing
from studyhub.keys import fingerprints
from studyhub.people import addresses, tokens
from studyhub.people.addresses import Purpose
from studyhub.people.models import Device, Token
from studyhub.web.answers.file_answers import Sessions
from tests.cast import CSRF, NOON, Cast
from tests.conftest import SECRET_KEY

NEW = "the key after the rotation, just as long"


@contextmanager
def keys(app: Flask, present: str, *older: str) -> Iterator[None]:
    """The application as it starts with these keys."""
    before = dict(app.config)
    settings = replace(app.config["STUDYHUB_SETTINGS"], secret_key=present, older_keys=older)
    changed = settings.flask_config()
    names = ("STUDYHUB_SETTINGS", "SECRET_KEY", "SECRET_KEY_FALLBACKS", "WTF_CSRF_SECRET_KEY")
    app.config.update({name: changed[name] for name in names})
    yield
    app.config.clear()
    app.config.update(before)


def test_the_session_cookie_is_signed_by_sha_256(cast: Cast) -> None:
    interface = cast.app.session_interface
    assert isinstance(interface, Sessions)

    serializer = interface.get_signing_serializer(cast.app)

    assert serializer is not None
    assert serializer.signer_kwargs["digest_method"]().name == "sha256"


@pytest.mark.parametrize(("older", "status"), [((SECRET_KEY,), 200), ((), 302)])
def test_a_session_of_the_key_before_goes_on(cast: Cast, older: tuple[str, ...], status: int) -> None:
    browser = cast.browser(cast.aki)

    with keys(cast.app, NEW, *older):
        assert browser.get("/profile/").status_code == status


@pytest.mark.parametrize(("older", "status"), [((SECRET_KEY,), 303), ((), 400)])
def test_a_form_that_was_open_can_still_be_sent(cast: Cast, older: tuple[str, ...], status: int) -> None:
    browser = cast.browser(cast.aki)
    token = URLSafeTimedSerializer(SECRET_KEY, salt="wtf-csrf-token").dumps(CSRF)

    with keys(cast.app, NEW, *older):
        if not older:
            # The session is made anew, so that the token alone is of another key.
            with contextvars.Context().run(browser.session_transaction) as session:
                session["csrf_token"] = CSRF
        answer = browser.post("/sign-out", data={"csrf_token": token})

    assert answer.status_code == status


@pytest.mark.parametrize(("older", "status"), [((SECRET_KEY,), 200), ((), 404)])
@pytest.mark.parametrize(("purpose", "file"), [(Purpose.FEED, "notes.rss"), (Purpose.CALENDAR, "calendar.ics")])
def test_private_addresses_of_the_key_before_work(
    cast: Cast, purpose: Purpose, file: str, older: tuple[str, ...], status: int
) -> None:
    token = addresses.token(cast.aki, purpose, key=SECRET_KEY)
    address = f"/my/{token}/{file}"
    before = cast.browser().get(address).data
    browser = cast.browser()

    with keys(cast.app, NEW, *older):
        answer = browser.get(address)

    assert answer.status_code == status
    if older:
        assert answer.data == before


def test_the_kept_feed_of_the_key_before_names_no_address_of_it(cast: Cast) -> None:
    before = addresses.token(cast.aki, Purpose.FEED, key=SECRET_KEY)
    after = addresses.token(cast.aki, Purpose.FEED, key=NEW)
    stand_in = addresses.stand_in(cast.aki, key=SECRET_KEY)
    cast.browser().get(f"/my/{before}/notes.atom")
    browser = cast.browser()

    with keys(cast.app, NEW, SECRET_KEY):
        shown = browser.get(f"/my/{after}/notes.atom").text

    assert (f"/my/{after}/notes.atom" in shown, before in shown, stand_in in shown) == (True, False, False)


@pytest.mark.parametrize(("older", "is_read"), [((SECRET_KEY,), True), ((), False)])
def test_links_that_end_a_kind_of_mail_work(older: tuple[str, ...], is_read: bool) -> None:
    token = unsubscribing.token(SECRET_KEY, unsubscribing.Unsubscription(1, "promoted"))

    assert (unsubscribing.read((NEW, *older), token) is not None) is is_read


def test_a_link_that_waits_to_be_mailed_or_handed_over_is_the_one_that_was_issued(cast: Cast) -> None:
    invitations.invite("dai@example.com", by=cast.admin, key=SECRET_KEY, now=NOON)
    db.session.commit()
    token = db.session.query(Token).one()
    issued = tokens.secret_of(token.nonce, key=SECRET_KEY)

    assert tokens.shown_again(token, keys=(NEW, SECRET_KEY)) == issued
    assert tokens.mailed_again(token.nonce, keys=(NEW, SECRET_KEY)) == issued


def test_taking_a_key_over_ends_sessions_and_links_of_others(cast: Cast) -> None:
    cast.browser(cast.aki)
    for email, key in (("dai@example.com", SECRET_KEY), ("eri@example.com", NEW)):
        invitations.invite(email, by=cast.admin, key=key, now=NOON)
    db.session.commit()

    with db.engine.begin() as connection:
        fingerprints.end_sessions(connection)
        fingerprints.end_links_of_other_keys(connection, [NEW], now=NOON + timedelta(minutes=1))

    db.session.expire_all()
    assert db.session.query(Device).count() == 0
    open_ = [token.email for token in db.session.query(Token) if token.revoked_at is None]
    assert open_ == ["eri@example.com"]
