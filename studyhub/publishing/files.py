"""Files for programs that ask again and again: written once, kept with what they were written from."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from studyhub.db import db, writing
from studyhub.outages.kinds import is_outage
from studyhub.publishing.models import FeedFile

FEATURES = Path(__file__).parent.parent
# Whatever puts a file's words and lines together.
WRITERS = ("publishing", "calendars", "meetings/calendar", "text", "words", "circles", "translations")


@dataclass(frozen=True)
class File:
    """Bytes to hand out. `changed_at` is the newest change or withdrawal they tell of, never the clock's time."""

    body: bytes
    changed_at: datetime

    @property
    def etag(self) -> str:
        """A strong tag: equal for equal bytes only."""
        return sha256(self.body).hexdigest()[:32]


class _Kept(NamedTuple):
    fingerprint: str
    etag: str
    changed_at: datetime
    body: bytes


class _AtOnce:
    """Answers to questions that several ask at the same moment: the first finds it, and all others are told."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._under_way: dict[tuple[str, str, str], Future[File]] = {}

    def ask(self, question: tuple[str, str, str], find: Callable[[], File]) -> File:
        """What `find` hands back or raises, of whoever was first."""
        mine: Future[File] = Future()
        with self._lock:
            answer = self._under_way.setdefault(question, mine)
        if answer is mine:
            try:
                answer.set_result(find())
            except BaseException as error:
                answer.set_exception(error)
            finally:
                with self._lock:
                    del self._under_way[question]
        return answer.result()


_at_once = _AtOnce()


def current(key: str, facts: object, write: Callable[[], File]) -> File:
    """The file of that key, written anew only when the facts are others than those it was written from.

    `facts` is a value whose `repr` changes with everything that the bytes tell. Keeps the file in a short transaction
    of its own, so that a request that only reads stays one. Whoever asks meanwhile waits for it and writes none.
    """
    fingerprint = _fingerprint(facts)
    return _at_once.ask((str(db.engine.url), key, fingerprint), lambda: _current(key, fingerprint, write))


def _current(key: str, fingerprint: str, write: Callable[[], File]) -> File:
    kept = _kept(key)
    if kept is not None and kept.fingerprint == fingerprint:
        return File(kept.body, kept.changed_at)
    file = _dated(write(), kept)
    _keep(key, fingerprint, file, replaced_etag=kept.etag if kept else None)
    return file


def forget_texts() -> None:
    """Keep no bytes of any file until somebody asks for it again; its date stays, so that the next one is later.

    Without its tag, whoever is writing one from what was there before keeps it no more. Does not commit.
    """
    db.session.execute(update(FeedFile).values(fingerprint="", etag="", body=b""))


def _fingerprint(facts: object) -> str:
    return sha256(f"{_code()}{facts!r}".encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _code() -> str:
    """The present writers: another version of them may write other bytes of the same facts."""
    files = (path for name in WRITERS for path in (FEATURES / name).rglob("*"))
    sources = sorted(path for path in files if path.suffix in {".py", ".po"})
    return sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def _kept(key: str) -> _Kept | None:
    columns = select(FeedFile.fingerprint, FeedFile.etag, FeedFile.changed_at, FeedFile.body)
    row = db.session.execute(columns.where(FeedFile.key == key)).one_or_none()
    return _Kept(*row) if row else None


def _dated(file: File, kept: _Kept | None) -> File:
    """The file with a date that readers who compare dates alone, in whole seconds, can rely on.

    Same bytes keep it. Other bytes get a later one, even where nothing recorded when it changed, such as a new name.
    """
    if kept is None:
        return file
    if kept.etag == file.etag:
        return File(file.body, kept.changed_at)
    return File(file.body, max(file.changed_at, kept.changed_at + timedelta(seconds=1)))


def _keep(key: str, fingerprint: str, file: File, *, replaced_etag: str | None) -> None:
    values = {"fingerprint": fingerprint, "etag": file.etag, "changed_at": file.changed_at, "body": file.body}
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(FeedFile).values(key=key, **values)
    # Whoever was faster wrote the same, or something newer.
    upsert = insert.on_conflict_do_update(
        index_elements=["key"], set_=values, where=FeedFile.etag == (replaced_etag or "")
    )
    try:
        with writing(), db.engine.begin() as connection:
            connection.execute(upsert)
    except SQLAlchemyError as error:
        # A database that takes no writes now is no reason to withhold what was asked for.
        if not is_outage(error):
            raise
