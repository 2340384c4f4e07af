"""Pieces of pages that scripts ask for again and again: 304 while nothing has changed, and never a cookie."""

from collections.abc import Callable

from flask import Response, request
from flask_babel import get_locale

from studyhub.web.answers import file_answers


def live_answer(step: str, write: Callable[[], str], *, content_type: str = "text/html; charset=utf-8") -> Response:
    """What `write` says, with `step` as its tag; 304 without asking it for whoever names that tag."""
    file_answers.send_no_cookie()
    answer = Response(content_type=content_type)
    answer.set_etag(f"{step}-{get_locale()}")
    # The script keeps what it was given, and asks with its tag; no browser need store it.
    answer.headers["Cache-Control"] = "no-store"
    if request.if_none_match.contains(answer.get_etag()[0] or ""):
        answer.status_code = 304
    else:
        answer.set_data(write())
    return answer
