"""Where the words of a page come from, one .po file a feature and language, and which language is spoken now."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g
from flask_babel import Babel, Domain, get_locale
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

LANGUAGES = ("ja", "en")
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
        return present()


def present() -> NullTranslations:
    """The catalog of the language that is spoken now."""
    return _translations(spoken())


def spoken() -> str:
    """The language that is spoken now, ja or en."""
    try:
        # Where Flask-Babel keeps what it found out, until the request ends or another language is forced.
        # Past the proxy at once: a page asks for hundreds of words.
        locale = g._get_current_object()._flask_babel.babel_locale or get_locale()
    except (AttributeError, RuntimeError):
        # Nobody asked before, or nothing is going on at all.
        locale = get_locale()
    return str(locale.language) if locale else "ja"


class Said(NamedTuple):
    """A message in English: with its plural, if it counts; about what it is, if one word is two in Japanese."""

    text: str
    many: str = ""
    about: str = ""


def said_in(language: str, said: Said) -> str | None:
    """A message in this language, with its holes; None where only its number says which form it takes."""
    catalog = _translations(language)
    if said.many:
        forms = {catalog.ungettext(said.text, said.many, number) for number in (0, 1, 2)}
        return forms.pop() if len(forms) == 1 else None
    return str(catalog.upgettext(said.about, said.text)) if said.about else catalog.ugettext(said.text)


@pass_eval_context
def _gettext(context: EvalContext, text: str, **variables: object) -> str:
    """What templates call `_`. Flask-Babel's own way there is ten times as long, and a page says hundreds of things."""
    if not variables:
        return _said(spoken(), text, is_html=context.autoescape)
    return _filled_in(present().ugettext(text), variables, is_html=context.autoescape)


@lru_cache(8192)
def _said(language: str, text: str, *, is_html: bool) -> str:
    """What is the same each time, for nothing is filled in: most of what a page says, a hundred times."""
    return _filled_in(_translations(language).ugettext(text), {}, is_html=is_html)


@pass_eval_context
def _ngettext(context: EvalContext, one: str, many: str, num: int, **variables: object) -> str:
    said = present().ungettext(one, many, num)
    return _filled_in(said, {"num": num, **variables}, is_html=context.autoescape)


@pass_eval_context
def _pgettext(context: EvalContext, about: str, text: str, **variables: object) -> str:
    said = present().upgettext(about, text)
    return _filled_in(str(said), {"context": about, **variables}, is_html=context.autoescape)


def _filled_in(text: str, variables: Mapping[str, object], *, is_html: bool) -> str:
    if "%" in text:
        text = text % ({name: escape(value) for name, value in variables.items()} if is_html else variables)
    return Markup(text) if is_html else text  # noqa: S704 -- our own words; what is filled in is escaped


def sentences(said: Iterable[str]) -> Markup:
    """Sentences one after the other, the empty ones left out: a space stands between English ones, none in Japanese."""
    gap = Markup() if spoken() == "ja" else Markup(" ")
    return gap.join(filter(None, said))


def in_a_line(said: Iterable[str]) -> Markup:
    """What stands side by side with dots between, the empty ones left out."""
    return Markup(" ・ ").join(filter(None, said))


def init_app(app: Flask, chosen: Callable[[], str]) -> None:
    """Let the application speak the language that is `chosen` for whoever reads."""
    # Made once: Babel looks on the disk whether there is such a language, each time it is told its name.
    locales = {language: Locale(language) for language in LANGUAGES}
    babel = Babel(app, locale_selector=lambda: locales[chosen()])
    babel.domain_instance = _Catalogs()
    app.jinja_env.globals |= {"_": _gettext, "gettext": _gettext, "ngettext": _ngettext, "pgettext": _pgettext}
    app.add_template_filter(sentences)
    app.add_template_filter(in_a_line)
