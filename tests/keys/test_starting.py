"""The database knows its secret key again: another one is refused until it is taken over."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select

from studyhub.db import db
from studyhub.environment import read_settings
from studyhub.keys import checking
from studyhub.keys.models import KeyFingerprint
from studyhub.server import starting
from tests.at_once import at_once
from tests.cast import NOON
from tests.databases import file_with_tables
from tests.platform.conftest import NewApp, empty_app, new_app, settings_of, with_tables
from tests.platform.program import run

__all__ = ["empty_app", "new_app"]
ANOTHER = "another key, and just as long as it must be"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of `new_app`, with the tables that an earlier start made."""
    shutil.copyfile(file_with_tables(), tmp_path / "studyhub.db")
    return tmp_path


def start(app: Flask) -> None:
    starting.make_ready(app, settings_of(app), now=NOON)


def test_the_first_start_notes_the_key_without_revealing_it(empty_app: Flask) -> None:
    start(empty_app)
    start(empty_app)

    with empty_app.app_context():
        noted = db.session.scalars(select(KeyFingerprint.fingerprint)).one()
    assert (len(noted), settings_of(empty_app).secret_key in noted) == (32, False)


def test_processes_that_start_at_once_after_an_upgrade_all_start(empty_app: Flask) -> None:
    check = partial(checking.require_own_key, settings_of(with_tables(empty_app)), now=NOON)

    with empty_app.app_context():
        ends = [_forgotten(empty_app, [check] * 6) for _ in range(5)]

    assert ends == [["done"] * 6] * 5


def _forgotten(app: Flask, checks: Sequence[Callable[[], None]]) -> list[str]:
    db.session.execute(delete(KeyFingerprint))
    return at_once(app, checks)


def test_of_two_keys_at_once_one_is_refused(empty_app: Flask) -> None:
    settings = settings_of(with_tables(empty_app))
    checks = [
        partial(checking.require_own_key, own, now=NOON) for own in (settings, replace(settings, secret_key=ANOTHER))
    ]

    with empty_app.app_context():
        ends = [_forgotten(empty_app, checks) for _ in range(20)]

    assert ends == [["WrongSecretKey", "done"]] * 20


def test_a_start_with_another_key_is_refused(new_app: NewApp, data: Path) -> None:
    start(new_app())
    (data / "secret-key").write_text(ANOTHER)

    with pytest.raises(checking.WrongSecretKey) as refused:
        start(new_app())

    assert str(refused.value) == (
        f"The secret key in {data}/secret-key is not the one this database was used with: put the right file back, "
        "or take this one over with `python3 app.py key adopt`, which ends sessions, links in mail, and private "
        "addresses of feeds and calendars."
    )


def test_commands_are_refused_too_until_the_key_is_taken_over(data: Path) -> None:
    run("people", "list", data=data)
    (data / "secret-key").write_text(ANOTHER)

    refused = run("worker", data=data)
    taken_over = run("key", "adopt", data=data)
    listed = run("people", "list", data=data)

    assert (refused.returncode, "is not the one this database was used with" in refused.stderr) == (1, True)
    assert (taken_over.returncode, taken_over.stdout[:22]) == (0, "The key is taken over:")
    assert listed.returncode == 0


def test_a_rotated_key_needs_no_taking_over(new_app: NewApp, data: Path) -> None:
    start(new_app())

    rotated = run("key", "rotate", data=data)

    assert rotated.returncode == 0, rotated.stderr
    after = read_settings({"STUDYHUB_DATA": str(data)})
    assert len(after.older_keys) == 1
    assert after.secret_key not in after.older_keys
    start(new_app())


def test_a_machine_that_has_only_the_older_key_is_refused(new_app: NewApp, data: Path) -> None:
    start(new_app())
    older = (data / "secret-key").read_text()
    run("key", "rotate", data=data)
    (data / "older-secret-keys").unlink()
    (data / "secret-key").write_text(older)

    with pytest.raises(checking.WrongSecretKey):
        start(new_app())


def test_older_keys_are_forgotten_on_request(new_app: NewApp, data: Path) -> None:
    start(new_app())
    run("key", "rotate", data=data)

    forgotten = run("key", "forget-older", data=data)

    assert forgotten.returncode == 0, forgotten.stderr
    assert read_settings({"STUDYHUB_DATA": str(data)}).older_keys == ()
    start(new_app())
