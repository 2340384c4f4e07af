"""Rows that are only shown: their models, filled from columns, without what SQLAlchemy keeps of a row to write it.

That is two thirds of such a question: getting ready for each column of a table and of each that is joined to it, at
each execution, and a state for each row. What is read here has its model's attributes and properties and nothing else:
an attribute that was not read, setting one, and adding the row to a session raise UnmappedInstanceError or
AttributeError.

    QUIRK = Shown(Quirk, Quirk.id, Quirk.service_id, head=Shown(QuirkRevision, QuirkRevision.id, QuirkRevision.title))

    @kept
    def _quirks() -> Select[*tuple[Any, ...]]:
        return QUIRK.select().where(Quirk.retired_at.is_(None))

    quirks = QUIRK.read(_quirks())
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

from studyhub.db import db

Model = TypeVar("Model")
Other = TypeVar("Other")


class Shown(Generic[Model]):
    """How a row is read: those of its columns that are named, its id first (none named: all), and what it points at.

    What it points at is found by the model's relationship of that name and may be missing, as with an outer join.
    """

    def __init__(self, model: type[Model], *only: Any, **related: "Shown[Any]") -> None:
        self._model, self._only, self._related = model, only, related
        self._entity: Any = model

    @cached_property
    def _names(self) -> tuple[str, ...]:
        table: Any = self._model
        return tuple(one.key for one in self._only or table.__table__.columns)

    @cached_property
    def _parts(self) -> list[tuple[str, "Shown[Any]", int]]:
        """What it points at, each under a name of its own in the statement, and how many columns stand before."""
        parts, width = [], len(self._names)
        for name, kind in self._related.items():
            part: Shown[Any] = Shown(kind._model, *kind._only, **kind._related)
            part._entity = aliased(kind._model)
            parts.append((name, part, width))
            width += part.width
        return parts

    @cached_property
    def width(self) -> int:
        """How many columns it has in a statement, with those of what it points at."""
        return len(self._names) + sum(part.width for _name, part, _at in self._parts)

    @property
    def columns(self) -> list[Any]:
        """What a statement selects for it; `joined` adds where they come from."""
        own = [getattr(self._entity, name) for name in self._names]
        return own + [column for _name, part, _at in self._parts for column in part.columns]

    def joined(self, rows: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """A statement that has the model, with what it points at."""
        for name, part, _at in self._parts:
            rows = part.joined(rows.outerjoin(getattr(self._entity, name).of_type(part._entity)))
        return rows

    def select(self) -> Select[*tuple[Any, ...]]:
        """All rows of the model with what they point at."""
        return self.joined(select(*self.columns).select_from(self._model))

    def with_more(
        self, rows: Select[*tuple[Any, ...]], asked: dict[str, Any] | None = None, **given: Any
    ) -> list[tuple[Model, tuple[Any, ...]]]:
        """Of a statement that selects its columns and more: each with the values of those.

        `given` is what all of them point at, where that was read before.
        """
        known: dict[Any, Any] = {}
        found = []
        for row in self._rows(rows, asked):
            one = self._made(row, 0, known)
            one.__dict__.update(given)
            found.append((one, row[self.width :]))
        return found

    def read(self, rows: Select[*tuple[Any, ...]], asked: dict[str, Any] | None = None) -> list[Model]:
        """What a statement made by `select` finds."""
        known: dict[Any, Any] = {}
        return [self._made(row, 0, known) for row in self._rows(rows, asked)]

    def first(self, rows: Select[*tuple[Any, ...]], asked: dict[str, Any] | None = None) -> Model | None:
        """The first that a statement made by `select` finds, if any."""
        row = db.session.execute(rows, asked).first()
        return None if row is None else self._made(row, 0, {})

    def beside(
        self, other: "Shown[Other]", rows: Select[*tuple[Any, ...]], asked: dict[str, Any]
    ) -> list[tuple[Model, Other | None]]:
        """Of a statement that selects the columns of both: each with the other, which may be missing."""
        known: dict[Any, Any] = {}
        found = self._rows(rows, asked)
        return [(self._made(row, 0, known), other._made(row, self.width, known)) for row in found]

    def at(self, row: Row[*tuple[Any, ...]], place: int) -> Model | None:
        """What stands in a row from this place on, of a statement that selects its columns there; None if nothing."""
        return cast(Model | None, self._made(row, place, {}))

    def _rows(self, rows: Select[*tuple[Any, ...]], asked: dict[str, Any] | None) -> Sequence[Row[*tuple[Any, ...]]]:
        # All at once: fetched one by one, each takes as long again.
        return db.session.execute(rows, asked).all()

    def _made(self, row: Row[*tuple[Any, ...]], at: int, known: dict[Any, Any]) -> Any:
        """The row's, None where it has none; a row that was read before is the same one."""
        key = self, row[at]
        if row[at] is None or key in known:
            return known.get(key)
        one = known[key] = self._model.__new__(self._model)
        values = one.__dict__
        values.update(zip(self._names, row[at : at + len(self._names)], strict=True))
        for name, part, before in self._parts:
            values[name] = part._made(row, at + before, known)
        return one
