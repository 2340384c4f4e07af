"""`python3 app.py note …`: released notes as files for a blog."""

from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from studyhub import clock
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.publishing import exports
from studyhub.publishing.archive import to_zip
from studyhub.publishing.exports import Blog, Export, Target
from studyhub.settings import organization

group = AppGroup("note", help="Notes.")


@group.command("export")
@click.argument("note_id", metavar="[ID]", type=int, required=False)
@click.option("--circle", "slug", metavar="SLUG", help="All released notes of this circle instead of one note.")
@click.option(
    "--to", "target", type=click.Choice([one.value for one in Target]), required=True, help="What reads the files."
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A folder, or a file that ends in .zip.")
def export_notes(note_id: int | None, slug: str | None, target: str, out: Path) -> None:
    """Write released notes as posts: the note with this ID, or all of a circle.

    Only texts that an editor released leave. Writing again replaces the same files.
    """
    if (note_id is None) == (slug is None):
        raise click.UsageError("Name either the ID of a note or --circle SLUG.")
    export = _note(note_id) if note_id is not None else _circle(slug or "")
    for meeting in export.missing:
        click.echo(f"Without released notes: {_named(meeting)}.", err=True)
    _write(export.files(Target(target)), out)
    exports.note_exported(export, now=clock.now())
    db.session.commit()
    click.echo(f"Wrote {len(export.posts)} post{'' if len(export.posts) == 1 else 's'} to {out}.")


def _blog() -> Blog:
    organized = organization.current()
    return Blog(organized.time_zone, current_app.config["STUDYHUB_SETTINGS"].url, organized.language)


def _note(note_id: int) -> Export:
    export = exports.of_note(note_id, _blog())
    if not export.posts:
        raise click.ClickException(f"There is no released text of a note {note_id}: an editor releases it first.")
    return export


def _circle(slug: str) -> Export:
    circle = db.session.scalar(select(Circle).where(Circle.slug == slug))
    if circle is None:
        raise click.ClickException(f"No circle is called {slug!r}; its name is the last part of its page's address.")
    export = exports.of_circle(circle, _blog(), now=clock.now())
    if not export.posts:
        raise click.ClickException(f"No notes of {circle.title} are released yet: an editor releases them first.")
    return export


def _named(meeting: Meeting) -> str:
    day = meeting.starts_at.astimezone(ZoneInfo(meeting.circle.time_zone)).date()
    return f"session {meeting.number} of {day.isoformat()}"


def _write(files: dict[str, bytes], out: Path) -> None:
    try:
        if out.suffix == ".zip":
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_bytes(to_zip(files))
            return
        for name, body in files.items():
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
