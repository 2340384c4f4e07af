"""A backup holds one moment, appears whole or not at all, and is its owner's alone."""

import json
import resource
import secrets
import threading
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from studyhub.backups import taking
from studyhub.backups.engines import for_long_work
from studyhub.backups.refused import Refused
from studyhub.backups.taking import Keys
from studyhub.config import Settings
from studyhub.schema import expected_revisions
from studyhub.version import version
from tests.cast import NOON
from tests.platform.program import run

KEYS = Keys("the key", ["an older one"])
# Both rows of a pair come in one transaction.
PAIR = ("INSERT INTO tag (key, name) VALUES (:n, :n)", "INSERT INTO team (slug, name) VALUES (:n, :n)")


def test_a_backup_says_what_is_in_it(present: Settings, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"

    made = taking.take(present, file, keys=KEYS, now=NOON, say=print)

    with ZipFile(file) as opened:
        manifest = json.loads(opened.read("manifest.json"))
        assert opened.read("secret-key") == b"the key"
        assert opened.read("older-secret-keys") == b"an older one"
    assert (manifest["studyhub"], manifest["revision"]) == (version(), min(expected_revisions()))
    assert (manifest["moment"], manifest["tables"]["organization"]["rows"]) == ("2026-12-01T03:00:00+00:00", 1)
    assert (made.row_count, file.stat().st_mode & 0o777) == (1, 0o600)


def test_a_backup_without_the_key_holds_none(present: Settings, tmp_path: Path) -> None:
    made = taking.take(present, tmp_path / "backup.zip", keys=None, now=NOON, say=print)

    with ZipFile(tmp_path / "backup.zip") as opened:
        assert [name for name in opened.namelist() if "key" in name] == ["tables/key_fingerprint.jsonl"]
    assert not made.has_key


def test_a_backup_is_of_one_moment_while_others_write(present: Settings, tmp_path: Path) -> None:
    stop = threading.Event()
    writer = threading.Thread(target=write_pairs, args=(present, stop))
    writer.start()
    try:
        made = [
            taking.take(present, tmp_path / f"{number}.zip", keys=None, now=NOON, say=print).tables
            for number in range(5)
        ]
    finally:
        stop.set()
        writer.join()

    counts = [(tables["tag"]["rows"], tables["team"]["rows"]) for tables in made]
    assert [tags == teams for tags, teams in counts] == [True] * 5
    assert counts[-1] > counts[0]


def write_pairs(settings: Settings, stop: threading.Event) -> None:
    engine = for_long_work(settings.database_url)
    number = 0
    while not stop.is_set():
        number += 1
        with engine.begin() as connection:
            for statement in PAIR:
                connection.execute(text(statement), {"n": f"n{number}"})


def test_a_file_that_is_there_is_not_overwritten_unless_told(present: Settings, tmp_path: Path) -> None:
    file = tmp_path / "letter"
    file.write_text("Dear Aki")

    with pytest.raises(Refused) as refused:
        taking.take(present, file, keys=None, now=NOON, say=print)

    assert str(refused.value) == f"{file} is there already: name another file, or add --overwrite."
    assert file.read_text() == "Dear Aki"
    assert taking.take(present, file, keys=None, now=NOON, say=print, overwrite=True).row_count == 1


def test_a_folder_that_is_not_there_is_told(present: Settings, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        taking.take(present, tmp_path / "away" / "backup.zip", keys=None, now=NOON, say=print)

    assert str(refused.value) == (
        f"{tmp_path}/away/backup.zip cannot be written (No such file or directory): "
        "check the folder and its free space, or name another file."
    )


def test_a_disk_that_is_full_is_told_and_leaves_nothing(present: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    with for_long_work(present.database_url).begin() as connection:
        connection.execute(
            text("INSERT INTO tag (key, name) VALUES ('long', :name)"), {"name": secrets.token_hex(200_000)}
        )
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(Refused) as refused:
            taking.take(present, folder / "backup.zip", keys=None, now=NOON, say=print)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert "check the folder and its free space" in str(refused.value)
    assert list(folder.iterdir()) == []


def test_a_database_without_tables_is_told(empty: Settings, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        taking.take(empty, tmp_path / "backup.zip", keys=None, now=NOON, say=print)

    assert str(refused.value) == "There is nothing to back up: this database was never used by StudyHub."
    assert not (tmp_path / "data" / "studyhub.db").exists()


def test_the_commands_say_what_they_did(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "backup.zip"
    run("people", "list", data=data)

    made = run("backup", str(file), data=data)
    again = run("backup", str(file), data=data)
    restored = run("restore", str(file), data=tmp_path / "other")

    assert (made.returncode, made.stdout.splitlines()[1]) == (
        0,
        "It holds the secret key: whoever has it can sign in as anybody. Keep it like a password.",
    )
    assert (again.returncode, again.stderr) == (
        1,
        f"Error: {file} is there already: name another file, or add --overwrite.\n",
    )
    assert (restored.returncode, restored.stdout[:9]) == (0, "Restored "), restored.stderr
    assert (tmp_path / "other" / "secret-key").read_text() == (data / "secret-key").read_text()
