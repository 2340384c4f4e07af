"""Files that programs ask for again and again are written once, whoever asks."""

from threading import Semaphore

import pytest
from flask import Flask

from studyhub.db import reading
from studyhub.publishing import files
from studyhub.publishing.files import File
from tests.at_once import at_once
from tests.cast import NOON

READERS = 4


class _Facts:
    """Tells that somebody has looked what they are."""

    def __init__(self, looked: Semaphore) -> None:
        self._looked = looked

    def __repr__(self) -> str:
        self._looked.release()
        return "the same"


def test_who_asks_while_a_file_is_written_waits_for_it(app: Flask) -> None:
    looked, written = Semaphore(0), []
    facts = _Facts(looked)

    def write() -> File:
        written.append(1)
        for _ in range(READERS if len(written) == 1 else 0):
            looked.acquire()
        return File(b"one", NOON)

    def ask() -> None:
        with reading():
            assert files.current("http://localhost/a", facts, write) == File(b"one", NOON)

    at_once(app, [ask] * READERS)

    assert written == [1]


def test_a_file_that_failed_is_written_by_whoever_asks_next(app: Flask) -> None:
    def fail() -> File:
        raise ZeroDivisionError

    with reading():
        with pytest.raises(ZeroDivisionError):
            files.current("http://localhost/a", "facts", fail)
        again = files.current("http://localhost/a", "facts", lambda: File(b"one", NOON))

    assert again.body == b"one"
