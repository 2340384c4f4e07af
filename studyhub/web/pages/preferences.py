"""Language and theme, chosen on this browser; a signed-in person's language goes with them."""

from flask import Blueprint, abort, redirect, request
from werkzeug import Response

from studyhub.db import db
from studyhub.web.guards.auth import current_user_or_none
from studyhub.web.pages import cookies, language, theme
from studyhub.web.pages.addresses import safe_next
from studyhub.words.language import LANGUAGES

bp = Blueprint("preferences", __name__)


def _keep(name: str, value: str) -> Response:
    answer = redirect(safe_next(request.form.get("next")), 303)
    cookies.keep(answer, name, value)
    return answer


@bp.post("/language")
def update_language() -> Response:
    """Speak another language from now on."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        abort(400)
    if user := current_user_or_none():
        user.language = chosen
        db.session.commit()
    return _keep(language.COOKIE, chosen)


@bp.post("/theme")
def update_theme() -> Response:
    """Show light or dark from now on, or as the system does."""
    chosen = request.form.get("theme", "")
    if chosen not in theme.THEMES:
        abort(400)
    return _keep(theme.COOKIE, chosen)
