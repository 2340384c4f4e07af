"""Which language and zone a page speaks: its reader's."""

from flask import Flask, request

from studyhub.outages.kinds import is_outage
from studyhub.settings import organization
from studyhub.web.guards.auth import current_user_or_none
from studyhub.web.pages import cookies
from studyhub.words import dates, language, names
from studyhub.words.language import LANGUAGES

COOKIE = "language"


def chosen_language() -> str:
    """The reader's setting, else their choice on this browser, else the browser's wish, else the organisation's."""
    try:
        user = current_user_or_none()
        if user and user.language in LANGUAGES:
            return user.language
        return wished_language() or organization.current().language
    except Exception as error:
        # A sentence that says what is wrong is needed most then.
        if not is_outage(error):
            raise
        return wished_language() or LANGUAGES[0]


def wished_language() -> str | None:
    """The choice on this browser, else the browser's wish; None when neither says. Asks no database."""
    if (choice := cookies.read(COOKIE)) in LANGUAGES:
        return choice
    return request.accept_languages.best_match(LANGUAGES)


def _zone() -> str:
    """The reader's own zone, else the organisation's."""
    user = current_user_or_none()
    return (user.time_zone if user else None) or organization.current().time_zone


def init_app(app: Flask) -> None:
    """Let pages speak the reader's language, and show times in their zone."""
    language.init_app(app, chosen_language)
    dates.init_app(app, _zone)
    names.init_app(app)
