"""What a template always says is in it when it is compiled, in each language."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask_babel import force_locale
from jinja2 import DictLoader, Environment
from jinja2.exceptions import UndefinedError
from markupsafe import Markup

from studyhub.words.language import LANGUAGES

# Each way to say something: (the template, its values).
WAYS: dict[str, tuple[str, dict[str, object]]] = {
    "alone": ('<p>{{ _("Search") }}</p>', {}),
    "by its other name": ('{{ gettext("Search") }}', {}),
    "about": ('{{ pgettext("action", "Open") }}', {}),
    "with a name": ('<b>{{ _("Menu of %(name)s", name=name) }}</b>', {"name": "<Mio> & Co"}),
    "with markup": ('{{ _("Menu of %(name)s", name=name) }}', {"name": Markup("<i>Mio</i>")}),
    "with what is computed": ('{{ _("Menu of %(name)s", name=(names | first) ~ "!") }}', {"names": ["Mio"]}),
    "with words in words": ('{{ _("Menu of %(name)s", name=_("Search")) }}', {}),
    "none": ('{{ ngettext("%(num)s page", "%(num)s pages", pages) }}', {"pages": 0}),
    "one": ('{{ ngettext("%(num)s page", "%(num)s pages", pages) }}', {"pages": 1}),
    "many": ('{{ ngettext("%(num)s page", "%(num)s pages", pages) }}', {"pages": 12}),
    "in an attribute": ("""<p title="{{ _('Menu of %(name)s', name=name) }}">""", {"name": '" onclick="x'}),
    "handed to a macro": ('{% macro said(what) %}<b>{{ what }}</b>{% endmacro %}{{ said(_("Search")) }}', {}),
    "a sentence handed on": ('{% set it = _("Menu of %(name)s", name=who) %}{{ it }}{{ it | length }}', {"who": "<M>"}),
    "either": ('{{ _("Search") if is_open else _("Sign in") }}', {"is_open": False}),
    "joined": ('{{ [_("Search"), _("Sign in")] | join(" ") }}', {}),
    "not known before": ("{{ _(what) }}", {"what": "Search"}),
}


def folded(env: Environment, way: str, *, kind: str = "html") -> str:
    """What a template says whose words were put in when it was compiled."""
    return env.get_template(f"{way}.{kind}").render(WAYS[way][1])


def looked_up(env: Environment, way: str) -> str:
    """What it says where each word is looked up when it is asked for."""
    return env.from_string(WAYS[way][0]).render(WAYS[way][1])


def ask_nobody(*_args: object, **_values: object) -> str:
    raise AssertionError("A word was looked up while a page was made.")


@pytest.fixture
def env(new_app: Callable[[str], Flask]) -> Iterator[Environment]:
    """An environment of templates as the application's, with these templates, while a page is asked for."""
    app = new_app("sqlite")
    loader = DictLoader({f"{way}.{kind}": said for way, (said, _values) in WAYS.items() for kind in ("html", "txt")})
    made = type(app.jinja_env)(
        app, loader=loader, autoescape=app.select_jinja_autoescape, undefined=app.jinja_env.undefined
    )
    made.globals |= app.jinja_env.globals
    with app.test_request_context("/"):
        yield made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", WAYS)
def test_a_template_says_what_looking_each_word_up_would_say(env: Environment, way: str, language: str) -> None:
    with force_locale(language):
        assert folded(env, way) == looked_up(env, way)


@pytest.mark.parametrize("way", [way for way in WAYS if way != "not known before"])
def test_words_are_looked_up_when_a_template_is_compiled(env: Environment, way: str) -> None:
    names = dict.fromkeys(("_", "gettext", "ngettext", "pgettext"), ask_nobody)
    with force_locale("ja"):
        expected = looked_up(env, way)
        env.globals |= names

        assert folded(env, way) == expected


def test_each_language_has_its_own(env: Environment) -> None:
    said = set()
    for language in LANGUAGES:
        with force_locale(language):
            said.add(folded(env, "alone"))

    assert said == {"<p>検索</p>", "<p>Search</p>"}


def test_plain_text_is_not_escaped(env: Environment) -> None:
    with force_locale("en"):
        assert folded(env, "with a name", kind="txt") == "<b>Menu of <Mio> & Co</b>"


def test_a_value_that_is_missing_is_told(env: Environment) -> None:
    with pytest.raises(UndefinedError, match="name"):
        env.get_template("with a name.html").render()
