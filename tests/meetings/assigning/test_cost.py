"""A look of the worker reads no calls for presenters and no proposals of before, however many there are."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

from sqlalchemy import event, func, insert, select

from studyhub.db import db
from studyhub.meetings.assigning.between import ending
from studyhub.meetings.assigning.between.models import Proposal, ProposalState
from studyhub.meetings.assigning.cover import calling
from studyhub.meetings.assigning.models import ChapterCall
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of

LONG_AGO = NOON - calling.A_DAY
ENDED = 100
TABLES = ("chapter_call", "chapter_proposal")
Asked = list[tuple[str, Any]]


def add_old_ones(cast: Cast) -> int:
    """Calls of all chapters in all sessions to everybody, and proposals that have ended; how many calls."""
    people = [cast.aki.id, cast.botan.id, cast.chika.id, cast.editor.id, cast.admin.id]
    chapter_ids = [chapter_of(meeting).id for meeting in cast.meetings]
    keys = product(chapter_ids, [meeting.id for meeting in cast.meetings[1:]], people)
    names = ("chapter_id", "meeting_id", "user_id")
    calls = [dict(zip(names, key, strict=True), called_at=LONG_AGO) for key in keys if key[0] != chapter_ids[0]]
    db.session.execute(insert(ChapterCall), calls)
    one = {"chapter_id": chapter_ids[0], "proposer_id": cast.aki.id, "asked_id": cast.botan.id, "created_at": LONG_AGO}
    ended = {**one, "state": ProposalState.ENDED, "answer_until": LONG_AGO, "ended_at": LONG_AGO}
    db.session.execute(insert(Proposal), [ended] * ENDED)
    return len(calls)


@contextmanager
def asked() -> Iterator[Asked]:
    """The questions about calls and proposals that reach the database in here."""
    found: Asked = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if re.match(r"SELECT.*FROM chapter_(call|proposal)", statement, re.DOTALL):
            found.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def plans(questions: Asked) -> str:
    """How the database reads calls and proposals to answer them."""
    connection = db.session.connection()
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        # So few rows it would rather read whole.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
    answered = [connection.exec_driver_sql(f"{explain} {question}", given) for question, given in questions]
    return "\n".join(str(row[-1]) for rows in answered for row in rows if re.search("chapter_|proposal", str(row[-1])))


def test_a_look_reads_nothing_of_what_was_told_and_proposed_before(cast: Cast) -> None:
    add_old_ones(cast)
    db.session.flush()

    with asked() as questions:
        calling.call(NOON)
        ending.end_what_is_over(NOON)

    found = plans(questions)
    # By an index that begins with a person SQLite would go through everybody's.
    assert re.findall(r"(?:SCAN|Seq Scan on) chapter_(?:call|proposal)|\(user_id>", found) == []
    assert "ix_chapter_call_called_at" in found
    assert "ix_chapter_proposal_state" in found or "one_open_proposal" in found


def test_who_was_told_long_ago_is_forgotten(cast: Cast) -> None:
    count = add_old_ones(cast)

    calling.forget_old(LONG_AGO + calling.KEPT)
    kept = db.session.scalar(select(func.count()).select_from(ChapterCall))
    calling.forget_old(NOON + calling.KEPT)

    assert (kept, db.session.scalar(select(func.count()).select_from(ChapterCall))) == (count, 0)
