"""Pages that ask the database nothing and cost little."""

import math
from datetime import timedelta
from typing import Any

from flask import Response, current_app, make_response
from flask_babel import force_locale

from studyhub.web.pages import language
from studyhub.web.pages.theme import chosen_theme
from studyhub.words.language import LANGUAGES


def bare_page(template: str, status: int, *, retry_after: timedelta | None = None, **context: Any) -> Response:
    """A page made of a template that extends bare.html, in the language of this browser."""
    # Nobody but the browser can be asked.
    spoken = language.wished_language() or LANGUAGES[0]
    with force_locale(spoken):
        # Not render_template: what it adds to every page is read from the database.
        html = current_app.jinja_env.get_template(template).render(language=spoken, theme=chosen_theme(), **context)
    page = make_response(html, status)
    if retry_after is not None:
        page.headers["Retry-After"] = str(math.ceil(retry_after.total_seconds()))
    page.headers["Cache-Control"] = "no-store"
    return page
