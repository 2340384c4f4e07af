"""What to say when something must be sent again, in a few seconds (503) or in some minutes (429)."""

import math
from datetime import timedelta
from typing import Any

from flask import Response, flash, make_response, render_template

from studyhub.db import db
from studyhub.web.guards import security_log
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext


def later_page(template: str, wait: timedelta, **context: Any) -> Response:
    """The page with its form, which says above in how many minutes the next try counts again."""
    # Counting took a lock; nobody waits for a page to be drawn.
    db.session.rollback()
    security_log.note("limit reached")
    flash(later_message(wait), "error")
    answer = make_response(render_template(template, **context), 429)
    answer.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return answer


def busy_message() -> str:
    """That too much is going on right now."""
    said: str = _("Too much is going on right now. Please try again in a few seconds.")
    return said


def later_message(wait: timedelta) -> str:
    """In how many minutes the next try counts again."""
    said: str = ngettext(
        "That was tried too often. Please try again in %(num)s minute.",
        "That was tried too often. Please try again in %(num)s minutes.",
        math.ceil(wait / timedelta(minutes=1)),
    )
    return said


def too_much_message(wait: timedelta) -> str:
    """That one person made very much within an hour, and in how many minutes they can go on."""
    said: str = ngettext(
        "That was very much for one hour. You can send this in %(num)s minute; what you typed stays here.",
        "That was very much for one hour. You can send this in %(num)s minutes; what you typed stays here.",
        math.ceil(wait / timedelta(minutes=1)),
    )
    return said
