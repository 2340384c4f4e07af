"""Restoring checks first, keeps what was there, and says what no longer works."""

import hashlib
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import create_engine, text

from studyhub.backups import restoring, taking
from studyhub.backups.engines import for_long_work
from studyhub.backups.refused import Refused
from studyhub.backups.restoring import Restored
from studyhub.backups.taking import Keys
from studyhub.config import Settings
from studyhub.keys import fingerprints
from studyhub.server import running
from tests.backups.conftest import found
from tests.backups.targets import application, empty_settings
from tests.cast import NOON
from tests.conftest import SECRET_KEY

ANOTHER = "the key of another installation, as long"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of an organisation called Backed up, made elsewhere with another key."""
    return backed_up(tmp_path_factory.mktemp("elsewhere"), keys=Keys(ANOTHER))


@pytest.fixture(scope="module")
def file_without_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return backed_up(tmp_path_factory.mktemp("elsewhere"), keys=None)


def backed_up(folder: Path, keys: Keys | None) -> Path:
    with empty_settings("sqlite", folder / "data") as settings:
        found(settings, "Backed up")
        with for_long_work(settings.database_url).begin() as connection:
            fingerprints.note(connection, ANOTHER, now=NOON)
            connection.execute(text("INSERT INTO tag (id, key, name) VALUES (41, 'sre', 'SRE')"))
        taking.take(settings, folder / "backup.zip", keys=keys, now=NOON, say=print)
    return folder / "backup.zip"


def restore(settings: Settings, file: Path, *, replace: bool = True) -> Restored:
    with application(settings):
        return restoring.restore(settings, file, replace=replace, now=NOON, say=print)


def asked(settings: Settings, statement: str) -> Any:
    with for_long_work(settings.database_url).connect() as connection:
        return connection.scalar(text(statement))


def name(settings: Settings) -> Any:
    return asked(settings, "SELECT name FROM organization")


def test_what_was_there_is_kept(present: Settings, file: Path) -> None:
    done = restore(present, file)

    assert name(present) == "Backed up"
    assert done.kept_database is not None
    if present.embedded_database:
        kept = replace(present, database_url=f"sqlite:///{done.kept_database}")
        assert name(kept) == "Present"
        assert Path(done.kept_database).stat().st_mode & 0o777 == 0o600
    else:
        assert asked(present, f"SELECT name FROM {done.kept_database}.organization") == "Present"  # noqa: S608 -- ours


def test_an_empty_installation_is_filled(empty: Settings, file: Path) -> None:
    done = restore(empty, file, replace=False)

    assert (name(empty), done.kept_database, done.kept_key) == ("Backed up", None, None)
    assert (empty.data / "secret-key").read_text() == ANOTHER
    assert (empty.data / "secret-key").stat().st_mode & 0o777 == 0o600


def test_ids_count_on(empty: Settings, file: Path) -> None:
    restore(empty, file)

    with for_long_work(empty.database_url).begin() as connection:
        connection.execute(text("INSERT INTO tag (key, name) VALUES ('db', 'DB')"))
        assert connection.scalar(text("SELECT max(id) FROM tag")) == 42


def test_tables_in_use_are_exchanged_only_when_told(present: Settings, file: Path) -> None:
    if present.embedded_database:
        pytest.skip("the embedded database is one file, and kept as one")

    with pytest.raises(Refused) as refused:
        restore(present, file, replace=False)

    assert "with --replace its tables are kept" in str(refused.value)
    assert name(present) == "Present"


def test_a_log_left_over_beside_the_database_is_not_read_into_the_restored_one(file: Path, tmp_path: Path) -> None:
    with empty_settings("sqlite", tmp_path / "data") as settings:
        assert settings.embedded_database is not None
        for suffix in ("-wal", "-shm"):
            Path(f"{settings.embedded_database}{suffix}").write_bytes(b"left over" * 1000)

        restore(settings, file)

        assert [path.name for path in settings.data.glob("studyhub.db*")] == ["studyhub.db"]
        assert name(settings) == "Backed up"


def test_the_present_key_is_kept_beside_the_restored_one(present: Settings, file: Path) -> None:
    (present.data / "secret-key").write_text(SECRET_KEY)

    done = restore(present, file)

    assert done.kept_key is not None
    assert (done.kept_key.read_text(), done.kept_key.stat().st_mode & 0o777) == (SECRET_KEY, 0o600)
    assert not done.ends


def test_a_file_without_a_key_goes_with_the_present_one(empty: Settings, file_without_key: Path) -> None:
    done = restore(empty, file_without_key)

    assert done.ends
    assert asked(empty, "SELECT fingerprint FROM key_fingerprint") == fingerprints.fingerprint(SECRET_KEY)


def test_a_server_that_runs_is_found(present: Settings, file: Path) -> None:
    server = create_engine(present.database_url)
    with running.announced(present), server.connect(), pytest.raises(Refused) as refused:
        restore(present, file)
    server.dispose()

    assert "stop" in str(refused.value)
    assert name(present) == "Present"


def rewritten(file: Path, to: Path, **members: bytes) -> Path:
    """The same zip with other members, its checksums right."""
    with ZipFile(file) as source, ZipFile(to, "w") as target:
        for info in source.infolist():
            target.writestr(info.filename, members.get(info.filename, source.read(info)))
        target.comment = source.comment
    return to


def cut(file: Path, to: Path) -> Path:
    to.write_bytes(file.read_bytes()[:-500])
    return to


def flipped(file: Path, to: Path) -> Path:
    body = bytearray(file.read_bytes())
    body[len(body) // 2] ^= 0xFF
    to.write_bytes(body)
    return to


def edited_row(file: Path, to: Path) -> Path:
    return rewritten(file, to, **{"tables/organization.jsonl": b'[1, "Taken over"]\n'})


def edited_manifest(file: Path, to: Path) -> Path:
    with ZipFile(file) as source:
        manifest = json.loads(source.read("manifest.json"))
    return rewritten(file, to, **{"manifest.json": json.dumps(manifest | {"revision": "0001"}).encode()})


def other_zip(_file: Path, to: Path) -> Path:
    with ZipFile(to, "w") as target:
        target.writestr("holiday.txt", "Kyoto")
    return to


def no_zip(_file: Path, to: Path) -> Path:
    to.write_text("Dear Aki")
    return to


@pytest.mark.parametrize("broken", [cut, flipped, edited_row, edited_manifest, other_zip, no_zip])
def test_a_file_that_is_not_as_it_was_written_changes_nothing(file: Path, tmp_path: Path, broken: Any) -> None:
    with empty_settings("sqlite", tmp_path / "data") as settings:
        found(settings, "Present")
        before = {path.name: path.read_bytes() for path in settings.data.iterdir()}

        with pytest.raises(Refused) as refused:
            restore(settings, broken(file, tmp_path / "broken.zip"))

        assert {path.name: path.read_bytes() for path in settings.data.iterdir()} == before
    assert "take another copy of it" in str(refused.value)


@pytest.mark.parametrize("newer", [{"revision": "tomorrow"}, {"format": 2, "uploads": 3}])
def test_a_backup_of_a_newer_studyhub_is_refused(file: Path, tmp_path: Path, newer: dict[str, Any]) -> None:
    with ZipFile(file) as source:
        manifest = json.dumps(json.loads(source.read("manifest.json")) | newer | {"studyhub": "9.0.0"}).encode()
    made = rewritten(file, tmp_path / "newer.zip", **{"manifest.json": manifest})
    with ZipFile(made, "a") as target:
        target.comment = b"StudyHub backup, manifest " + hashlib.sha256(manifest).hexdigest().encode()

    with empty_settings("sqlite", tmp_path / "data") as settings, pytest.raises(Refused) as refused:
        restore(settings, made)

    assert str(refused.value) == "The backup was made by a newer StudyHub (9.0.0): update StudyHub first."
    assert list(settings.data.iterdir()) == []


def test_a_restore_that_fails_leaves_what_was_there(present: Settings, tmp_path: Path) -> None:
    """Rows that refer to nothing, in a file that is otherwise whole."""
    broken = tmp_path / "broken.zip"
    with empty_settings("sqlite", tmp_path / "other") as settings:
        found(settings, "Broken")
        assert settings.embedded_database is not None
        with closing(sqlite3.connect(settings.embedded_database)) as connection, connection:
            connection.execute("INSERT INTO membership (team_id, user_id, is_lead, is_primary) VALUES (7, 7, 0, 0)")
        taking.take(settings, broken, keys=None, now=NOON, say=print)

    with pytest.raises(Refused):
        restore(present, broken)

    assert name(present) == "Present"
