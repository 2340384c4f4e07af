"""A chat that is told, and a webhook to it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from studyhub.chat import webhooks
from studyhub.chat.models import ChatForm, Webhook
from studyhub.chat.webhooks import NewWebhook
from tests.cast import NOON, Cast
from tests.chat.sink import WebhookSink, listed


@pytest.fixture
def chat(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebhookSink]:
    """A chat inside the network, which an administrator has listed."""
    with listed(app, monkeypatch) as sink:
        yield sink


@pytest.fixture
def webhook(cast: Cast, chat: WebhookSink) -> Webhook:
    """Aki's webhook to it, of the circle."""
    return webhooks.add(cast.circle, NewWebhook("#sre", ChatForm.SLACK, chat.address), by=cast.aki, now=NOON)
