"""What mails about accounts say."""

from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from studyhub.accounts import invitations
from studyhub.accounts.messages import KINDS
from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.people.models import TokenPurpose
from tests.accounts.browsing import by_email, secret_for
from tests.cast import NOON, Cast
from tests.conftest import SECRET_KEY

PAYLOADS: dict[str, dict[str, Any]] = {
    "invitation": {"nonce": "a", "by": "Aki"},
    "confirmation": {"nonce": "a"},
    "reset": {"nonce": "a"},
    "password_changed": {},
    "sessions_ended": {"by": "Ado"},
    "administrator_named": {"name": "Aki", "id": 1, "by": "Ado"},
    "browser_new": {"browser": "Firefox, Windows", "at": NOON.isoformat()},
    "account_pending": {"name": "Dai"},
    "account_accepted": {},
    "address_changed": {"before": "aki@example.com", "after": "aki.new@example.com"},
    "address_confirmation": {"nonce": "a"},
    "address_asked": {"after": "aki.new@example.com"},
    "accounts_merged": {"by": "Ado", "before": "aki@example.com", "after": "aki.new@example.com"},
}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_has_words_and_a_page_to_go_to(app: Flask, cast: Cast, kind: str, language: str) -> None:
    with app.test_request_context(), force_locale(language):
        message = KINDS[kind].render(PAYLOADS[kind], language)

    assert message.subject.isascii() is (language == "en")
    assert all(line.isascii() is (language == "en") for line in message.lines)
    assert message.url_path is not None
    assert message.url_path.startswith("/")
    assert message.label


def test_the_invitation_leads_to_its_page(app: Flask, cast: Cast) -> None:
    invitations.invite("dai@example.com", by=cast.admin, key=SECRET_KEY, now=NOON)
    row = db.session.scalars(db.select(OutboxMessage)).one()

    with app.test_request_context():
        message = KINDS["invitation"].render(row.payload, "en")

    secret = secret_for(TokenPurpose.INVITATION, user=by_email("dai@example.com"))
    assert message.url_path == f"/invitations/{secret}"
    assert secret not in str(row.payload)
