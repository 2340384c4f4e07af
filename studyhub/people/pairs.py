"""Finding what one person has twice."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

Row = TypeVar("Row")


def pairs(rows: Iterable[Row], key: Callable[[Row], Hashable]) -> list[tuple[Row, Row]]:
    """Each row beside the first one with the same key; rows that have a key to themselves are left out."""
    first: dict[Hashable, Row] = {}
    found = []
    for row in rows:
        kept = first.setdefault(key(row), row)
        if kept is not row:
            found.append((kept, row))
    return found
