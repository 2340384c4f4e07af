"""Statements that pages ask again and again are built once for all readers, never once for each."""

import ast
from collections.abc import Iterator
from enum import StrEnum

import pytest
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import StatementError

from studyhub.circles import queries as circles
from studyhub.circles.models import Circle, Visibility
from studyhub.config import ROOT
from studyhub.db import db, kept
from studyhub.people.readers import read_by
from tests.cast import Cast


class Shade(StrEnum):
    """Something to choose by."""

    LIGHT = "light"
    DARK = "dark"


@kept
def _built(is_loud: bool, shade: Shade | None = None) -> list[object]:
    return [is_loud, shade]


@kept
def _of_both(those: tuple[object, ...]) -> list[object]:
    return [*those]


def test_what_is_built_is_kept_for_each_choice() -> None:
    assert _built(True, Shade.LIGHT) is _built(True, Shade.LIGHT)
    assert _built(True, Shade.LIGHT) == [True, Shade.LIGHT]
    assert _built(False, shade=Shade.DARK) == [False, Shade.DARK]


@pytest.mark.parametrize("reader", [7, "7", (7,)])
def test_a_reader_chooses_no_statement(reader: object) -> None:
    with pytest.raises(TypeError):
        _built(reader)  # type: ignore[arg-type]  # what is refused


def test_what_is_kept_chooses_between_statements() -> None:
    assert _of_both((_built, _of_both)) is _of_both((_built, _of_both))
    with pytest.raises(TypeError):
        _of_both((print,))


@pytest.mark.parametrize(
    "condition",
    [
        Circle.visibility == Visibility.PUBLIC,
        Circle.visibility != Visibility.PUBLIC,
        Circle.visibility.in_({Visibility.PUBLIC}),
        func.coalesce(Circle.visibility, Circle.visibility) == Visibility.PUBLIC,
    ],
)
def test_words_stand_in_the_statement_so_that_an_index_of_some_rows_serves_it(condition: ColumnElement[bool]) -> None:
    compiled = select(Circle.id).where(condition).compile()

    assert "'public'" in str(compiled)
    assert compiled.params == {}


def test_a_statement_about_a_reader_is_not_executed_without_one(cast: Cast) -> None:
    with pytest.raises(StatementError, match="reader"):
        db.session.scalars(circles.visible_to(cast.admin))


def test_one_statement_tells_each_reader_what_is_theirs(cast: Cast) -> None:
    circle = cast.new_circle(cast.aki, title="Only ours", visibility=Visibility.PARTICIPANTS)
    db.session.commit()
    rows = circles.visible_to(cast.aki).where(Circle.id == circle.id)

    assert db.session.scalars(rows, read_by(cast.aki)).all() == [circle]
    assert db.session.scalars(rows, read_by(cast.chika)).all() == []


def test_statements_kept_for_each_reader_are_found() -> None:
    planted = "@lru_cache(256)\ndef _rows(member_id: int) -> Select[int]: ..."

    assert _kept_by_functools(planted) == ["_rows"]


def test_no_function_keeps_statements_in_a_way_of_its_own() -> None:
    assert list(_kept_otherwise()) == []


def _kept_otherwise() -> Iterator[str]:
    for path in sorted((ROOT / "studyhub").rglob("*.py")):
        for name in _kept_by_functools(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(ROOT)}: {name}"


def _kept_by_functools(source: str) -> list[str]:
    """Functions that say they build a part of a statement, kept by another decorator than ours."""
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    return [node.name for node in functions if _builds(node) and "cache" in _decorators(node)]


def _builds(node: ast.FunctionDef) -> bool:
    said = ast.unparse(node.returns) if node.returns else ""
    return said.startswith(("Select", "ColumnElement", "Update", "Delete", "Insert", "Exists", "Subquery"))


def _decorators(node: ast.FunctionDef) -> str:
    return " ".join(map(ast.unparse, node.decorator_list))
