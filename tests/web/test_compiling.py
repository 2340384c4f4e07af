"""Templates say the same as Jinja makes them say, whatever of them is settled when they are compiled."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import (
    DictLoader,
    Environment,
    StrictUndefined,
    UndefinedError,
    pass_context,
    pass_environment,
    pass_eval_context,
    select_autoescape,
)
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from markupsafe import Markup, escape

from studyhub.web.pages import compiling
from studyhub.web.pages.templating import _Environment
from studyhub.words.speaking import speaking
from tests.cast import Cast


class Drawing:
    """What says by itself how it looks on a page."""

    def __html__(self) -> str:
        return "<svg/>"

    def __str__(self) -> str:
        return "<never>"


class Loud(str):
    """Text of another kind."""

    __slots__ = ()

    def __str__(self) -> str:
        return f"{super().__str__()}<!>"


VALUES = st.one_of(
    st.text(),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.binary(),
    st.lists(st.text()),
    st.builds(Drawing),
)
MARKED = st.one_of(st.text().map(Markup), st.text().map(Loud))


@given(VALUES | MARKED)
def test_a_value_is_printed_as_markupsafe_escapes_it(value: object) -> None:
    assert str(compiling.printed(value)) == str(escape(value))


PARTS = {
    "name.html": "<i>{{ name }}</i>",
    "sets.html": "{% set name = 'inner' %}{{ name }}",
    "imports.html": "{% from 'macros.html' import said %}{{ said(name) }}",
    "nested.html": "[{% include 'name.html' %}{% include 'sets.html' %}]",
    "tree.html": "({{ tree.name }}{% for tree in tree.below %}{% include 'tree.html' %}{% endfor %})",
    "macros.html": "{% macro said(text, by='') %}<q>{{ text }}{% if by %} {{ by }}{% endif %}</q>{% endmacro %}"
    "{% macro around(text) %}<p>{{ text }}{{ caller() }}</p>{% endmacro %}"
    "{% macro every(what) %}{% for one in what %}{{ said(one) }}{% endfor %}{{ varargs }}{{ kwargs }}{% endmacro %}",
    "place.html": "{{ loop.index if loop is defined }}{{ caller() if caller is defined }}{{ varargs is defined }}",
    "blocks.html": "{% block body %}part{% endblock %}",
    "text.txt": "{{ name }}",
    "around.html": "{{ name }}{% include 'text.txt' %}",
    "layout.html": "<title>{% block title %}{% endblock %}</title>"
    "{% include 'name.html' %}{% block body %}{% endblock %}",
}
TEMPLATES = {
    "a value": "{{ name }}{{ 5 }}{{ none }}{{ true }}{{ drawing }}{{ name | upper }}{{ name ~ markup }}",
    "markup": "{{ markup }}{{ markup + name }}{{ name | safe }}{{ [markup, name] | join('<') }}",
    "not escaped": "{% autoescape false %}{{ name }}{% endautoescape %}{{ name }}",
    "escaped or not": "{% autoescape escapes %}{{ name }}{{ markup }}{% endautoescape %}",
    "set": "{% set said %}{{ name }}<b>{% endset %}{{ said }}{{ said | length }}",
    "filter": "{% filter upper %}{{ name }}{{ markup }}{% endfilter %}",
    "macro": "{% from 'macros.html' import said %}{{ said(name) }}{{ said(name, by=markup) }}{{ said(said(name)) }}",
    "macro of the page": "{% macro own(x) %}{{ x }}{{ name }}{% endmacro %}"
    "{{ own('<') }}{% for i in [1] %}{{ own(i) }}{% endfor %}",
    "macro around": "{% from 'macros.html' import around %}{% call around(name) %}{{ markup }}{{ name }}{% endcall %}",
    "macro with more": "{% import 'macros.html' as m %}{{ m.every([name, markup], 1, more=name) }}",
    "functions": "{{ plain(name) }}{{ name.upper() }}{{ with_context(1) }}{{ with_eval(2) }}{{ with_environment(3) }}"
    "{% for one in [4] %}{{ with_context(one) }}{{ plain(one, by=name) }}{% endfor %}{{ named() }}"
    "{{ range(2) | list }}",
    "part": "{% include 'name.html' %}{{ name }}",
    "part that sets": "{% include 'sets.html' %}{{ name }}",
    "part that imports": "{% include 'imports.html' %}",
    "part of a part": "{% with name = markup %}{% include 'nested.html' %}{% endwith %}{{ name }}",
    "part in a loop": "{% for name in [name, markup, 3] %}{% include 'name.html' %}{{ loop.index }}{% endfor %}",
    "part of its own": "{% include 'tree.html' %}",
    "part named anew": "{% for part in ['name.html', 'sets.html'] %}{% include part %}{% endfor %}",
    "part that may be missing": "{% include 'none.html' ignore missing %}{% include ['none.html', 'name.html'] %}",
    "part that knows nothing": "{% include 'macros.html' without context %}",
    "part before a name is set": "{% include 'name.html' %}{% set name = 'late' %}{{ name }}",
    "part in a loop before": "{% for one in [1] %}{% include 'name.html' %}{% endfor %}"
    "{% set name = 'late' %}{{ name }}",
    "part before an import": "{% include 'name.html' %}{% from 'macros.html' import said as name %}{{ name('x') }}",
    "part before a macro": "{% include 'nested.html' %}{% macro name() %}own{% endmacro %}{{ name() }}",
    "part between": "{% set name = 'early' %}{% include 'name.html' %}{% set name = 'late' %}{% include 'name.html' %}",
    "part that asks where it is": "{% for one in [1, 2] %}{% include 'place.html' %}{% endfor %}"
    "{% macro own() %}{% include 'place.html' %}{% endmacro %}{{ own() }}",
    "part with a block": "{% block body %}page{% endblock %}{% include 'blocks.html' %}{% include 'blocks.html' %}",
    "part with a layout": "{% include 'page' %}{{ name }}",
    "part that is not escaped": "{% include 'around.html' %}{% include 'text.txt' %}{{ name }}",
    "page": "{% extends 'layout.html' %}{% block title %}{{ name }}{% endblock %}"
    "{% block body %}{% set name = 'own' %}{% include 'name.html' %}{{ super() }}{% endblock %}",
}


def plain(text: object, by: str = "") -> str:
    return f"{text}<{by}>"


@pass_context
def with_context(context: Context, number: int) -> str:
    return f"{context['name']}{context.get('one')}{number}"


@pass_eval_context
def with_eval(context: EvalContext, number: int) -> str:
    return f"{context.autoescape}{number}"


@pass_environment
def with_environment(environment: Environment, number: int) -> str:
    return f"{environment.undefined}{number}"


class Named:
    @pass_context
    def __call__(self, context: Context) -> str:
        return f"{context['name']}"


VALUES_OF_A_PAGE: dict[str, Any] = {
    "plain": plain,
    "with_context": with_context,
    "with_eval": with_eval,
    "with_environment": with_environment,
    "named": Named(),
    "name": "<Aki & 'Botan'>",
    "markup": Markup("<b>x</b>"),
    "drawing": Drawing(),
    "escapes": True,
    "tree": {
        "name": "<1>",
        "below": [{"name": "2", "below": []}, {"name": "3", "below": [{"name": "4", "below": []}]}],
    },
}


MISSING = {
    "a name": "{{ missing }}",
    "a name in a part": "{% include 'name.html' %}",
    "a name for a macro": "{% from 'macros.html' import said %}{{ said(name) }}",
}


def environment(app: Flask, told: dict[str, str], *, auto_reload: bool = False) -> Environment:
    """The application's way to make templates, with these."""
    escaped = select_autoescape(disabled_extensions=["txt"], default=True)
    return _Environment(
        app, loader=DictLoader(told), autoescape=escaped, undefined=StrictUndefined, auto_reload=auto_reload
    )


