"""Passwords: hashing, and the gate in front of it. Which are refused is in `password_strength`.

A hash takes a quarter of a second and 32 MB, so one is made at a time and two may wait; nobody may hold a database
transaction open meanwhile. Under attack each takes a second longer, in the gate: at most three threads ever wait.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from werkzeug.security import check_password_hash, generate_password_hash

from studyhub.web.cleaning import clean_line

METHOD = "scrypt:32768:8:3"
MAX_CHARS = 128
WAITING = 2
SLOW_SECONDS = 1.0
# Of a random text nobody kept: whoever has no password is checked against it and takes as long.
_NOBODYS = (
    "scrypt:32768:8:3$odTd4yXQxXFcZqG4$"
    "4c68a1de7bb2808a8ab43f472eea75843879e51ebf483138bf15d9c296b963edc8f84bf87cee98ef2c5f2ff842472bb05c74bc3b25518d0b475386ac0f7c2083"
)

_places = BoundedSemaphore(1 + WAITING)
_hashing = Lock()


class HashingBusy(Exception):
    """One password is being hashed and two wait: come back in a few seconds."""


def hashed(password: str) -> str:
    """The hash to keep. Raises HashingBusy. Never call it inside a transaction."""
    with _gate():
        return generate_password_hash(clean_line(password), METHOD)


def matches(password_hash: str | None, password: str, *, is_slow: bool = False) -> bool:
    """Whether the password is the one hashed; takes as long when there is no hash. Raises HashingBusy."""
    password = clean_line(password)
    if len(password) > MAX_CHARS:
        password, password_hash = "", None
    with _gate():
        is_right = check_password_hash(password_hash or _NOBODYS, password)
        if is_slow:
            time.sleep(SLOW_SECONDS)
    return is_right and password_hash is not None


def is_gate_full() -> bool:
    """Whether one more hash would raise HashingBusy just now. Only a look: it takes nobody's place."""
    return _places._value == 0


@contextmanager
def _gate() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise HashingBusy
    try:
        with _hashing:
            yield
    finally:
        _places.release()
