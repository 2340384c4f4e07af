"""Rows as filling writes them, straight into the tables."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, Text, func, insert, select, text

from benchmarks.sizes import NOW
from studyhub.config import ROOT
from studyhub.db import Base
from studyhub.meetings.assigning.models import AssignmentState
from studyhub.notes.models import Note, Release, ReleaseState, Revision
from studyhub.notes.parsing.dialects import NEWEST
from studyhub.notes.text import markdown
from studyhub.notes.text.findable import plain
from studyhub.text.searching import kept

Row = Mapping[str, Any]
AT_ONCE = 10_000
MINUTES = timedelta(minutes=90)
LONG = ("sre-book-01", "sre-book-03", "monitoring-05", "ddia-02")
SHORT = "## 要点\n\n- 監視は**症状**から始める\n- トイルを数える\n\n## 議論\n\n次の回までに閾値を見直す。\n"
PREFIX = "note"


class Tables:
    """Where rows go: many at once."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, model: type[Base], rows: Iterable[Row]) -> None:
        """Insert rows of one table; all must name the same columns."""
        table = Base.metadata.tables[model.__tablename__]
        blanks = _blanks(table)
        rest = iter(rows)
        while chunk := [{**blanks, **row} for row in islice(rest, AT_ONCE)]:
            self.connection.execute(insert(table), chunk)

    def count_on(self) -> None:
        """Let PostgreSQL number new rows after those that came with a number."""
        if self.connection.dialect.name != "postgresql":
            return
        for table in Base.metadata.sorted_tables:
            if "id" in table.c and table.name != "organization":
                newest = self.connection.scalar(select(func.max(table.c.id)))
                counter = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :newest)")
                self.connection.execute(counter, {"name": f'"{table.name}"', "newest": newest or 1})


@cache
def _blanks(table: Table) -> dict[str, str]:
    """Texts without a default that a row does not name, such as those only searches read, stay empty."""
    needed = [column for column in table.c if not (column.nullable or column.default or column.primary_key)]
    return {column.name: "" for column in needed if isinstance(column.type, Text)}


def person(number: int) -> Row:
    """One member; their names differ in order and in reading."""
    name, kana = f"Person {number:05}", f"ぱーそん{number * 7919 % 100_000:05}"
    return {
        "id": number,
        "email": f"person-{number}@example.com",
        "name": name,
        "kana": kana,
        "search_text": kept(name, kana),
        "telephone": "090-0000-0000",
        "created_at": NOW - timedelta(days=400),
        "confirmed_at": NOW - timedelta(days=400),
    }


def participation(circle: int, user: int) -> Row:
    """Somebody in a circle, since it began."""
    return {"circle_id": circle, "user_id": user, "joined_at": NOW - timedelta(days=300)}


def meeting(id_: int, circle: int, number: int, start: datetime) -> Row:
    """One meeting; what was held has its attendance confirmed."""
    is_held = start + MINUTES <= NOW
    return {
        "id": id_,
        "uid": f"meeting-{id_}",
        "circle_id": circle,
        "number": number,
        "starts_at": start,
        "ends_at": start + MINUTES,
        "original_starts_at": start,
        "place": "3F",
        "attendance_confirmed_at": start + MINUTES if is_held else None,
        "created_at": NOW - timedelta(days=300),
        "updated_at": NOW - timedelta(days=300),
    }


def assignment(id_: int, chapter: int, meeting_id: int, user: int, state: AssignmentState) -> Row:
    """Somebody presents a chapter."""
    then = NOW - timedelta(days=100)
    return {
        "id": id_,
        "chapter_id": chapter,
        "meeting_id": meeting_id,
        "user_id": user,
        "state": state,
        "created_at": then,
        "changed_at": then,
    }


def add_notes(tables: Tables, meetings: Iterable[int], *, circle_of: Callable[[int], int], is_long: bool) -> None:
    """A note of each of these meetings: shared inside, and released outside. Ids are those of the meetings."""
    ids = list(meetings)
    tables.add(Note, (_note(id_, circle_of(id_), is_long=is_long) for id_ in ids))
    tables.add(Revision, (_revision(id_, is_long=is_long) for id_ in ids))
    notes = Base.metadata.tables["note"]
    newest = notes.update().where(notes.c.id.in_(select(Revision.id)), notes.c.head_id.is_(None))
    tables.connection.execute(newest.values(head_id=notes.c.id))
    tables.add(Release, (_release(id_, is_long=is_long) for id_ in ids))


def _moment(id_: int, *, is_long: bool) -> datetime:
    # The scene's notes are the newest in every size.
    return NOW - timedelta(days=1 if is_long else 90, seconds=id_)


def _note(id_: int, circle: int, *, is_long: bool) -> Row:
    moment = _moment(id_, is_long=is_long)
    return {
        "id": id_,
        "uid": f"urn:uuid:{id_:032}",
        "slug": f"note-{id_}",
        "circle_id": circle,
        "meeting_id": id_,
        "title": _title(id_),
        "shared_at": moment,
        "first_shared_at": moment,
        "created_at": moment,
        "updated_at": moment,
    }


def _source(id_: int, *, is_long: bool) -> str:
    return _long_text(LONG[id_ % len(LONG)]) if is_long else SHORT


@cache
def _long_text(name: str) -> str:
    file = ROOT / "studyhub" / "demo" / "data" / "notes" / f"{name}.md"
    return file.read_text(encoding="utf-8").partition("\n\n")[2]


def _searched(id_: int) -> str:
    """The words of a long note, for a search reads as many in every size; those of a short one stand for them."""
    return kept(_title(id_), _words(LONG[id_ % len(LONG)]))


@cache
def _words(name: str) -> str:
    return plain(_html(_long_text(name)))


def _title(id_: int) -> str:
    return f"第{id_}回のノート"


@cache
def _html(source: str) -> str:
    return markdown.render(source, prefix=PREFIX)


def _revision(id_: int, *, is_long: bool) -> Row:
    source = _source(id_, is_long=is_long)
    return {
        "id": id_,
        "note_id": id_,
        "number": 1,
        "title": _title(id_),
        "source": source,
        "dialect": NEWEST,
        "html": _html(source),
        "public_html": _html(source),
        "search_text": _searched(id_),
        "author_id": 2 + id_ % 29,
        "created_at": _moment(id_, is_long=is_long),
    }


def _release(id_: int, *, is_long: bool) -> Row:
    source = _source(id_, is_long=is_long)
    moment = _moment(id_, is_long=is_long)
    return {
        "id": id_,
        "note_id": id_,
        "revision_id": id_,
        "state": ReleaseState.APPROVED,
        "title": _title(id_),
        "tags": "SRE\n監視",
        "public_source": source,
        "dialect": NEWEST,
        "public_html": _html(source),
        "search_text": _searched(id_),
        "sha256": "0" * 64,
        "requested_by_id": 2,
        "requested_at": moment,
        "approved_by_id": 3,
        "approved_at": moment,
        "first_approved_at": moment,
    }
