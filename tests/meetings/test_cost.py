"""What questions about places and hours read: no more with years behind them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import event

from studyhub.commitments import calendar
from studyhub.commitments.models import CommitmentKind
from studyhub.db import db
from studyhub.meetings import clashes
from studyhub.meetings.signing_up import queries as signup_queries
from tests.cast import Cast


def plan_of(ask: Callable[[], object]) -> str:
    """How the database answers a question."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        asked.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    connection = db.session.connection()
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        # So few rows it would rather read whole.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
    answers = [connection.exec_driver_sql(f"{explain} {statement}", given) for statement, given in asked]
    return "\n".join(str(row[-1]) for rows in answers for row in rows)


def test_the_place_of_a_person_is_found_among_those_that_count(cast: Cast) -> None:
    meeting, user = cast.meeting, cast.botan

    assert "one_active_signup" in plan_of(lambda: signup_queries.active_signup(meeting, user))


def test_what_is_at_the_same_time_is_looked_for_in_the_days_around(cast: Cast) -> None:
    meeting, user = cast.meeting, cast.botan

    found = plan_of(lambda: clashes.of(user, [meeting]))

    # From a moment on and up to another: hours of years ago lie before the first.
    assert found.count("starts_at>?") == 1 or "starts_at > " in found


def test_hours_that_began_days_before_a_session_are_told_where_they_reach_into_it(cast: Cast) -> None:
    ends_at = cast.meeting.starts_at + timedelta(minutes=1)
    calendar.hold("shift:1", CommitmentKind.SHIFT, cast.botan.id, ends_at - timedelta(days=3), ends_at)
    db.session.flush()

    assert [one.ends_at for one in clashes.of(cast.botan, [cast.meeting])] == [ends_at]
