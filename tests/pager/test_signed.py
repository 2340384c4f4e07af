"""Any other pager: a signed request, which 2xx confirms."""

import json
from datetime import timedelta

from sqlalchemy import select

from studyhub.db import db
from studyhub.pager import connecting, signed
from studyhub.pager.connecting import Connection
from studyhub.pager.models import PagerKind, PagerSpan
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
