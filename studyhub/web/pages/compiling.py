"""What of a template is settled when it is compiled, so that no page does it anew."""

from collections.abc import Callable
from types import FunctionType, MethodType
from typing import Any, cast

from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escape_text  # type: ignore[attr-defined] # what `escape` is made of

Read = Callable[[str], nodes.Template]
PLAIN = frozenset({FunctionType, MethodType})


def printed(value: Any) -> str:
    """What a template prints of a value: as `markupsafe.escape` has it, markup as it is, but as text."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return] # it is text
    if kind is str:
        return escape_text(value)
    return str(value) if kind is int else escape(value)


class PrintedAsText(CodeGenerator):
    """Jinja makes markup of each piece that is printed, and then text of all: this makes text at once.

    The environment has to have `printed`.
    """

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.printed(")


class CallsAtOnce(Context):
    """Calls macros and plain functions for what they are, where Jinja looks at what it calls for what that may take."""

    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls."""
        kind = type(called)
        if kind is not Macro and (kind not in PLAIN or hasattr(called, "jinja_pass_arg")):
            return super().call(called, *args, **kwargs)
        # Jinja's own notes, for functions that take the whole context.
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(self.eval_ctx, *args, **kwargs) if kind is Macro else called(*args, **kwargs)


class OneOfManyNames(Template):
    """Gives its macros away as they are: all templates have the same names, which Jinja compares at each import."""

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        return super()._get_default_module()


def with_parts(template: nodes.Template, read: Read) -> nodes.Template:
    """The template with what it includes written out where it stands, as `read` finds it by its name.

    Each inclusion makes a context of its own of all names there are, which takes longer than most parts. What a part
    sets stays its own. A part that is named anew at each page, or includes itself, stays an inclusion.
    """
    return cast(nodes.Template, _Including(read).visit(template))


class _Including(NodeTransformer):
    def __init__(self, read: Read) -> None:
        self._read = read
        self._around: list[str] = []

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 -- the visitor finds it by this name
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        if not isinstance(name, str) or name in self._around or node.ignore_missing or not node.with_context:
            return node
        self._around.append(name)
        part = self.visit(self._read(name))
        self._around.pop()
        return nodes.Scope(part.body, lineno=node.lineno)
