"""What is in the data folder is its owner's alone, however it came to be; locks in it open, or say why not."""

import logging
import os
import pwd
from collections.abc import Iterable
from pathlib import Path

from studyhub.config import CannotStart, Settings
from studyhub.files.key_files import OLDER_KEYS_NAME, SECRET_KEY_NAME

FILE_MODE, FOLDER_MODE = 0o600, 0o700
COPIES = "backups"
# SQLite keeps what is not yet in the database's own file beside it.
BESIDE_THE_DATABASE = ("", "-wal", "-shm", "-journal")
LOCKS = ("migrating", "running")
OURS = (SECRET_KEY_NAME, OLDER_KEYS_NAME, COPIES, *LOCKS, "studyhub.db")

log = logging.getLogger(__name__)


class LockOfSomebodyElse(CannotStart):
    """A lock file belongs to another user, and cannot be opened."""


def close_to_others(settings: Settings) -> None:
    """Take everybody else's rights from what StudyHub keeps; what cannot be changed is told in the log."""
    if settings.embedded_database is not None:
        _make_private(settings.embedded_database)
    for path in _kept(settings):
        _close(path)


def _make_private(database: Path) -> None:
    """Let SQLite find an empty file: one that it makes itself is readable by all, and so is its -wal."""
    try:
        os.close(os.open(database, os.O_CREAT | os.O_RDWR, FILE_MODE))
    except OSError:
        # Whether the database can be used is found, and told, when it is opened.
        return


def _kept(settings: Settings) -> Iterable[Path]:
    if settings.embedded_database is not None:
        yield from (Path(f"{settings.embedded_database}{suffix}") for suffix in BESIDE_THE_DATABASE)
    yield from settings.data.glob(f"*{SECRET_KEY_NAME}*")
    yield from (settings.data / name for name in LOCKS)
    yield from settings.data.glob(f"{COPIES}/*")
    yield settings.data / COPIES
    # A folder that holds other things too, such as a home, is not ours to close.
    ours = (*OURS, settings.embedded_database.name) if settings.embedded_database else OURS
    if all(path.name.startswith(ours) for path in settings.data.iterdir()):
        yield settings.data


def _close(path: Path) -> None:
    try:
        mode = path.stat().st_mode & 0o777
        wanted = FOLDER_MODE if path.is_dir() else FILE_MODE
        if mode & ~wanted:
            path.chmod(wanted)
    except FileNotFoundError:
        return
    except OSError:
        log.warning("%s can be read by others and belongs to %s: give it to whoever runs StudyHub.", path, owner(path))


def open_lock(path: Path) -> int:
    """Open a file that is only locked, made when it is not there. Raises LockOfSomebodyElse."""
    try:
        return os.open(path, os.O_CREAT | os.O_RDONLY, FILE_MODE)
    except OSError as error:
        raise LockOfSomebodyElse(_said(path, error)) from error


def _said(path: Path, error: OSError) -> str:
    if not path.exists():
        return (
            f"{path} cannot be made ({error.strerror}): the folder belongs to {owner(path.parent)}; "
            "give it to whoever runs StudyHub, or start StudyHub as that user."
        )
    return (
        f"{path} belongs to {owner(path)} and cannot be opened ({error.strerror}): "
        "remove it while no StudyHub runs, or start StudyHub as that user."
    )


def owner(path: Path) -> str:
    """The name of the user whose file or folder it is."""
    number = path.stat().st_uid
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"
