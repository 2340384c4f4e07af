"""Copies of an embedded database from before an upgrade: the newest few, and what an unfinished one began with."""

import filecmp
import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

KEPT = 5
FOLDER_MODE = 0o700
# Names the copies from before an upgrade that did not end well, one a line; gone once one does.
UNFINISHED = "unfinished-upgrade"


def copy_aside(database: Path, folder: Path, *, revision: str, now: datetime) -> Path:
    """Copy an embedded database, consistently even while it is written to, and hand back where the copy is.

    Only the newest are kept, but never fewer than what an unfinished upgrade began with: every start tries it again,
    and its copies would take the place of the only whole one.
    """
    folder.mkdir(exist_ok=True, mode=FOLDER_MODE)
    copy = _free_name(folder, f"studyhub-{revision}-{now:%Y%m%dT%H%M%S}")
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    if (same := _same_as(copy, _begun_with(folder))) is not None:
        copy.unlink()
        return same
    _note_beginning(folder, copy, revision)
    _remove_outdated(folder)
    return copy


def note_finished_upgrade(folder: Path) -> None:
    """The upgrade ended well: its copies are like any others."""
    (folder / UNFINISHED).unlink(missing_ok=True)


def _free_name(folder: Path, name: str) -> Path:
    path, number = folder / f"{name}.db", 2
    while path.exists():
        path, number = folder / f"{name}-{number}.db", number + 1
    return path


def _begun_with(folder: Path) -> list[Path]:
    note = folder / UNFINISHED
    names = note.read_text(encoding="utf-8").splitlines() if note.exists() else []
    return [folder / name for name in names if (folder / name).exists()]


def _same_as(copy: Path, others: list[Path]) -> Path | None:
    return next((other for other in others if filecmp.cmp(copy, other, shallow=False)), None)


def _note_beginning(folder: Path, copy: Path, revision: str) -> None:
    """Note the copy, unless it is of an upgrade that stopped half way, which nobody can go back to."""
    begun = _begun_with(folder)
    if not begun or any(path.name.startswith(f"studyhub-{revision}-") for path in begun):
        (folder / UNFINISHED).write_text("".join(f"{path.name}\n" for path in [*begun, copy]), encoding="utf-8")


def _remove_outdated(folder: Path) -> None:
    begun = _begun_with(folder)
    others = [path for path in folder.glob("studyhub-*.db") if path not in begun]
    # With the one just made there are as many as are kept.
    for outdated in sorted(others, key=lambda path: path.stat().st_mtime_ns)[: -(KEPT - 1)]:
        outdated.unlink()
