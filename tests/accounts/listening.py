"""The server inside the tests' own process, where what its threads do can be counted."""

import http.client
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from waitress.channel import HTTPChannel

from studyhub.server.dispatching import Dispatcher
from studyhub.web.answers.file_answers import Sessions
from tests.answering import SECONDS_MOST, answering
from tests.cast import CSRF


class Arrivals:
    """Counts the requests that have come and have their place in a line, or a thread already."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._changed, self._add_task, self.count = threading.Condition(), dispatcher.add_task, 0
        dispatcher.add_task = self._count  # type: ignore[method-assign]  # passes on what it counts

    def _count(self, channel: HTTPChannel) -> None:
        self._add_task(channel)
        with self._changed:
            self.count += 1
            self._changed.notify_all()

    def wait_for(self, count: int) -> None:
        """Until so many have come since the server began."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.count >= count, SECONDS_MOST)


@dataclass(frozen=True)
class Server:
    """A server that listens, and the cookie and token of a visitor's browser on it."""

    dispatcher: Dispatcher
    arrivals: Arrivals
    port: int
    cookie: str
    token: str

    def ask(
        self,
        method: str,
        path: str,
        form: Mapping[str, str] | bytes | None = None,
        *,
        address: str = "127.0.0.1",
        cookie: str = "",
        seconds: float = SECONDS_MOST,
    ) -> tuple[int, http.client.HTTPMessage, str]:
        """Status, headers and text of an answer to somebody at an address of this machine."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds, source_address=(address, 0))
        headers = {"Cookie": f"{self.cookie}; {cookie}", "X-CSRFToken": self.token, "Accept-Language": "en"}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, urlencode(form) if isinstance(form, Mapping) else form, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()


@contextmanager
def listening(app: Flask) -> Iterator[Server]:
    """The application behind the server as it is started, on a free port, until the end of the block."""
    with answering(app) as server:
        yield Server(
            server.task_dispatcher,
            Arrivals(server.task_dispatcher),
            int(server.effective_port),
            _cookie(app),
            _token(app),
        )


def _cookie(app: Flask) -> str:
    serializer = Sessions().get_signing_serializer(app)
    assert serializer is not None
    return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps({'csrf_token': CSRF})}"


def _token(app: Flask) -> str:
    return str(URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps(CSRF))
