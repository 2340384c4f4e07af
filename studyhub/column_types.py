"""Types of columns: times that are always aware, and words of an enumeration."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Enum, literal_column
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC. A naive value is refused: nobody can know which moment it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A time without a zone cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return _in_utc(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """As SQLAlchemy puts it together of the above, by one call less: a page reads hundreds of times."""
        read = self.impl_instance.result_processor(dialect, coltype)
        if read is None:
            return _in_utc

        def read_utc(value: Any) -> datetime | None:
            moment: datetime | None = read(value)
            if moment is None:
                return None
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

        return read_utc


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _stored_values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]


class Words(Enum):
    """A column of words: compared with a member, the word stands in the statement itself, not as a parameter.

    SQLite plans a statement anew at each execution while a parameter decides whether an index of some rows serves it,
    and PostgreSQL never takes such an index for a plan that it keeps.
    """

    class Comparator(Enum.Comparator):
        """Comparing with words."""

        def operate(self, op: Any, *other: Any, **kwargs: Any) -> Any:
            """Compare, with members written out."""
            return super().operate(op, *(_written_out(one, self.type) for one in other), **kwargs)

    comparator_factory = Comparator

    def _resolve_for_python_type(self, python_type: Any, *_matched: Any) -> "Words":
        # Without values_callable SQLAlchemy stores a member's name, and an index written over the values never matches.
        return Words(python_type, native_enum=False, values_callable=_stored_values, length=32)


def _written_out(value: Any, column: Any) -> Any:
    if isinstance(value, StrEnum) and value.isidentifier():
        return literal_column(f"'{value}'", column)
    if isinstance(value, tuple | list | set | frozenset):
        # Lists as they are given: an index of some rows serves those that are written as it was.
        words = value if isinstance(value, tuple | list) else sorted(value)
        return [_written_out(one, column) for one in words]
    return value
