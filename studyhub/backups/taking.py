"""Taking a backup while people go on: every row of one moment, and the secret key unless it is to stay."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from studyhub import schema
from studyhub.backups import archive, portable
from studyhub.backups.archive import Writer
from studyhub.backups.engines import for_long_work, snapshot
from studyhub.backups.manifest import KEY, OLDER_KEYS, Manifest, member_of
from studyhub.backups.progress import Progress, Say
from studyhub.backups.refused import Refused
from studyhub.config import Settings
from studyhub.version import version


@dataclass(frozen=True)
class Keys:
    """The secret key and those before it."""

    present: str
    older: Sequence[str] = ()


def take(
    settings: Settings, path: Path, *, keys: Keys | None, now: datetime, say: Say, overwrite: bool = False
) -> Manifest:
    """Write everything into one file and hand back what it says about itself. Raises Refused, schema.DatabaseIsNewer.

    The database may be of any revision this StudyHub knows; it is not changed.
    """
    if settings.embedded_database is not None and not settings.embedded_database.exists():
        raise _nothing()
    engine = for_long_work(settings.database_url)
    try:
        with archive.whole_file(path, overwrite=overwrite) as file, snapshot(engine) as connection:
            manifest = Manifest(version(), _revision(connection), engine.dialect.name, now.isoformat())
            with Writer(file, manifest) as writer:
                _add_rows(writer, manifest, connection, Progress(say))
                _add_keys(writer, keys)
                writer.finish()
            return manifest
    except DBAPIError as error:
        raise Refused("The database does not answer any more; no backup was made. Try again.") from error


def _revision(connection: Connection) -> str:
    """The one revision of the tables."""
    present = schema.revisions(connection)
    schema.refuse_unknown(present)
    if len(present) != 1:
        raise _nothing()
    return min(present)


def _nothing() -> Refused:
    return Refused("There is nothing to back up: this database was never used by StudyHub.")


def _add_rows(writer: Writer, manifest: Manifest, connection: Connection, progress: Progress) -> None:
    for table in portable.tables_of(connection):
        # Closed even where writing stops half way: the rows still to come are in the database's hands.
        with closing(portable.lines(connection, table)) as lines:
            count = writer.add(member_of(table.name), progress.counted(table.name, lines))
        manifest.tables[table.name] = {"columns": [column.name for column in table.columns], "rows": count}


def _add_keys(writer: Writer, keys: Keys | None) -> None:
    if keys is None:
        return
    writer.add(KEY, [keys.present.encode()])
    if keys.older:
        writer.add(OLDER_KEYS, ["\n".join(keys.older).encode()])
