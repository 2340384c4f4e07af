"""Filled databases, kept under build/ (or on the server of DATABASE_URL) until the filling or the tables change."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, make_url, text

from benchmarks.filling import everything
from benchmarks.sizes import NOW, Size
from studyhub import create_app, schema
from studyhub.config import ROOT, Settings
from studyhub.db import db, writing

FOLDER = ROOT / "build" / "benchmarks"
FILLED = ("everything", "on_call", "rounds", "training")
SOURCES = (*(f"filling/{name}.py" for name in FILLED), "scene.py", "sizes.py", "people/writing.py")
SECRET_KEY = "of the benchmark only, and long enough"  # noqa: S105 -- protects nothing


@dataclass(frozen=True)
class Databases:
    """Where databases are made: the address of a PostgreSQL server, or None for SQLite."""

    server: URL | None

    @contextmanager
    def copy(self, size: Size, folder: Path, say: Callable[[str], None]) -> Iterator[str]:
        """The address of a fresh copy of the filled database; it is gone afterwards."""
        with _alone():
            original = self._filled(size, say)
        if self.server is None:
            path = folder / "studyhub.db"
            shutil.copyfile(original.database or "", path)
            yield f"sqlite:///{path}"
            return
        copied = self.server.set(database=f"studyhub_bench_{size.name.lower()}_{os.getpid()}")
        self._create(copied, template=original.database)
        try:
            yield copied.render_as_string(hide_password=False)
        finally:
            self._on_server(f'DROP DATABASE "{copied.database}" WITH (FORCE)')

    def _filled(self, size: Size, say: Callable[[str], None]) -> URL:
        name = f"studyhub_bench_{size.name.lower()}"
        wanted = f"{name}_{_digest()}"
        if self.server is None:
            path = FOLDER / f"{wanted}.db"
            if not path.exists():
                self._remove_files(f"{name}_*")
                say(f"Filling {size.name} …")
                unfinished = FOLDER / f"{wanted}.unfinished"
                _fill(f"sqlite:///{unfinished}", size)
                unfinished.rename(path)
            return make_url(f"sqlite:///{path}")
        address = self.server.set(database=wanted)
        if wanted not in self._names():
            for outdated in (one for one in self._names() if one.startswith(name)):
                self._on_server(f'DROP DATABASE "{outdated}" WITH (FORCE)')
            say(f"Filling {size.name} …")
            unfinished_address = self.server.set(database=f"{name}_unfinished")
            self._create(unfinished_address, template=None)
            _fill(unfinished_address.render_as_string(hide_password=False), size)
            self._on_server(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{wanted}"')
        return address

    def _remove_files(self, pattern: str) -> None:
        for outdated in FOLDER.glob(pattern):
            outdated.unlink()

    def _create(self, address: URL, *, template: str | None) -> None:
        from_template = f' TEMPLATE "{template}"' if template else ""
        self._on_server(f'CREATE DATABASE "{address.database}"{from_template}')

    def _names(self) -> list[str]:
        with self._connection() as connection:
            return list(connection.scalars(text("SELECT datname FROM pg_database")))

    def _on_server(self, statement: str) -> None:
        with self._connection() as connection:
            connection.execute(text(statement))

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        if self.server is None:
            raise ValueError("SQLite has no server.")
        engine = create_engine(self.server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            yield connection
        engine.dispose()


@contextmanager
def _alone() -> Iterator[None]:
    """Of several processes that want a database, one fills it and the others wait."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "filling").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _digest() -> str:
    """Changes with what is filled and with the tables it is filled into."""
    sources = b"".join((Path(__file__).parent / name).read_bytes() for name in SOURCES)
    revisions = ",".join(sorted(schema.expected_revisions()))
    return hashlib.sha256(sources + revisions.encode()).hexdigest()[:10]


def _fill(address: str, size: Size) -> None:
    settings = settings_for(address, FOLDER)
    app = create_app(settings)
    schema.bring_up_to_date(app, settings, now=NOW)
    with app.app_context(), writing():
        with db.engine.begin() as connection:
            everything.fill(connection, size)
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("ANALYZE")
        # The last connection to close lays everything into one file.
        db.engine.dispose()


def settings_for(address: str, data: Path) -> Settings:
    """Settings of an application on that database."""
    return Settings(
        host="127.0.0.1",
        port=0,
        database_url=address,
        data=data,
        url=None,
        proxies=0,
        smtp=None,
        clock=NOW,
        secret_key=SECRET_KEY,
    )
