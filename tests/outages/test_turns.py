"""Who writes to SQLite next, and who is told at once that nothing can be written."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path
from threading import Barrier
from time import monotonic

import pytest
from sqlalchemy import create_engine, text

from studyhub import config
from studyhub.outages import limits, turns
from studyhub.outages.kinds import NotAsked
from studyhub.outages.pool import Pool
from studyhub.outages.turns import Turns

PEOPLE = config.SERVER_THREADS
SHORT = limits.Limits(lock=1.0, statement=1, answer=1)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """People wait for a second, and after a fifth of one it is no burst any more."""
    monkeypatch.setattr(limits, "PAGE", SHORT)
    monkeypatch.setattr(turns, "HANGING_SECONDS", 0.2)


def pressed(act: Callable[[], object], count: int = PEOPLE) -> list[Future[object]]:
    """That many people at the same moment, each waiting for a page."""
    lined_up = Barrier(count)

    def press() -> object:
        with limits.within(limits.PAGE):
            lined_up.wait()
            return act()

    with ThreadPoolExecutor(count) as people:
        found = [people.submit(press) for _ in range(count)]
        wait(found)
        return found


def test_half_of_the_threads_may_wait() -> None:
    assert turns.MOST_WAITING == config.SERVER_THREADS // 2


def test_in_a_burst_everybody_writes(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}", poolclass=Pool, pool_size=PEOPLE)

    def write() -> None:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS word (said TEXT)"))

    write()
    found = pressed(write)

    assert [one.exception() for one in found] == [None] * PEOPLE
    engine.dispose()


def test_while_the_lock_hangs_most_are_told_before_others(impatient: None) -> None:
    line = Turns()
    line.take("who never ends")
    told: list[float] = []

    found = pressed(lambda: told.append(_seconds(line)))

    assert [one.exception() for one in found] == [None] * PEOPLE
    assert sum(seconds < 0.8 for seconds in told) == PEOPLE - turns.MOST_WAITING + 1


def _seconds(line: Turns) -> float:
    began = monotonic()
    with pytest.raises(NotAsked):
        line.take(object())
    return monotonic() - began


def test_a_lock_of_another_program_is_not_waited_for_longer(tmp_path: Path, impatient: None) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}", poolclass=Pool, pool_size=PEOPLE)
    with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as other:
        engine.connect().close()
        other.execute("BEGIN IMMEDIATE")
        began = monotonic()

        found = pressed(lambda: engine.connect().begin())

        assert {type(one.exception()) for one in found} == {NotAsked}
        assert monotonic() - began < 3
        other.execute("ROLLBACK")
    with limits.within(limits.PAGE), engine.begin():
        pass
    engine.dispose()


def test_whoever_is_gone_keeps_nobody_waiting(tmp_path: Path, impatient: None) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'a.db'}", poolclass=Pool, pool_size=PEOPLE)
    lost = engine.connect()
    lost.begin()
    lost.invalidate()

    with limits.within(limits.PAGE), engine.begin():
        pass

    lost.close()
    engine.dispose()
