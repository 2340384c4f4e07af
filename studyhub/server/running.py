"""Whether a server or worker runs on this database: asked before its tables are exchanged."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from studyhub.config import CannotStart, Settings
from studyhub.files.private_files import open_lock

NAME = "running"


class BeingRestored(CannotStart):
    """The tables are exchanged at this moment."""


class StillRunning(Exception):
    """A server or worker uses the embedded database."""


@contextmanager
def announced(settings: Settings) -> Iterator[None]:
    """Be known as running; however the process ends, that ends with it. Raises BeingRestored.

    On PostgreSQL the connections tell.
    """
    if settings.embedded_database is None:
        yield
        return
    with _locked(settings, fcntl.LOCK_SH, BeingRestored("A backup is being restored: start StudyHub when it is done.")):
        yield


@contextmanager
def nobody_else(settings: Settings) -> Iterator[None]:
    """Keep servers and workers from starting on the embedded database. Raises StillRunning."""
    with _locked(settings, fcntl.LOCK_EX, StillRunning()):
        yield


@contextmanager
def _locked(settings: Settings, kind: int, otherwise: Exception) -> Iterator[None]:
    lock = open_lock(settings.data / NAME)
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise otherwise from None
    try:
        yield
    finally:
        os.close(lock)
