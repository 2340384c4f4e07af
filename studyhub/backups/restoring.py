"""Restoring: everything is prepared beside what is there, and exchanged at the very end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from studyhub import migrating, schema
from studyhub.backups import archive, embedded, filling, served
from studyhub.backups.archive import Backup
from studyhub.backups.manifest import KEY, OLDER_KEYS, Manifest
from studyhub.backups.progress import Progress, Say
from studyhub.backups.refused import Refused
from studyhub.config import Settings
from studyhub.files.key_files import SECRET_KEY_MIN_CHARS
from studyhub.keys import files, fingerprints


@dataclass(frozen=True)
class Restored:
    """What a restore did: where the database before is kept, if there was one, and its key, if that is another.

    `ends` says that the backup held no key and was made with another one than the present.
    """

    manifest: Manifest
    kept_database: str | None
    kept_key: Path | None
    ends: bool


def restore(settings: Settings, path: Path, *, replace: bool, now: datetime, say: Say) -> Restored:
    """Put a backup in the place of the present database, which is kept aside. Raises Refused, with nothing changed."""
    with archive.opened(path) as backup:
        _refuse_newer(backup.manifest)
        _refuse_lost_key(settings, backup)
        say(f"{path} is whole: {backup.manifest.row_count:,} rows of {backup.manifest.moment}.")
        preparing = _Preparing(backup, settings, now, Progress(say))
        try:
            with schema.alone(settings):
                kept = _exchange(settings, preparing, replace=replace, now=now)
        except DBAPIError as error:
            raise Refused(f"The database could not be filled: {error.orig}. What was there is unchanged.") from error
        except OSError as error:
            raise Refused(f"The database cannot be written ({error}). What was there is unchanged.") from error
        kept_key = _restore_keys(settings, backup, is_first=kept is None, now=now)
        return Restored(backup.manifest, kept, kept_key, preparing.ends)


def _refuse_newer(manifest: Manifest) -> None:
    if manifest.revision not in schema.known_revisions():
        raise Refused(f"The backup was made by a newer StudyHub ({manifest.studyhub}): update StudyHub first.")


def _refuse_lost_key(settings: Settings, backup: Backup) -> None:
    try:
        if _brings_key(settings, backup):
            _refuse_short_keys(backup)
            files.require_writable(settings)
    except files.KeysNotWritable as error:
        raise Refused(str(error)) from error


def _refuse_short_keys(backup: Backup) -> None:
    """No server would start with them."""
    keys = [backup.text(KEY).strip(), *backup.text(OLDER_KEYS).split()]
    if any(len(key) < SECRET_KEY_MIN_CHARS for key in keys):
        raise backup.refusal()


def _brings_key(settings: Settings, backup: Backup) -> bool:
    return backup.manifest.has_key and backup.text(KEY) != settings.secret_key


def _exchange(settings: Settings, prepare: Callable[[Engine], None], *, replace: bool, now: datetime) -> str | None:
    if settings.embedded_database is not None:
        return embedded.exchange(settings, settings.embedded_database, prepare, now=now)
    return served.exchange(settings.database_url, prepare, replace=replace, now=now)


class _Preparing:
    """Fills an empty database: tables as the backup knows them, its rows, and what became of the tables since."""

    def __init__(self, backup: Backup, settings: Settings, now: datetime, progress: Progress) -> None:
        self._backup, self._settings, self._now, self._progress = backup, settings, now, progress
        self.ends = False

    def __call__(self, engine: Engine) -> None:
        migrating.upgrade(self._backup.manifest.revision, engine=engine)
        filling.fill(engine, self._backup, self._progress)
        migrating.upgrade(engine=engine)
        if not self._backup.manifest.has_key:
            self._go_with_present_key(engine)

    def _go_with_present_key(self, engine: Engine) -> None:
        keys = self._settings.keys
        with engine.begin() as connection:
            self.ends = fingerprints.noted(connection) not in (None, *map(fingerprints.fingerprint, keys))
            if self.ends:
                fingerprints.end_sessions(connection)
                fingerprints.end_links_of_other_keys(connection, keys, now=self._now)
            fingerprints.note(connection, keys[0], now=self._now)


def _restore_keys(settings: Settings, backup: Backup, *, is_first: bool, now: datetime) -> Path | None:
    """Write the keys of the backup; where the present one, if it was used, is kept."""
    if not _brings_key(settings, backup):
        return None
    kept = None if is_first else files.set_aside(settings, now=now)
    files.write(settings, key=backup.text(KEY), older=tuple(backup.text(OLDER_KEYS).split()))
    return kept
