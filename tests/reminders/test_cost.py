"""A look of the worker reads as much with 100,000 sessions that are not due yet as with 1,000."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, text

from studyhub.db import db
from tests.cast import Cast
from tests.reminders.looking import look

FEW, MANY = 1_000, 100_000
# Nothing is due then; the sessions that are added begin months later, one each minute.
LOOKS_AT = "2026-12-01T12:30"
COLUMNS = "circle_id, title, description, sequence, state, is_exception, place, online_url, slides_url, recording_url"
REST = "takes_new, called_off_undated, cancel_reason, checkin_code, created_at, updated_at"
SERIES = {
    "sqlite": "WITH RECURSIVE series(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM series WHERE n + 1 < :last)",
    "postgresql": "WITH series AS (SELECT generate_series(:first, :last - 1) AS n)",
}
LATER = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', '2027-03-01', '+' || (n + {plus}) || ' minutes')",
    "postgresql": "timestamptz '2027-03-01' + (n + {plus}) * interval '1 minute'",
}


def add_sessions(first: int, last: int) -> None:
    """Copies of a session, with a start of their own each."""
    dialect = db.engine.dialect.name
    starts, ends = (LATER[dialect].format(plus=plus) for plus in (0, 60))
    # All of it stands above.
    copied = f"SELECT 'later-' || n, {starts}, {ends}, {starts}, {COLUMNS}, {REST} FROM series, meeting"  # noqa: S608
    insert = f"INSERT INTO meeting (uid, starts_at, ends_at, original_starts_at, {COLUMNS}, {REST})"
    origin = "WHERE meeting.id = (SELECT min(id) FROM meeting)"
    series = f"{SERIES[dialect]} {copied} {origin}"
    db.session.execute(text(f"{insert} {series}"), {"first": first, "last": last})
    db.session.commit()
    db.session.execute(text("ANALYZE meeting"))
    db.session.commit()


Asked = list[tuple[str, Any]]


@contextmanager
def asked() -> Iterator[Asked]:
    """The questions about sessions that reach the database in here."""
    found: Asked = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT") and re.search(r"\bmeeting\b", statement):
            found.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def plans(questions: Asked) -> list[Any]:
    """How the database answers each of them."""
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        return [
            [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
            for statement, parameters in questions
        ]
    # A table of a thousand rows it would rather read whole.
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    explained = [
        connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters).scalar()
        for statement, parameters in questions
    ]
    return [_scans(found[0]["Plan"]) for found in explained if found]


def _scans(node: dict[str, Any]) -> list[tuple[str, int]]:
    """How many rows of sessions are read, by each part of a plan that reads any."""
    below = [one for part in node.get("Plans", ()) for one in _scans(part)]
    if node.get("Relation Name") != "meeting" and node.get("Index Name", "") != "ix_meeting_starts_at":
        return below
    rows = node["Actual Rows"] + node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return [(node["Node Type"], int(rows * node["Actual Loops"])), *below]


def test_a_look_reads_no_more_with_many_sessions_that_are_not_due_yet(cast: Cast) -> None:
    add_sessions(0, FEW)
    with asked() as questions:
        look(LOOKS_AT)
    with_few = plans(questions)

    add_sessions(FEW, MANY)

    assert plans(questions) == with_few
    if db.engine.dialect.name == "sqlite":
        reads = [step for steps in with_few for step in steps if re.search(r"\bmeeting\b", step)]
        assert reads
        # By their time; or, where the database thinks of few people, by whose notes they are.
        by_index = ("ix_meeting_starts_at", "ix_meeting_scribe_id", "INTEGER PRIMARY KEY")
        assert [step for step in reads if not step.startswith("SEARCH")] == []
        assert [step for step in reads if not any(name in step for name in by_index)] == []
    else:
        assert [rows for steps in with_few for _node, rows in steps if rows > len(cast.meetings)] == []
