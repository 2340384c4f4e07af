"""Where a phrase is kept: every text of every table, found by enumerating the tables."""

import json

from sqlalchemy import JSON, LargeBinary, Text, select

from studyhub.db import db
from studyhub.features import FEATURES

assert FEATURES


def kept_in(phrase: str) -> set[str]:
    """The columns in which a phrase stands, as "table.column"; escaped as in JSON and HTML it is found too."""
    db.session.flush()
    forms = {phrase, json.dumps(phrase)[1:-1]}
    found: set[str] = set()
    for table in db.metadata.sorted_tables:
        columns = [column for column in table.columns if isinstance(column.type, Text | JSON | LargeBinary)]
        for row in db.session.execute(select(*columns)) if columns else ():
            found |= {
                f"{table.name}.{column.name}"
                for column, value in zip(columns, row, strict=True)
                if any(form in _written(value) for form in forms)
            }
    return found


def _written(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode()
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
