"""What a template always says is looked up when the template is compiled, once for each language, not at each page."""

import re
from collections.abc import Iterator
from typing import cast

from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from studyhub.words.language import Said, said_in

# What a value may be filled in for; numbers that are formatted (%(count)d) are left to `%`.
_HOLE = re.compile(r"%\((\w+)\)s")
_OTHER_HOLE = re.compile(r"%(?!\(\w+\)s)")


def fold(template: nodes.Template, language: str, *, is_html: bool) -> nodes.Template:
    """The template with its words in this language, ja or en, in the place of the calls that ask for them.

    Jinja then makes one string of a sentence and the markup around it. What is filled in stays where the sentence has
    it, and is escaped as all else that a template prints. Calls whose words are not known yet stay as they are.
    """
    return cast(nodes.Template, _Folder(language, is_html=is_html).visit(template))


class _Folder(NodeTransformer):
    def __init__(self, language: str, *, is_html: bool) -> None:
        self._language, self._is_html = language, is_html

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802 -- the visitor finds it by this name
        """Of a sentence that is printed, each part is printed for itself."""
        parts: list[nodes.Expr] = []
        for child in node.nodes:
            found = self._parts(child) if isinstance(child, nodes.Call) else None
            parts += [cast(nodes.Expr, self.visit(child))] if found is None else found
        node.nodes = parts
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 -- likewise
        """A sentence that is handed on is put together first."""
        parts = self._parts(node)
        if parts is None:
            return cast(nodes.Expr, self.generic_visit(node))
        return parts[0] if len(parts) == 1 else nodes.Concat(parts, lineno=node.lineno)

    def _parts(self, call: nodes.Call) -> list[nodes.Expr] | None:
        said = _said(call)
        if said is None or (text := said_in(self._language, said)) is None:
            return None
        values = {one.key: one.value for one in call.kwargs} | _number(call)
        if "%" not in text:
            return [self._words(text, call)]
        holes = _HOLE.findall(text)
        if _OTHER_HOLE.search(text) or len(holes) != len(set(holes)) or not values.keys() >= set(holes):
            return None
        return list(self._filled(text, values, call))

    def _filled(self, text: str, values: dict[str, nodes.Expr], call: nodes.Call) -> Iterator[nodes.Expr]:
        for place, part in enumerate(_HOLE.split(text)):
            if place % 2:
                yield cast(nodes.Expr, self.visit(values[part]))
            elif part or not place:
                # The first part, even if it is empty: what is put together is markup, as the sentence was.
                yield self._words(part, call)

    def _words(self, text: str, call: nodes.Call) -> nodes.Expr:
        said = Markup(text) if self._is_html else text  # noqa: S704 -- our own words; what is filled in is escaped
        return nodes.Const(said, lineno=call.lineno)


def _said(call: nodes.Call) -> Said | None:
    """What is asked for, if it is known already."""
    if not isinstance(call.node, nodes.Name) or call.dyn_args or call.dyn_kwargs:
        return None
    asked, given = call.node.name, [one.value for one in call.args if isinstance(one, nodes.Const)]
    if len(given) != len(call.args) - (asked == "ngettext"):
        return None
    match asked, given:
        case (("_" | "gettext"), [text]):
            return Said(text)
        case "pgettext", [about, text]:
            return Said(text, about=about)
        case "ngettext", [one, many]:
            return Said(one, many=many)
    return None


def _number(call: nodes.Call) -> dict[str, nodes.Expr]:
    return {"num": call.args[2]} if isinstance(call.node, nodes.Name) and call.node.name == "ngettext" else {}
