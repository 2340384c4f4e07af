"""503: a page as it was, with what was typed, to be sent again in a few seconds."""

from typing import Any

from flask import Response, flash, make_response, render_template
from flask_babel import gettext as _

from studyhub.web.errors import RETRY_SECONDS


def busy_page(template: str, **context: Any) -> Response:
    """The page with its form, which says above that too much is going on."""
    flash(_("Too much is going on right now. Please try again in a few seconds."), "error")
    answer = make_response(render_template(template, **context), 503)
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer
