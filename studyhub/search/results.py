"""One page of what a search found, with the number of finds of each kind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from studyhub.db import db
from studyhub.people.models import User
from studyhub.people.readers import read_by
from studyhub.search.kinds import Searched
from studyhub.text.wanted import Wanted

PAGE_SIZE = 20


@dataclass(frozen=True)
class Found:
    """`counts` has the kinds this reader may look for, in the order of the tabs; `hits` are those of one kind."""

    counts: Sequence[tuple[Searched, int]]
    kind: Searched
    hits: Sequence[Any]
    has_next: bool


def find(user: User | None, wanted: Wanted, kinds: Iterable[Searched], *, kind: str | None, page: int) -> Found:
    """A page of what the reader may see; without a kind, of the first that has any."""
    ordered = sorted(kinds, key=lambda one: one.rank)
    rows = [(one, found) for one in ordered if (found := one.rows(user, wanted)) is not None]
    counts = [(one, _count(found, one.model, user)) for one, found in rows]
    shown = _named(kind, counts) or next((one for one, count in counts if count), counts[0][0])
    offset = (page - 1) * PAGE_SIZE
    wanted_rows = dict(rows)[shown].offset(offset).limit(PAGE_SIZE)
    hits = shown.hits(db.session.execute(wanted_rows, read_by(user)).all(), wanted.words)
    return Found(counts, shown, hits, dict(counts)[shown] > offset + PAGE_SIZE)


def _named(name: str | None, counts: Sequence[tuple[Searched, int]]) -> Searched | None:
    return next((kind for kind, _count in counts if kind.name == name), None)


def _count(rows: Select[Any], model: Any, reader: User | None) -> int:
    ids = rows.with_only_columns(model.id).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(ids), read_by(reader)) or 0
