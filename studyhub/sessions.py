"""Asking for columns without what SQLAlchemy does for rows of tables: that is more than half of such a question.

Its session gets ready for whole rows at each execution, whether a statement selects any or not: 40 µs instead of 15,
eight times on the page of a note. A statement of columns alone may be asked of the session's connection, which answers
the same; so may one that changes a table.
"""

from typing import Any

from flask_sqlalchemy.session import Session as _Session
from sqlalchemy import ColumnElement, Select, UpdateBase
from sqlalchemy.orm import ColumnProperty, QueryableAttribute

_of_columns: set[Any] = set()


def remember(built: object) -> None:
    """Take note of a statement that is kept for good, if it selects columns alone or changes a table by its name."""
    if isinstance(built, Select):
        is_plain = all(_is_column(one["expr"]) for one in built.column_descriptions)
    else:
        # With a model in the place of its table, rows that the session knows have to learn of it.
        is_plain = isinstance(built, UpdateBase) and "entity" not in built.entity_description
    if is_plain:
        _of_columns.add(built)


def selects_columns_alone(statement: object) -> bool:
    """Whether a statement was taken note of; one that is made from it is another."""
    return statement in _of_columns


def _is_column(selected: object) -> bool:
    if isinstance(selected, QueryableAttribute):
        # A hybrid stands for an expression and has no property.
        return isinstance(getattr(selected, "property", None), ColumnProperty)
    return isinstance(selected, ColumnElement)


class Session(_Session):
    """Flask-SQLAlchemy's, which asks its connection itself for columns alone.

    Whatever else is handed in (`options`) needs all of SQLAlchemy's session.
    """

    def execute(self, statement: Any, params: Any = None, **options: Any) -> Any:
        """Execute a statement."""
        if statement in _of_columns and not any(options.values()):
            return self._straight(statement, params)
        return super().execute(statement, params, **options)

    def scalar(self, statement: Any, params: Any = None, **options: Any) -> Any:
        """The first value of the first row."""
        if statement in _of_columns and not any(options.values()):
            return self._straight(statement, params).scalar()
        return super().scalar(statement, params, **options)

    def scalars(self, statement: Any, params: Any = None, **options: Any) -> Any:
        """The first value of each row."""
        if statement in _of_columns and not any(options.values()):
            return self._straight(statement, params).scalars()
        return super().scalars(statement, params, **options)

    def _straight(self, statement: Any, params: Any) -> Any:
        # What was changed and not written yet must be seen, as it is by every other statement.
        if self.autoflush:
            self.flush()
        return self.connection().execute(statement, params)
