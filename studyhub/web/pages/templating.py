"""How templates are put together."""

from collections.abc import MutableMapping
from typing import Any, Self, cast

from flask import Flask
from flask.sansio.app import App
from flask.templating import Environment
from jinja2 import BaseLoader, StrictUndefined, Template, nodes

from studyhub.web.pages import compiling
from studyhub.words.folding import fold
from studyhub.words.language import spoken


class _Environment(Environment):
    """Compiles each template once for each language, with its words and parts in it.

    It gives all templates the same names, where Jinja lays a map of its own over them for each: whenever a template
    imports macros, Jinja compares the names of both, and a page imports two dozen times. Between plain dictionaries
    that takes a thirtieth of what it takes between such maps.
    """

    code_generator_class = compiling.PrintedAsText
    context_class = compiling.CallsAtOnce
    template_class = compiling.OneOfManyNames
    printed = staticmethod(compiling.printed)
    language: str | None = None

    def __init__(self, app: App, **options: Any) -> None:
        super().__init__(app, **options)
        self._speaking: dict[str, Self] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 -- Jinja's name
    ) -> Template:
        """In the language that is spoken now; templates that a template names are in its own."""
        if self.language is None:
            return self._in(spoken()).get_template(name, parent, globals)
        return super().get_template(name, parent, globals)

    def _in(self, language: str) -> Self:
        if language not in self._speaking:
            own = self.overlay(cache_size=-1)
            own.language = language
            # Only now: another thread takes what it finds here.
            self._speaking[language] = own
        return self._speaking[language]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        if self.language is None:
            return parsed
        is_html = self._is_html(name)

        def read(part: str) -> nodes.Template | None:
            # A page escapes what it prints, a mail does not: each part as its own name has it.
            return self._read(part) if self._is_html(part) is is_html else None

        # Whoever writes templates wants to see what they change, and the lines of the file in which something failed.
        whole = parsed if self.auto_reload else compiling.with_parts(parsed, read)
        return fold(whole, self.language, is_html=is_html)

    def _is_html(self, name: str | None) -> bool:
        return self.autoescape(name) if callable(self.autoescape) else self.autoescape

    def _read(self, name: str) -> nodes.Template:
        source, filename, _is_up_to_date = cast(BaseLoader, self.loader).get_source(self, name)
        return super()._parse(source, name, filename)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def init_app(app: Flask) -> None:
    """Set up the environment of templates; before anything else is added to it."""
    app.jinja_environment = _Environment
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
