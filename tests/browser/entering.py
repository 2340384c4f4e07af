"""Browsers of the cast before a server of their own, and people who write without one."""

import http.client
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from itsdangerous import URLSafeTimedSerializer
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext

from studyhub.people.models import User
from tests.answering import answering
from tests.cast import CSRF, Cast

SECONDS_EACH = 30


@dataclass
class Entrance:
    """A server with the cast, and the browsers opened before it. Called with a person, it opens theirs."""

    cast: Cast
    chromium: Chromium
    port: int
    contexts: list[BrowserContext]

    def __call__(self, user: User, **options: Any) -> BrowserContext:
        """A browser in which this person is signed in."""
        context = self.chromium.new_context(base_url=self._address, **{"locale": "ja", **options})
        self.contexts.append(context)
        self.sign_in(context, user)
        return context

    def sign_in(self, context: BrowserContext, user: User) -> None:
        """Make it the browser of this person, whoever was signed in there; what it keeps stays."""
        name, value = self._cookie(user)
        context.clear_cookies()
        context.add_cookies([{"name": name, "value": value, "url": self._address}])

    @property
    def _address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _cookie(self, user: User) -> tuple[str, str]:
        cookie = self.cast.browser(user).get_cookie("studyhub")
        assert cookie is not None
        return cookie.key, cookie.value

    def post_at_once(self, forms: Sequence[tuple[User, str, Mapping[str, Any]]]) -> list[int]:
        """Let each person send a form to a path, all at the same moment, and hand the statuses back."""
        headers = [self._headers(user) for user, _, _ in forms]
        statuses = [0] * len(forms)
        start = threading.Barrier(len(forms))

        def send(index: int) -> None:
            _, path, fields = forms[index]
            start.wait()
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_EACH)
            connection.request("POST", path, urlencode(fields), headers[index])
            statuses[index] = connection.getresponse().status
            connection.close()

        threads = [threading.Thread(target=send, args=(index,)) for index in range(len(forms))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return statuses

    def _headers(self, user: User) -> dict[str, str]:
        token = URLSafeTimedSerializer(str(self.cast.app.secret_key), salt="wtf-csrf-token").dumps(CSRF)
        cookie = "=".join(self._cookie(user))
        kind = "application/x-www-form-urlencoded"
        return {"Cookie": cookie, "X-CSRFToken": str(token), "Content-Type": kind}


@contextmanager
def entrance(cast: Cast, chromium: Chromium) -> Iterator[Entrance]:
    """A server with the cast, for as long as a test runs."""
    with answering(cast.app) as server:
        opened = Entrance(cast, chromium, int(server.effective_port), [])
        yield opened
        for context in opened.contexts:
            context.close()
