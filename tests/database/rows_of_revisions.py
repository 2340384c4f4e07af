"""Rows for the tables of any revision, made from what the database says of itself: models know only the newest."""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, time, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Enum,
    Integer,
    LargeBinary,
    Table,
    Time,
    func,
    insert,
    inspect,
    select,
)

from studyhub.backups import portable
from studyhub.db import db
from tests.cast import NOON

# What a check or a later migration wants to find; None leaves a column empty.
FITS: dict[str, dict[str, Any]] = {
    "organization": {"id": 1, "feed_items": 50, "stale_months": 6},
    "key_fingerprint": {"id": 1},
    "desk_settings": {"id": 1},
    "rota_rules": {
        "id": 1,
        "day_begins": time(10),
        "day_ends": time(19),
        "parts_of_day_off": 2,
        "points_weeknight": 1,
        "points_day_off": 2,
        "points_special": 4,
        "rest_hours": 48,
        "shifts_a_month": 4,
        "days_off_a_month": 2,
        "services_least": 1,
    },
    "pager": {"id": 1},
    "alert": {"is_acted_on": True},
    "alert_settings": {"id": 1, "kept_months": 25},
    "alert_month": {"count": 7, "acted": 3},
    "allowance_row": {"sign": 1, "is_by_hand": False, "reason": "An hour was missing."},
    "drill": {"state": "running", "called_off_reason": ""},
    "nudge": {"note_id": None},
    "user": {"state": "left"},
    "circle": {"minutes": 90},
    "action": {"former_owner_id": None, "dropped_at": None},
    "assignment": {"guest_name": None, "state": "accepted"},
    # Nobody thanks themselves: the newest person thanks the first.
    "thanks": {"presenter_id": 1},
    "webhook": {"team_id": None},
    "unavailability": {"weekday": None, "part": "whole", "is_rather_not": False},
    "swap": {"withdrawn_at": None},
    "path": {"mentor_id": None},
    "help_wanted": {"state": "resolved"},
}
ONLY_ONE = {"organization", "key_fingerprint", "mail_trouble", "desk_settings", "rota_rules", "pager", "alert_settings"}
# Kept for searching and for putting in order.
DERIVED = {"search_text", "reading"}
# A note and its newest revision refer to each other.
LEFT_EMPTY = {("note", "head_id")}

_serial = itertools.count(1)


def add_rows(connection: Connection) -> None:
    """One more row in every table, each referring to the newest rows of others."""
    tables = {table.name: table for table in portable.tables_of(connection)}
    references = _references(connection)
    for name in _in_order(set(tables), references):
        table = tables[name]
        if name in ONLY_ONE and connection.scalar(select(func.count()).select_from(table)):
            continue
        values = {
            column.name: _referred(connection, tables, references[name, column.name])
            if (name, column.name) in references
            else _value(column)
            for column in table.columns
            if not _is_given(column) and (name, column.name) not in LEFT_EMPTY
        }
        fits = {column: value for column, value in FITS.get(name, {}).items() if column in table.columns}
        connection.execute(insert(table).values({**values, **fits}))


def all_rows(connection: Connection) -> dict[str, list[str]]:
    """Every row of every table, without what is written anew from the rest."""
    return {table.name: _rows(connection, table) for table in portable.tables_of(connection)}


def _rows(connection: Connection, table: Table) -> list[str]:
    told = [column for column in table.columns if column.name not in DERIVED]
    return [repr(tuple(row)) for row in connection.execute(select(*told).order_by(*table.primary_key.columns))]


def _references(connection: Connection) -> dict[tuple[str, str], tuple[str, str]]:
    """For each column that refers to another table, that table's name and column."""
    found = inspect(connection).get_multi_foreign_keys()
    return {
        (str(place[1]), key["constrained_columns"][0]): (key["referred_table"], key["referred_columns"][0])
        for place, keys in found.items()
        for key in keys
    }


def _in_order(names: set[str], references: dict[tuple[str, str], tuple[str, str]]) -> Iterator[str]:
    """Tables after those they refer to."""
    waits = {name: set() for name in sorted(names)}  # type: dict[str, set[str]]
    for (name, column), (other, _) in references.items():
        if other != name and (name, column) not in LEFT_EMPTY:
            waits[name].add(other)
    while waits:
        ready = [name for name, others in waits.items() if not others & waits.keys()]
        assert ready, waits
        yield from ready
        for name in ready:
            del waits[name]


def _referred(connection: Connection, tables: dict[str, Table], to: tuple[str, str]) -> Any:
    name, column = to
    return connection.scalar(select(func.max(tables[name].columns[column])))


def _is_given(column: Column[Any]) -> bool:
    return column.primary_key and isinstance(column.type, Integer)


def _value(column: Column[Any]) -> Any:
    serial = next(_serial)
    if (state := _first_state(column)) is not None:
        return state
    later = timedelta(days=1 if column.name.startswith("ends") else 0)
    plain: dict[type[Any], Any] = {
        Boolean: False,
        Integer: serial,
        # No two begin at once: some tables have a moment only once.
        DateTime: NOON.astimezone(UTC) + later + timedelta(minutes=serial),
        Date: date(2026, 12, 1) + timedelta(days=serial) + later,
        Time: time(19),
        JSON: {"serial": serial},
        LargeBinary: b"bytes",
    }
    return next((value for kind, value in plain.items() if isinstance(column.type, kind)), f"text {serial}")


def _first_state(column: Column[Any]) -> str | None:
    """The first of the values that the application knows for a column, if it is one of a few."""
    known = db.metadata.tables.get(column.table.name)
    found = known.columns.get(column.name) if known is not None else None
    return found.type.enums[0] if found is not None and isinstance(found.type, Enum) else None
