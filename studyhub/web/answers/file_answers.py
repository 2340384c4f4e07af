"""Files for feed readers and calendar programs: with a tag and a date, and 304 for whoever has them already."""

import hashlib
from datetime import datetime
from typing import Any, NamedTuple

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer

PUBLIC_SECONDS = 300


class PublicFile(NamedTuple):
    """What an answer for everybody is made of."""

    body: bytes
    etag: str
    changed_at: datetime
    content_type: str


class Sessions(SecureCookieSessionInterface):
    """Signs by SHA-256, and leaves the session out of files: Flask-Login looks into it after every request, which
    would send every reader a cookie and keep shared caches from sharing.
    """

    digest_method = staticmethod(hashlib.sha256)

    def __init__(self) -> None:
        self._signers: dict[Any, URLSafeTimedSerializer | None] = {}

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Made once for a key and those before it; Flask makes it twice a request."""
        keys = app.secret_key, *(app.config["SECRET_KEY_FALLBACKS"] or ())
        if keys not in self._signers:
            self._signers[keys] = super().get_signing_serializer(app)
        return self._signers[keys]

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if "answers_with_file" not in g:
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Sign cookies by SHA-256, and send none with files."""
    app.session_interface = Sessions()


def send_no_cookie() -> None:
    """Leave the session out of this request's answer."""
    g.answers_with_file = True


def public_answer(body: bytes, *, etag: str, changed_at: datetime, content_type: str) -> Response:
    """The file for everybody; 304 for whoever has it. Shared caches may keep it."""
    g.public_file = PublicFile(body, etag, changed_at, content_type)
    return _answer(body, etag, changed_at, content_type, f"public, max-age={PUBLIC_SECONDS}")


def private_answer(body: bytes, *, etag: str, changed_at: datetime, content_type: str) -> Response:
    """The file for one person: kept by no shared cache, by no search engine, and its address is told to nobody."""
    answer = _answer(body, etag, changed_at, content_type, "private, no-cache")
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _answer(body: bytes, etag: str, changed_at: datetime, content_type: str, cache_control: str) -> Response:
    send_no_cookie()
    answer = Response(body, content_type=content_type)
    answer.set_etag(etag)
    answer.last_modified = changed_at
    answer.headers["Cache-Control"] = cache_control
    answer.make_conditional(request)
    return answer
