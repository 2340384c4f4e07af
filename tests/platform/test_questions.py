"""The database is asked where one looks for it: in queries and by what keeps rules, never by what shows and takes."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from studyhub.config import ROOT

STUDYHUB = ROOT / "studyhub"
# What shows and takes: a question in here would be one that no rule of visibility is beside.
FILES = ("views.py", "cli.py", "forms.py", "fields.py", "messages.py", "rules.py")
EDGE = {*FILES, "views", "forms", "words", "pages", "answers"}


def at_the_edge() -> Iterator[Path]:
    """Every module that shows or takes something, or only computes."""
    return (path for path in STUDYHUB.rglob("*.py") if set(path.relative_to(STUDYHUB).parts) & EDGE)


def questions(path: Path) -> Iterator[str]:
    """The lines in which a module begins a statement that reads."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"select", "db.select", "sqlalchemy.select"}:
            yield f"{path.relative_to(STUDYHUB)}:{node.lineno}"


def test_what_shows_and_takes_asks_by_named_queries() -> None:
    modules = list(at_the_edge())

    assert len(modules) > 100
    assert [line for path in modules for line in questions(path)] == []


@pytest.mark.parametrize(
    "words", ["left_at.is_(None)", "merged_into_id.is_(None), Chapter", "is not None and user.is_member"]
)
def test_what_has_a_name_is_asked_by_it(words: str) -> None:
    named_in = {"models.py", "readers.py"}

    found = [path for path in STUDYHUB.rglob("*.py") if path.name not in named_in and words in path.read_text("utf-8")]

    assert found == []
