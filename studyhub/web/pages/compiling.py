"""What of a template is settled when it is compiled, so that no page does it anew."""

from collections.abc import Callable
from types import FunctionType, MethodType
from typing import Any, cast

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.meta import TrackingCodeGenerator
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escape_text  # type: ignore[attr-defined] # what `escape` is made of

Read = Callable[[str], nodes.Template | None]
PLAIN = frozenset({FunctionType, MethodType})
# What is another thing in each loop, macro or block.
_OF_THE_PLACE = frozenset({"caller", "kwargs", "loop", "super", "varargs"})
_SETTING = (nodes.Assign, nodes.AssignBlock, nodes.FromImport, nodes.Import, nodes.Macro)


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
    sets stays its own. Where writing it out would say something else, or `read` hands out nothing, it stays an
    inclusion: so does what is named anew at each page, or includes itself. Whatever fails in a part fails in the line
    that includes it.
    """
    return cast(nodes.Template, _Including(template, read).visit(template))


class _Including(NodeTransformer):
    def __init__(self, template: nodes.Template, read: Read, around: tuple[str, ...] = ()) -> None:
        self._read, self._around = read, around
        self._set_behind = _set_behind(template)

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 -- the visitor finds it by this name
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        if not isinstance(name, str) or name in self._around or node.ignore_missing or not node.with_context:
            return node
        part = self._read(name)
        # A page has each block once, and its own layout.
        if part is None or part.find(nodes.Block) or part.find(nodes.Extends):
            return node
        whole = _Including(part, self._read, (*self._around, name)).visit(part)
        elsewhere = self._set_behind[node] | _OF_THE_PLACE
        named = {one.name for one in whole.find_all(nodes.Name)}
        # What a part does not name at all it does not read; only for the rest it is worth to look at its scopes.
        if not named.isdisjoint(elsewhere) and not _read_in(whole).isdisjoint(elsewhere):
            return node
        return nodes.Scope(whole.body, lineno=node.lineno).set_lineno(node.lineno, override=True)


def _set_behind(template: nodes.Template) -> dict[nodes.Include, set[str]]:
    """For each inclusion the names that its template sets behind it: to Jinja they are nothing before, wherever else
    they come from, but to a part that is included they are what the page was given.
    """
    behind: dict[nodes.Include, set[str]] = {}
    names: set[str] = set()
    for node in reversed(list(template.find_all((nodes.Include, *_SETTING)))):
        if isinstance(node, nodes.Include):
            behind[node] = set(names)
        else:
            names |= _set_by(node)
    return behind


def _set_by(node: nodes.Node) -> set[str]:
    match node:
        case nodes.Macro():
            return {node.name}
        case nodes.Import():
            return {node.target}
        case nodes.FromImport():
            return {name if isinstance(name, str) else name[1] for name in node.names}
    return {name.name for name in node.find_all(nodes.Name) if name.ctx == "store"}


def _read_in(part: nodes.Template) -> set[str]:
    """The names that a part takes from around it."""
    reading = _Reading(cast(Environment, part.environment))
    reading.visit(part)
    return reading.names


class _Reading(TrackingCodeGenerator):
    """Jinja's, which leaves out what all templates know, for a page may set that too."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.names: set[str] = set()

    def enter_frame(self, frame: Frame) -> None:
        super().enter_frame(frame)
        self.names |= {param for action, param in frame.symbols.loads.values() if action == VAR_LOAD_RESOLVE and param}
