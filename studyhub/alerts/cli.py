"""`python3 app.py alerts …`: alerts from the terminal."""

from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from studyhub import clock
from studyhub.alerts.incoming import importing
from studyhub.alerts.incoming.problems import NotJson, WrongShape, problem_words
from studyhub.db import db

group = AppGroup("alerts", help="Alerts and their review.")


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be taken.")
def import_file(file: Path, dry_run: bool) -> None:
    """Take in a list of Alertmanager's alerts; taken twice it brings nothing more."""
    try:
        data, now = file.read_bytes(), clock.now()
        found = importing.preview(data, now=now) if dry_run else importing.take(data, by=None, now=now)
    except NotJson as error:
        raise click.ClickException(f"{file.name} is not JSON.") from error
    except WrongShape as wrong:
        with force_locale("en"):
            raise click.ClickException(f"{file.name} is not taken: {problem_words(wrong)}") from wrong
    db.session.commit()
    click.echo(f"{found.records} records, {len(found.firings)} firings, {found.new} of them new.")
    if found.nameless:
        click.echo(f"No service has these names: {', '.join(found.nameless)}.")