@pytest.fixture
def ours(app: Flask) -> Iterator[Environment]:
    """The application's way to make templates, with those of this file."""
    with speaking("en", "Asia/Tokyo"):
        yield environment(app, PARTS | TEMPLATES | MISSING)


@pytest.fixture
def jinjas() -> Environment:
    """Jinja's own."""
    return Environment(
        loader=DictLoader(PARTS | TEMPLATES),
        autoescape=select_autoescape(disabled_extensions=["txt"], default=True),
        undefined=StrictUndefined,
    )


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_says_what_jinja_makes_it_say(ours: Environment, jinjas: Environment, name: str) -> None:
    said = [one.get_template(name).render(VALUES_OF_A_PAGE) for one in (ours, jinjas)]

    assert said[0] == said[1]
    assert said[0] or name == "part that knows nothing"


@pytest.mark.parametrize("name", MISSING)
def test_a_name_that_is_nothing_is_an_error(ours: Environment, name: str) -> None:
    with pytest.raises(UndefinedError):
        ours.get_template(name).render()


def test_what_fails_in_a_part_fails_in_the_line_that_includes_it(app: Flask) -> None:
    told = {"page": "one\ntwo\n{% include 'part' %}", "part": "1\n2\n3\n4\n5{{ missing }}"}
    with speaking("en", "Asia/Tokyo"), pytest.raises(UndefinedError) as error:
        environment(app, told).get_template("page").render()

    lines = [one.lineno + 1 for one in error.traceback if one.name == "top-level template code"]
    assert lines == [3]


def test_a_language_is_there_for_other_threads_once_it_is_whole(app: Flask) -> None:
    class Watched(dict[str, _Environment]):
        def __setitem__(self, language: str, whole: _Environment) -> None:
            assert whole.language == language
            super().__setitem__(language, whole)

    ours = environment(app, {"page": "here"})
    ours.__dict__["_speaking"] = Watched()

    with speaking("en", "Asia/Tokyo"):
        assert ours.get_template("page").render() == "here"


def test_whoever_writes_templates_sees_a_part_change(app: Flask) -> None:
    told = {"page": "{% include 'part' %}", "part": "old"}
    with speaking("en", "Asia/Tokyo"):
        ours = environment(app, told, auto_reload=True)
        assert ours.get_template("page").render() == "old"

        told["part"] = "new"

        assert ours.get_template("page").render() == "new"


@pytest.mark.parametrize("path", ["/", "/circles/", "/oncall/", "/inbox/"])
def test_a_page_is_the_same_with_its_parts_written_out_or_included(cast: Cast, path: str) -> None:
    browser = cast.browser(cast.aki)
    written_out = browser.get(path).text
    own = cast.app.jinja_env
    cast.app.jinja_env.auto_reload = True
    try:
        own.__dict__["_speaking"] = {}
        included = browser.get(path).text
    finally:
        own.auto_reload = False
        own.__dict__["_speaking"] = {}

    assert included == written_out
