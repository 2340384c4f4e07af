"""A copy each night: once, without the key, so many; whoever administers hears of a failure."""

import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select

from studyhub.backups.models import NightlyCopy
from studyhub.backups.nightly import Nightly, night_of
from studyhub.db import db
from studyhub.delivery.models import InboxItem
from tests.cast import NOON, Cast

NIGHT = date(2026, 12, 1)


@pytest.fixture
def nightly(cast: Cast, tmp_path: Path) -> Nightly:
    """Two copies are kept, in a folder of their own."""
    db.session.commit()
    return worker_of(cast.app, tmp_path)


def worker_of(app: Flask, data: Path) -> Nightly:
    settings = replace(app.config["STUDYHUB_SETTINGS"], nightly_copies=2, data=data)
    return Nightly(settings, app.app_context)


def copies(nightly: Nightly) -> list[str]:
    return sorted(path.name for path in (nightly.settings.data / "backups").iterdir())


def turn(nightly: Nightly, now: datetime) -> None:
    """One turn of the worker, and the end of what it began."""
    nightly.begin_if_due(now)
    db.session.commit()
    if nightly.at_work:
        nightly.at_work.join()


def test_a_turn_of_the_worker_makes_the_copy_beside_it(nightly: Nightly) -> None:
    turn(nightly, NOON)

    assert copies(nightly) == ["nightly-20261201.zip"]
    path = nightly.settings.data / "backups" / "nightly-20261201.zip"
    with ZipFile(path) as opened:
        assert "secret-key" not in opened.namelist()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_nothing_is_made_where_it_is_not_switched_on(nightly: Nightly) -> None:
    nightly.settings = replace(nightly.settings, nightly_copies=0)

    turn(nightly, NOON)

    assert nightly.at_work is None


@pytest.mark.parametrize(("hours_before_noon", "night"), [(9, NIGHT), (9.1, None), (0, NIGHT)])
def test_a_night_begins_at_three_where_the_organisation_is(
    cast: Cast, hours_before_noon: float, night: date | None
) -> None:
    assert night_of(NOON - timedelta(hours=hours_before_noon)) == night


def test_a_night_has_one_copy(nightly: Nightly) -> None:
    turn(nightly, NOON)
    first = (nightly.settings.data / "backups" / "nightly-20261201.zip").stat().st_mtime_ns

    turn(nightly, NOON + timedelta(hours=5))

    assert (nightly.settings.data / "backups" / "nightly-20261201.zip").stat().st_mtime_ns == first


def test_of_several_workers_one_makes_it(nightly: Nightly, tmp_path: Path) -> None:
    workers = [worker_of(nightly.context().app, tmp_path / str(number)) for number in range(3)]  # type: ignore[attr-defined]  # Flask's
    for worker in workers:
        worker.settings.data.mkdir()

    with ThreadPoolExecutor() as threads:
        for done in [threads.submit(contextvars.Context().run, worker.make, NIGHT, NOON) for worker in workers]:
            done.result()

    made = [path for worker in workers for path in worker.settings.data.rglob("*.zip")]
    assert len(made) == 1
    assert db.session.scalars(select(NightlyCopy.finished_at)).all() == [NOON]


def test_the_newest_copies_are_kept(nightly: Nightly) -> None:
    for nights in range(4):
        turn(nightly, NOON + timedelta(days=nights))

    assert copies(nightly) == ["nightly-20261203.zip", "nightly-20261204.zip"]


@pytest.fixture
def fail(nightly: Nightly) -> Callable[[], None]:
    """Let the copies fail: their folder cannot be made."""
    (nightly.settings.data / "backups").write_text("in the way")
    return (nightly.settings.data / "backups").unlink


def test_a_failure_reaches_administrators_once(cast: Cast, nightly: Nightly, fail: Callable[[], None]) -> None:
    for minutes in (0, 1, 61):
        turn(nightly, NOON + timedelta(minutes=minutes))

    items = db.session.scalars(select(InboxItem).where(InboxItem.kind == "nightly_copy_failed")).all()
    assert [(item.user_id, item.payload) for item in items] == [
        (
            cast.admin.id,
            {
                "night": "2026-12-01",
                "error": f"{nightly.settings.data}/backups cannot be written (File exists).",
            },
        )
    ]
    shown = cast.browser(cast.admin).get("/inbox/").text
    assert "2026-12-01 の夜間バックアップを作成できませんでした" in shown


def test_a_copy_that_failed_is_tried_again_after_an_hour(nightly: Nightly, fail: Callable[[], None]) -> None:
    turn(nightly, NOON)
    fail()

    turn(nightly, NOON + timedelta(minutes=59))
    assert not (nightly.settings.data / "backups").exists()

    turn(nightly, NOON + timedelta(minutes=60))
    assert copies(nightly) == ["nightly-20261201.zip"]
