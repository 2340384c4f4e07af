"""A copy each night, where it is switched on: without the secret key, and only the newest are kept.

The worker's turn only looks whether it is due. The copy is made in a thread of its own, so no mail waits for it.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, delete, select, update

from studyhub.backups.models import NightlyCopy
from studyhub.backups.refused import Refused
from studyhub.config import Settings
from studyhub.db import db, reading
from studyhub.delivery import inbox, queries, rows
from studyhub.files.private_files import COPIES, FOLDER_MODE
from studyhub.settings import organization

NIGHT_BEGINS_HOUR = 3
# Whoever began one and has not finished after this long is gone, or failed: it is tried again.
LEASE = timedelta(hours=1)
REMEMBERED = timedelta(days=90)
PREFIX = "nightly-"

log = logging.getLogger(__name__)


@dataclass
class Nightly:
    """Makes the copies of one installation. `context` opens an application context."""

    settings: Settings
    context: Callable[[], AbstractContextManager[object]]
    at_work: threading.Thread | None = None

    def begin_if_due(self, now: datetime) -> None:
        """Begin tonight's copy, unless it was made or is being made, by whichever worker. For the worker's turns."""
        if self.settings.nightly_copies == 0 or (self.at_work and self.at_work.is_alive()):
            return
        if (night := night_of(now)) is not None and not _is_taken(night, now):
            self.at_work = threading.Thread(target=self.make, args=(night, now), name="nightly copy", daemon=True)
            self.at_work.start()

    def make(self, night: date, now: datetime) -> None:
        """Make a night's copy, if nobody else does, and tell administrators when it cannot be made."""
        with self.context():
            if not _claim(night, now):
                return
            try:
                _write(self.settings, night, now)
            except Refused as error:
                log.warning("The nightly copy could not be made: %s", error)
                _tell(night, str(error), now)
            except Exception:
                log.exception("The nightly copy could not be made")
                _tell(night, "", now)
            else:
                db.session.execute(update(NightlyCopy).where(NightlyCopy.night == night).values(finished_at=now))
                db.session.commit()


def night_of(now: datetime) -> date | None:
    """Today, once the night's hour has come where the organisation is; a worker that slept makes it later that day."""
    local = now.astimezone(ZoneInfo(organization.current().time_zone))
    return local.date() if local.hour >= NIGHT_BEGINS_HOUR else None


def _is_taken(night: date, now: datetime) -> bool:
    with reading():
        found = db.session.scalar(select(NightlyCopy).where(NightlyCopy.night == night))
        db.session.commit()
    return found is not None and (found.finished_at is not None or found.began_at > now - LEASE)


def _claim(night: date, now: datetime) -> bool:
    """Whether this night is ours to copy; of several that ask at once one gets it."""
    free = now - LEASE
    rows.insert_missing(NightlyCopy, [{"night": night, "began_at": free}], unique=["night"])
    ours = update(NightlyCopy).where(
        NightlyCopy.night == night, NightlyCopy.finished_at.is_(None), NightlyCopy.began_at <= free
    )
    taken = db.session.execute(ours.values(began_at=now))
    db.session.execute(delete(NightlyCopy).where(NightlyCopy.night < (now - REMEMBERED).date()))
    db.session.commit()
    return isinstance(taken, CursorResult) and taken.rowcount == 1


def _write(settings: Settings, night: date, now: datetime) -> None:
    from studyhub.backups import taking  # noqa: PLC0415 -- most servers never make a copy

    folder = _folder(settings)
    path = folder / f"{PREFIX}{night:%Y%m%d}.zip"
    made = taking.take(settings, path, keys=None, now=now, say=log.info, overwrite=True)
    log.info("The nightly copy is made", extra={"event": {"file": path.name, "rows": made.row_count}})
    _remove_older(folder, settings.nightly_copies)


def _folder(settings: Settings) -> Path:
    """The folder of the copies, without what a worker that was stopped left behind. Raises Refused."""
    folder = settings.data / COPIES
    try:
        folder.mkdir(exist_ok=True, mode=FOLDER_MODE)
        for unfinished in folder.glob(f".{PREFIX}*"):
            unfinished.unlink()
    except OSError as error:
        raise Refused(f"{folder} cannot be written ({error.strerror}).") from error
    return folder


def _remove_older(folder: Path, kept: int) -> None:
    for outdated in sorted(folder.glob(f"{PREFIX}*.zip"))[:-kept]:
        outdated.unlink()


def _tell(night: date, error: str, now: datetime) -> None:
    db.session.rollback()
    administrators = db.session.scalars(queries.administrators())
    payload = {"night": night.isoformat(), "error": error}
    inbox.put("nightly_copy_failed", administrators, key=f"nightly_copy_failed:{night}", payload=payload, now=now)
    db.session.commit()
