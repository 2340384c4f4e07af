"""What leaves signed and comes back: nobody else can have written it, and it is good for one thing and person."""

import re
from base64 import urlsafe_b64decode
from collections.abc import Callable

import pytest
from itsdangerous import URLSafeSerializer

from studyhub.accounts import passwords
from studyhub.db import db
from studyhub.delivery.mailing import unsubscribing
from studyhub.delivery.mailing.unsubscribing import Unsubscription
from studyhub.people.models import Device
from studyhub.reminders import links
from tests.accounts.browsing import GOOD
from tests.cast import NOON, Cast
from tests.conftest import SECRET_KEY

SHA256_CHARS = 43
SIGNED: dict[str, Callable[[], str]] = {
    "an absence by mail": lambda: links.absence_path(SECRET_KEY, links.Absence(1, NOON)),
    "a stop of reminders": lambda: links.stop_path(SECRET_KEY, links.Stop(1, None), NOON),
    "a way out of mail": lambda: unsubscribing.token(SECRET_KEY, Unsubscription(1, "promoted")),
}


@pytest.mark.parametrize("what", SIGNED)
def test_signatures_have_256_bits(what: str) -> None:
    assert len(SIGNED[what]().rpartition(".")[2]) == SHA256_CHARS


@pytest.mark.parametrize("changed", ["unsigned", "shortened", "for another thing"])
def test_a_token_that_was_not_signed_as_such_is_refused(changed: str) -> None:
    signed = unsubscribing.token(SECRET_KEY, Unsubscription(1, "promoted"))
    made_up = {
        "unsigned": signed.rpartition(".")[0],
        "shortened": signed[:-1],
        "for another thing": str(URLSafeSerializer(SECRET_KEY, salt="another").dumps([1, "promoted"])),
    }

    assert unsubscribing.read([SECRET_KEY], made_up[changed]) is None


def test_the_token_of_forms_is_random_and_signed_with_256_bits(cast: Cast) -> None:
    browser = cast.app.test_client()
    page = browser.get("/sign-in").text
    sent = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert sent is not None

    with browser.session_transaction() as session:
        held = session["csrf_token"]

    assert (len(held), len(sent[1].rpartition(".")[2])) == (64, SHA256_CHARS)


def test_every_session_has_a_key_of_its_own_of_192_bits(cast: Cast) -> None:
    cast.aki.password_hash = passwords.hashed(GOOD)
    db.session.commit()

    for _ in range(3):
        cast.browser().post("/sign-in", data={"email": "aki@example.com", "password": GOOD})

    keys = db.session.scalars(db.select(Device.key)).all()
    assert len({*keys}) == len(keys) == 3
    assert {len(urlsafe_b64decode(key)) for key in keys} == {24}
