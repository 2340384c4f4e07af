"""Any other pager: a signed request, which 2xx confirms."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.pager import connecting, signed
from studyhub.pager.connecting import Connection
from studyhub.pager.models import Pager, PagerKind, PagerSpan
from studyhub.people.models import User
from studyhub.rota.models import Shift
from tests.cast import NOON, Cast
from tests.chat.conftest import chat
from tests.chat.sink import WebhookSink
from tests.pager.conftest import work

__all__ = ["chat"]


def test_a_signed_request_says_who_is_to_be_called(cast: Cast, chat: WebhookSink, night: Shift, keeper: User) -> None:
    connecting.connect(Connection(PagerKind.WEBHOOK, chat.address, "long-enough", "", "", 1), by=keeper, now=NOON)
    db.session.commit()
    chat.status = 503
    work(cast, night.starts_at - timedelta(hours=1))
    assert db.session.scalars(select(PagerSpan.confirmed_at)).all() == [None, None]

    chat.status = 204
    work(cast, night.starts_at - timedelta(minutes=50))

    asked, told = chat.asked[-1], json.loads(chat.asked[1].body)
    stamp = asked.headers[signed.TIMESTAMP.lower()]
    expected = f"sha256={signed.signature('long-enough', stamp, asked.body)}"
    assert asked.headers[signed.SIGNATURE.lower()] == expected
    assert (told["action"], told["start"]) == ("call", night.starts_at.isoformat())
    assert all(db.session.scalars(select(PagerSpan.confirmed_at)))


@pytest.mark.parametrize(("secret", "end"), [("u+keyofpagerduty9f2c", "9f2c"), ("123456789012345", ""), ("9f2c", "")])
def test_only_of_a_long_secret_the_end_is_shown(cast: Cast, keeper: User, secret: str, end: str) -> None:
    new = Connection(PagerKind.WEBHOOK, "https://Pager.example.com/in", secret, "", "", 1)

    pager = connecting.connect(new, by=keeper, now=NOON)

    assert pager.shown == f"pager.example.com …{end}"
    connected = select(AuditEvent.after).where(AuditEvent.action == "pager.connected")
    assert db.session.scalars(connected).one()["shown"] == pager.shown


def test_a_server_that_says_the_secret_aloud_is_not_quoted(
    cast: Cast, chat: WebhookSink, night: Shift, keeper: User
) -> None:
    connecting.connect(Connection(PagerKind.WEBHOOK, chat.address, "long-enough", "", "", 1), by=keeper, now=NOON)
    db.session.commit()
    chat.status, chat.body = 400, b"No account has the key long-enough."

    work(cast, night.starts_at - timedelta(hours=1))
    cast.browser(keeper).post("/oncall/pager/test")

    said = [*db.session.scalars(select(PagerSpan.said)), *db.session.scalars(select(Pager.said))]
    assert {one for one in said if one} == {"No account has the key …."}
    assert "long-enough" not in cast.browser(keeper).get("/oncall/pager/").text
