import json
import re
import socket
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from urllib.request import Request, urlopen

import pytest

from studyhub.version import version
from tests.databases import data_folder
from tests.platform.program import READY, SERVER, run, serving


@dataclass(frozen=True)
class Start:
    """What a start in an empty folder left behind: what it printed, answered and logged, and its data folder."""

    printed: list[str]
    ready: object
    events: list[dict[str, Any]]
    data: Path


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Start:
    """The first start there is: without a folder, a key and tables."""
    data = tmp_path_factory.mktemp("first") / "data"
    with serving(data, SERVER) as program:
        with urlopen(program.address("/readyz")) as response:  # noqa: S310 -- our own server
            ready = json.load(response)
        urlopen(program.address("/sign-in")).close()  # noqa: S310 -- our own server
        assert program.process.stdout
        code = program.process.stdout.readline()
        program.stop()
        events = [json.loads(line) for line in program.log()]
    return Start([*program.printed, code], ready, events, data)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of a later start, its tables made: that takes longer than most of what is asked here."""
    return data_folder(tmp_path / "data")


def test_start_prints_the_address_and_is_ready(first: Start) -> None:
    # Its address was read from what it printed.
    assert READY.match(first.printed[-2])
    assert first.ready == {"ready": True}


def test_start_shows_a_new_code_for_the_first_visit_each_time(first: Start, data: Path) -> None:
    with serving(data) as program:
        assert program.process.stdout
        later = program.process.stdout.readline()

    codes = [line.removeprefix("The first visit asks for this one-time code: ") for line in (first.printed[-1], later)]
    assert codes[0] != codes[1]
    assert [re.fullmatch(r"[A-Z0-9]+(-[A-Z0-9]+)+\n", code) is not None for code in codes] == [True, True]


def test_start_logs_only_json(first: Start) -> None:
    assert "/sign-in" in [event.get("route") for event in first.events]
    messages = [event["message"] for event in first.events]
    assert f"StudyHub {version()} starts" in messages
    assert any(message.startswith("Migrated from base to 0001 in ") for message in messages)


@pytest.mark.parametrize(("proxies", "client"), [("0", "127.0.0.1"), ("1", "198.51.100.7"), ("2", "203.0.113.9")])
def test_address_of_the_client_is_believed_to_as_many_proxies_as_there_are(
    data: Path, proxies: str, client: str
) -> None:
    with serving(data, STUDYHUB_PROXIES=proxies) as program:
        headers = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}
        urlopen(Request(program.address("/sign-in"), headers=headers)).close()  # noqa: S310 -- our own server
        program.stop()

        events = [json.loads(line) for line in program.log()]
    assert [event["client"] for event in events if event.get("route") == "/sign-in"] == [client]


def test_start_makes_a_secret_key_only_its_owner_can_read(first: Start) -> None:
    assert stat.S_IMODE((first.data / "secret-key").stat().st_mode) == 0o600


def test_starts_at_the_same_time_share_one_database(tmp_path: Path) -> None:
    with ThreadPoolExecutor() as people:
        assert list(people.map(start_and_stop, [tmp_path / "data"] * 3)) == [0, 0, 0]

    with closing(sqlite3.connect(tmp_path / "data" / "studyhub.db")) as database:
        assert len(database.execute("SELECT * FROM alembic_version").fetchall()) == 1


def test_start_when_the_port_is_taken_says_so(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]

        ended = run("--port", str(port), data=tmp_path / "data", by_python=True)

    assert refusal(ended) == f"Port {port} is taken by another program: stop that one, or choose another with --port."
    assert not (tmp_path / "data" / "studyhub.db").exists()


def test_start_when_the_database_is_newer_says_so(data: Path) -> None:
    with closing(sqlite3.connect(data / "studyhub.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = 'tomorrow'")

    ended = run("--port", "0", data=data)

    assert refusal(ended) == (
        "The database was last used by a newer StudyHub (revision tomorrow): "
        "update StudyHub, or restore an older copy of the database."
    )


def test_start_when_the_database_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "studyhub.db").write_text("This is a diary." * 100)

    ended = run("--port", "0", data=tmp_path)

    assert refusal(ended) == (
        f"The database {tmp_path}/studyhub.db cannot be used: check that it is a database and writable."
    )


def test_start_when_postgresql_is_away_says_so_without_the_password(tmp_path: Path) -> None:
    ended = run("--port", "0", data=tmp_path, DATABASE_URL="postgresql://aki:hush@127.0.0.1:1/studyhub")

    assert refusal(ended) == (
        "The database named by DATABASE_URL does not answer: check that it runs, its address, user and password."
    )


def test_start_when_the_folder_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    ended = run("--port", "0", data=tmp_path / "file" / "data")

    assert refusal(ended) == (
        f"The folder {tmp_path}/file/data cannot be written (Not a directory): "
        "make it writable, or name another in STUDYHUB_DATA."
    )


def test_start_for_other_machines_needs_the_public_address(tmp_path: Path) -> None:
    ended = run("--host", "0.0.0.0", data=tmp_path)  # noqa: S104 -- refused

    assert refusal(ended) == (
        "--host 0.0.0.0 lets other machines in: set STUDYHUB_URL to the address people will use, "
        "such as https://studyhub.example.com."
    )


def test_start_at_an_address_of_another_machine_says_so(tmp_path: Path) -> None:
    ended = run("--host", "192.0.2.1", "--port", "0", data=tmp_path, STUDYHUB_URL="https://studyhub.example.com")

    assert refusal(ended) == "Cannot listen on 192.0.2.1 port 0: Cannot assign requested address."


@pytest.mark.parametrize("words", [["nonsense"], ["--port", "eighty"], ["--port", "1", "user", "list"]])
def test_words_that_cannot_be_understood_end_with_code_2(tmp_path: Path, words: list[str]) -> None:
    ended = run(*words, data=tmp_path)

    assert (ended.returncode, "Error: " in ended.stderr, "Traceback" in ended.stderr) == (2, True, False)


def test_help_lists_the_options_of_the_server_and_the_commands(tmp_path: Path) -> None:
    printed = run("--help", data=tmp_path).stdout

    places = [printed.index(word) for word in ("--host", "--port", "Commands:", "  test ", "  db ")]
    assert places == sorted(places)
    assert not (tmp_path / "studyhub.db").exists()


def start_and_stop(data: Path) -> int:
    """Start a server, end it, and hand back its exit code."""
    with serving(data, SERVER) as program:
        return program.stop()


def refusal(ended: CompletedProcess[str]) -> str:
    """The one sentence on stderr of a start that ended with code 1."""
    assert (ended.returncode, ended.stdout) == (1, "")
    return ended.stderr.removesuffix("\n")
