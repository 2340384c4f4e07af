"""`python3 app.py key …`: the secret key that cookies, links and private addresses hang on."""

import click
from flask import current_app
from flask.cli import AppGroup

from studyhub import clock
from studyhub.config import Settings
from studyhub.db import db
from studyhub.files.key_files import OLDER_KEYS_NAME
from studyhub.keys import checking, files, fingerprints

group = AppGroup("key", help="The secret key of this installation.")

ENDS = "everybody signs in again; open invitations and links for a new password are void; private addresses of feeds \
and calendars, and links that end a kind of mail, are others"


@group.command()
def adopt() -> None:
    """Use this database with the key in the data folder, whatever key it was used with before.

    Stop every server and worker first. It ends all sessions and open links, and people find new private addresses of
    feeds and calendars on their profile.
    """
    settings, now = _settings(), clock.now()
    with db.engine.begin() as connection:
        if fingerprints.noted(connection) in (None, *map(fingerprints.fingerprint, settings.keys)):
            click.echo("This database goes with this key already; nothing was changed.")
            return
        fingerprints.end_sessions(connection)
        fingerprints.end_links_of_other_keys(connection, settings.keys, now=now)
        fingerprints.note(connection, settings.secret_key, now=now)
    click.echo(f"The key is taken over: {ENDS}.")


@group.command()
def rotate() -> None:
    """Make a new key; what was made with the present one stays valid until `key forget-older`.

    Start every server and worker again afterwards, on other machines with copies of both files.
    """
    settings, now, key = _settings(), clock.now(), files.new_key()
    checking.require_own_key(settings, now=now)
    try:
        files.require_writable(settings)
    except files.KeysNotWritable as error:
        raise click.ClickException(str(error)) from error
    files.write(settings, key=key, older=settings.keys)
    with db.engine.begin() as connection:
        fingerprints.note(connection, key, now=now)
    click.echo(f"{settings.key_file} holds a new key, {settings.data / OLDER_KEYS_NAME} those before.")
    click.echo("Start every server and worker again; other machines need copies of both files first.")


@group.command("forget-older")
def forget_older() -> None:
    """End whatever was made with a key before the present one, such as one that became known to others."""
    settings, now = _settings(), clock.now()
    if not settings.older_keys:
        click.echo("There is no older key; nothing was changed.")
        return
    checking.require_own_key(settings, now=now)
    files.write(settings, key=settings.secret_key, older=())
    with db.engine.begin() as connection:
        fingerprints.end_links_of_other_keys(connection, [settings.secret_key], now=now)
    click.echo(f"The older keys are forgotten. For whatever was made with them: {ENDS}.")
    click.echo("Start every server and worker again.")


def _settings() -> Settings:
    settings: Settings = current_app.config["STUDYHUB_SETTINGS"]
    return settings
