"""Which lane a request belongs to, and where in its line: told from what waitress received, before anything runs.

This is asked on the thread that reads from all connections, so it asks no database and takes well under a millisecond.
The private parts of waitress that StudyHub reads are all in `Received`.
"""

import hashlib
import re
import socket
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import Flask
from waitress.channel import HTTPChannel
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from studyhub.accounts.gate import attempts
from studyhub.accounts.gate.fair_queue import Ticket
from studyhub.people.models import EMAIL_MAX_CHARS
from studyhub.people.spelling.emails import normal_email
from studyhub.text.cleaning import clean_line
from studyhub.web.guards import known_browsers
from studyhub.web.guards.clients import network_of
from studyhub.web.guards.hashing import hashing_views, is_marked, may_ask
from studyhub.web.guards.reputation import reputation_of

ALIVE = {"/healthz"}
HEALTH = {"/readyz", "/metrics"}
SIGN_IN = "accounts.create_session"
# The address stands before all that a form may carry.
LOOKED_AT_BYTES = 4096
_EMAIL = re.compile(rb"(?:^|&)email=([^&]*)(?:&|$)")


class LaneName(StrEnum):
    """What a request's answer waits for."""

    PAGES = "pages"
    HASHING = "hashing"
    ALIVE = "alive"
    HEALTH = "health"


@dataclass(frozen=True)
class Received:
    """The first complete request of a connection of waitress."""

    channel: HTTPChannel

    @property
    def method(self) -> str:
        """In capitals."""
        return str(self._request.command).upper() if self._is_readable else ""

    @property
    def path(self) -> str:
        """Decoded, as the application sees it."""
        path = str(self._request.path) if self._is_readable else "/"
        return "/" + path.lstrip("/").encode("latin-1", "replace").decode("utf-8", "replace")

    def header(self, name: str) -> str | None:
        """A header by its name in capitals with low lines."""
        return self._request.headers.get(name) if self._is_readable else None

    def body_start(self) -> bytes:
        """The first bytes of the body; they stay there to be read."""
        body = self._request.body_rcv
        return bytes(body.getbuf().get(LOOKED_AT_BYTES))[:LOOKED_AT_BYTES] if body is not None else b""

    def address(self, proxies: int) -> str | None:
        """Where it comes from, believing that many proxies."""
        environ: dict[str, Any] = {"REMOTE_ADDR": str(self.channel.addr[0])}
        if forwarded := self.header("X_FORWARDED_FOR"):
            environ["HTTP_X_FORWARDED_FOR"] = forwarded
        if proxies:
            ProxyFix(_nothing, x_for=proxies, x_proto=0)(environ, _nothing)
        address: str | None = environ["REMOTE_ADDR"]
        return address

    def is_gone(self) -> bool:
        """Whether whoever asked has ended the connection: while a request waits, waitress does not look."""
        try:
            seen: bytes = self.channel.socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return seen == b""

    @property
    def _request(self) -> Any:
        return self.channel.requests[0]

    @property
    def _is_readable(self) -> bool:
        # What waitress refuses itself has neither a path nor headers.
        return not self._request.error


def _nothing(*_args: Any) -> Any:
    """An application that answers nothing."""


class Sorter:
    """Sorts the requests of one application behind so many proxies."""

    def __init__(self, app: Flask, *, proxies: int) -> None:
        self._app, self._proxies = app, proxies
        self._endpoints = {name for name, view in app.view_functions.items() if view in hashing_views}
        self._asking = {name for name, view in app.view_functions.items() if may_ask(view)}
        self._urls = app.url_map.bind("localhost")

    def lane(self, received: Received) -> LaneName:
        """Where it is served."""
        if received.path in ALIVE:
            return LaneName.ALIVE
        if received.path in HEALTH:
            return LaneName.HEALTH
        return LaneName.HASHING if self._hashes(received) else LaneName.PAGES

    def _hashes(self, received: Received) -> bool:
        endpoint = self._endpoint(received)
        # The mark counts only where a password may be asked for: it must not bring slow pages into this line.
        return endpoint in self._endpoints or (endpoint in self._asking and is_marked(received.body_start()))

    def ticket(self, received: Received) -> Ticket:
        """What its place in the line hangs on."""
        network, browser, account = network_of(received.address(self._proxies)), None, None
        if self._endpoint(received) == SIGN_IN and (known := self._known(received)):
            browser, account = known
        now = time.monotonic()
        _, counted = attempts.counted_as("", network, browser)
        due = now + reputation_of(self._app).delay(counted, now)
        return Ticket(network, due=due, account=account)

    def _endpoint(self, received: Received) -> str | None:
        if received.method != "POST":
            return None
        try:
            endpoint, _ = self._urls.match(received.path, method="POST")
        except HTTPException:
            return None
        return str(endpoint)

    def _known(self, received: Received) -> tuple[str, str] | None:
        """The name of a browser that knows the account it signs in to, and the account by hash."""
        browser = known_browsers.read(self._app, received.header("COOKIE"))
        if browser is None or (found := _EMAIL.search(received.body_start())) is None:
            return None
        typed = unquote_to_bytes(found[1].replace(b"+", b" ")).decode("utf-8", "replace")
        email = normal_email(clean_line(typed[:EMAIL_MAX_CHARS]))
        return (browser.name, _account(email)) if browser.knows(email) else None


def _account(email: str) -> str:
    # Not salted by the browser's name, as its cookie is: all browsers that know an account share its turn.
    return hashlib.sha256(email.encode(errors="replace")).hexdigest()
