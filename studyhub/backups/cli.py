"""`python3 app.py backup FILE` and `restore FILE`."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from studyhub import clock
from studyhub.backups import restoring, taking
from studyhub.backups.manifest import Manifest
from studyhub.backups.refused import Refused
from studyhub.backups.restoring import Restored
from studyhub.backups.taking import Keys
from studyhub.config import Settings

FILE = click.Path(path_type=Path, dir_okay=False)
ENDS = """The backup was made with another secret key and holds none, so with the present key: everybody signs in again;
open invitations and links for a new password are void; people find new private addresses of feeds and calendars on
their profile; links in old mail that end a kind of mail do nothing."""


@click.command()
@click.argument("file", type=FILE)
@click.option("--without-key", is_flag=True, help="Leave the secret key out; keep a copy of it elsewhere.")
@click.option("--overwrite", is_flag=True, help="Replace FILE if it is there already.")
@with_appcontext
def backup(file: Path, without_key: bool, overwrite: bool) -> None:
    """Write everything into one FILE while people go on.

    The file restores into SQLite as well as PostgreSQL. It holds the secret key: keep it where nobody else reads.
    """
    settings = _settings()
    keys = None if without_key else Keys(settings.secret_key, settings.older_keys)
    try:
        path = file.absolute()
        made = taking.take(settings, path, keys=keys, now=clock.now(), say=_say, overwrite=overwrite)
    except Refused as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{file}: {_counts(made)}, {_size(path)}.")
    if made.has_key:
        click.echo("It holds the secret key: whoever has it can sign in as anybody. Keep it like a password.")
    else:
        click.echo(f"The secret key is not in it: keep a copy of {settings.key_file} elsewhere.")


@click.command()
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="On PostgreSQL: keep the present tables in a dated schema.")
@with_appcontext
def restore(file: Path, replace: bool) -> None:
    """Put a backup FILE in the place of the present database.

    Stop every server and worker first. The file is checked before anything changes. What is there now is kept: the
    embedded database in the folder of its copies, the tables in PostgreSQL in a dated schema (which needs --replace
    once there is an organisation), and the secret key beside the restored one.
    """
    try:
        done = restoring.restore(_settings(), file.absolute(), replace=replace, now=clock.now(), say=_say)
    except Refused as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Restored {_counts(done.manifest)} of {done.manifest.moment}.")
    for line in _notes(done):
        click.echo(line)


def _notes(done: Restored) -> list[str]:
    notes = []
    if done.kept_database:
        notes.append(f"What was there before is kept: {done.kept_database}")
    if done.kept_key:
        notes.append(f"The secret key before is kept: {done.kept_key}")
    if done.ends:
        notes.append(" ".join(ENDS.split()))
    return notes


def _counts(manifest: Manifest) -> str:
    return f"{manifest.row_count:,} rows of {len(manifest.tables)} tables"


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 2**20:.1f} MB"


def _say(line: str) -> None:
    click.echo(line, err=True)


def _settings() -> Settings:
    settings: Settings = current_app.config["STUDYHUB_SETTINGS"]
    return settings
