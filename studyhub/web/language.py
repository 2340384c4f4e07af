"""Which language and zone a page speaks, and where its words come from: one .po file a feature and language."""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, request
from flask_babel import Babel, Domain, get_locale

from studyhub.people.auth import current_user_or_none
from studyhub.settings import organization

LANGUAGES = ("ja", "en")
COOKIE = "language"
_FOLDER = Path(__file__).parent.parent / "translations"


@cache
def _translations(language: str) -> NullTranslations:
    """All catalogs of a language in one, read straight from the .po files: nothing to compile, nothing to forget."""
    merged = Catalog(locale=language)
    for path in sorted((_FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and message.string:
                    merged[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return Translations(compiled)


class _Catalogs(Domain):  # type: ignore[misc]  # flask_babel is untyped
    def get_translations(self) -> NullTranslations:
        return _translations(str(get_locale() or "ja"))


def chosen_language() -> str:
    """The reader's setting, else their choice on this browser, else the browser's wish, else the organisation's."""
    user = current_user_or_none()
    if user and user.language in LANGUAGES:
        return user.language
    return wished_language() or organization.current().language


def wished_language() -> str | None:
    """The choice on this browser, else the browser's wish; None when neither says. Asks no database."""
    if (choice := request.cookies.get(COOKIE, "")) in LANGUAGES:
        return choice
    return request.accept_languages.best_match(LANGUAGES)


def init_app(app: Flask) -> None:
    """Let pages speak the reader's language."""
    babel = Babel(app, locale_selector=chosen_language)
    babel.domain_instance = _Catalogs()
