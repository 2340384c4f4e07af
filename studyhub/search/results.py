"""One page of what a search found, with the number of finds of each kind."""

from collections.abc import Iterable, Mapping, Sequence
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
    rows = {one: found for one in ordered if (found := one.rows(user, wanted)) is not None}
    offset, reader = (page - 1) * PAGE_SIZE, read_by(user)
    # Mostly what is looked for is of the first kind: its texts, which are long, are read once, to count them too.
    shown = next((one for one in rows if one.name == kind), next(iter(rows)))
    ids, count = _page_of(rows[shown], shown.model, offset, reader)
    counts = _counts({one: found for one, found in rows.items() if one is not shown or count is None}, reader)
    if count is not None:
        counts[shown] = count
    elif kind is None and (other := next((one for one in rows if counts[one]), None)) not in {None, shown}:
        shown = other
        ids, _count = _page_of(rows[shown], shown.model, offset, reader)
    hits = shown.hits(_of(rows[shown], shown.model, ids, reader), wanted.words)
    return Found([(one, counts[one]) for one in rows], shown, hits, counts[shown] > offset + PAGE_SIZE)


def _page_of(rows: Select[Any], model: Any, offset: int, reader: dict[str, Any]) -> tuple[list[int], int | None]:
    """The ids of a page's rows, and how many rows there are in all; None where the page is behind the last of them."""
    found = rows.with_only_columns(model.id, func.count().over()).offset(offset).limit(PAGE_SIZE)
    page = db.session.execute(found, reader).all()
    return [id_ for id_, _count in page], page[0][1] if page else None


def _counts(rows: Mapping[Searched, Select[Any]], reader: dict[str, Any]) -> dict[Searched, int]:
    """How many each kind has, by one statement."""
    if not rows:
        return {}
    counted = [
        select(func.count()).select_from(found.with_only_columns(one.model.id).order_by(None).subquery())
        for one, found in rows.items()
    ]
    answers = db.session.execute(select(*(count.scalar_subquery() for count in counted)), reader).one()
    return dict(zip(rows, answers, strict=True))


def _of(rows: Select[Any], model: Any, ids: Sequence[int], reader: dict[str, Any]) -> Sequence[Any]:
    """The rows of a page, in their order."""
    return db.session.execute(rows.where(model.id.in_(ids)), reader).all() if ids else []
