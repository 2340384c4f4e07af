"""A chat that takes what webhooks send, over real HTTP on this machine."""

import dataclasses
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from flask import Flask

from studyhub.outgoing.hosts import InternalHost
from tests.outgoing.stub import Asked, running, says


@dataclass
class WebhookSink:
    """What a chat was told, oldest first, what it answers with; `address` is that of a webhook of it.

    StudyHub sends there only where `internal` is among its internal hosts.
    """

    address: str = ""
    internal: tuple[InternalHost, ...] = ()
    status: int = 200
    body: bytes = b"ok"
    asked: list[Asked] = field(default_factory=list)

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """The JSON of each request."""
        return [json.loads(one.body) for one in self.asked]

    @property
    def texts(self) -> list[str]:
        """The text of each, whichever the chat."""
        return [str(body.get("text", body.get("content"))) for body in self.bodies]


@contextmanager
def taking() -> Iterator[WebhookSink]:
    """Listen on 127.0.0.1 until the block ends."""
    sink = WebhookSink()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        says(sink.body, sink.status)(handler)

    with running(answer) as stub:
        sink.address, sink.internal, sink.asked = f"{stub.address}/hooks/T0/secret9f2c", stub.internal, stub.asked
        yield sink


@contextmanager
def listed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebhookSink]:
    """The same, which an administrator of this application has listed among its internal hosts."""
    with taking() as sink:
        settings = dataclasses.replace(app.config["STUDYHUB_SETTINGS"], internal_hosts=sink.internal)
        monkeypatch.setitem(app.config, "STUDYHUB_SETTINGS", settings)
        yield sink


@contextmanager
def listening(app: Flask, answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """The address of a chat, listed beside those listed before, that answers as it is told."""
    before = app.config["STUDYHUB_SETTINGS"]
    with running(answer) as stub:
        listed = (*before.internal_hosts, *stub.internal)
        app.config["STUDYHUB_SETTINGS"] = dataclasses.replace(before, internal_hosts=listed)
        try:
            yield f"{stub.address}/hooks/T0/secret9f2c"
        finally:
            app.config["STUDYHUB_SETTINGS"] = before
