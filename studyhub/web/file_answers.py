"""Files for feed readers and calendar programs: with a tag and a date, and 304 for whoever has them already."""

from datetime import datetime

from flask import Response, request

PUBLIC_SECONDS = 300


def public_answer(body: bytes, *, etag: str, changed_at: datetime, content_type: str) -> Response:
    """The file for everybody; 304 for whoever has it. Touches no session, so that caches can share it."""
    return _answer(body, etag, changed_at, content_type, f"public, max-age={PUBLIC_SECONDS}")


def private_answer(body: bytes, *, etag: str, changed_at: datetime, content_type: str) -> Response:
    """The file for one person: kept by no shared cache, by no search engine, and its address is told to nobody."""
    answer = _answer(body, etag, changed_at, content_type, "private, no-cache")
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _answer(body: bytes, etag: str, changed_at: datetime, content_type: str, cache_control: str) -> Response:
    answer = Response(body, content_type=content_type)
    answer.set_etag(etag)
    answer.last_modified = changed_at
    answer.headers["Cache-Control"] = cache_control
    answer.make_conditional(request)
    return answer
