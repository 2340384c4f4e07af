"""Inserting rows that may be there already, whoever else inserts them at this moment."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from studyhub.db import Base, db


def insert_missing(model: type[Base], rows: list[dict[str, Any]], *, unique: list[str]) -> None:
    """Insert the rows that no other row equals in the unique columns, in one statement."""
    insert = insert_into(model)
    db.session.execute(insert.on_conflict_do_nothing(index_elements=unique), rows)


def insert_or_update(model: type[Base], rows: list[dict[str, Any]], *, unique: list[str], changes: str) -> None:
    """Insert the rows; where one equals another in the unique columns, give that one the new value of one column."""
    insert = insert_into(model)
    taken_over = {changes: insert.excluded[changes]}
    db.session.execute(insert.on_conflict_do_update(index_elements=unique, set_=taken_over), rows)


def insert_into(model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that may say what happens on a conflict; both databases know the same words."""
    is_postgres = db.session.get_bind().dialect.name == "postgresql"
    return postgresql.insert(model) if is_postgres else sqlite.insert(model)
