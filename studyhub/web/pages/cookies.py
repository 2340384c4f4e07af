"""Cookies that keep a choice on this browser: for this host alone, and never in clear where people come over TLS.

Which of the two it is says the public address: behind a proxy a request itself does not know.
"""

from flask import current_app, request
from werkzeug import Response

YEAR_SECONDS = 31_536_000


def read(name: str) -> str:
    """What this browser keeps under a name; empty when nothing."""
    return request.cookies.get(_full(name), "")


def keep(answer: Response, name: str, value: str) -> None:
    """Let the browser keep a value under a name for a year."""
    answer.set_cookie(
        _full(name), value, max_age=YEAR_SECONDS, path="/", samesite="Lax", httponly=True, secure=_is_https()
    )


def _full(name: str) -> str:
    return f"__Host-{name}" if _is_https() else name


def _is_https() -> bool:
    return bool(current_app.config["STUDYHUB_SETTINGS"].is_https)
