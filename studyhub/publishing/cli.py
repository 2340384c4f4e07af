"""`python3 app.py note …`: released notes as files for a blog."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import AppGroup

from studyhub import clock
from studyhub.circles import finding
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.publishing import queries
from studyhub.publishing.blogs import exports, folder
from studyhub.publishing.blogs.archive import to_zip
from studyhub.publishing.blogs.exports import Blog, Export, Target
from studyhub.publishing.blogs.folder import Leftover
from studyhub.settings import organization

group = AppGroup("note", help="Notes.")


@group.command("export")
@click.argument("note_id", metavar="[ID]", type=int, required=False)
@click.option("--circle", "slug", metavar="SLUG", help="All released notes of this circle instead of one note.")
@click.option(
    "--to", "target", type=click.Choice([one.value for one in Target]), required=True, help="What reads the files."
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A folder, or a file that ends in .zip.")
@click.option("--prune", is_flag=True, help="Remove from the folder what was retracted since it was exported.")
def export_notes(note_id: int | None, slug: str | None, target: str, out: Path, *, prune: bool) -> None:
    """Write released notes as posts: the note with this ID, or all of a circle.

    Only texts that an editor released leave. Writing again replaces the same files. What was retracted since it was
    written into the folder is named, and removed with --prune; files of others, or changed by them, stay.
    """
    if (note_id is None) == (slug is None):
        raise click.UsageError("Name either the ID of a note or --circle SLUG.")
    if prune and _is_zip(out):
        raise click.UsageError("--prune is for a folder; a zip file holds nothing from before.")
    retracted = [] if _is_zip(out) else _retracted(out)
    export = _note(note_id) if note_id is not None else _circle(slug or "")
    if not export.posts and not retracted:
        raise click.ClickException(_nothing_released(note_id, slug))
    for meeting in export.missing:
        click.echo(f"Without released notes: {_named(meeting)}.", err=True)
    if export.posts or prune:
        _write(export, Target(target), out)
        exports.note_exported(export, now=clock.now())
        db.session.commit()
    _settle(retracted, out, prune=prune)
    click.echo(f"Wrote {len(export.posts)} post{'' if len(export.posts) == 1 else 's'} to {out}.")


def _is_zip(out: Path) -> bool:
    return out.suffix == ".zip"


def _retracted(out: Path) -> list[Leftover]:
    """What stands in the folder of posts that may no longer be read outside."""
    with _said(out):
        return folder.leftovers(out, queries.taken_back(folder.known(out)))


@contextmanager
def _said(out: Path) -> Iterator[None]:
    """What is wrong with the folder, as a sentence."""
    try:
        yield
    except folder.UnreadableList as error:
        name = out / folder.LIST
        raise click.ClickException(
            f"{name} is not as we wrote it. Put it right, or remove it and export again."
        ) from error
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error


def _settle(retracted: list[Leftover], out: Path, *, prune: bool) -> None:
    """Remove what was retracted, or say what would be removed."""
    if prune:
        with _said(out):
            folder.remove(out, retracted)
    for file in retracted:
        if not file.is_ours:
            click.echo(f"Retracted, but changed since it was written, so it stays: {out / file.path}", err=True)
        elif prune:
            click.echo(f"Retracted, removed: {out / file.path}", err=True)
        else:
            click.echo(f"Retracted, still there: {out / file.path} (--prune removes it)", err=True)


def _blog() -> Blog:
    organized = organization.current()
    return Blog(organized.time_zone, current_app.config["STUDYHUB_SETTINGS"].url, organized.language)


def _note(note_id: int) -> Export:
    return exports.of_note(note_id, _blog())


def _circle(slug: str) -> Export:
    circle = db.session.scalar(finding.with_slug(slug))
    if circle is None:
        raise click.ClickException(f"No circle is called {slug!r}; its name is the last part of its page's address.")
    return exports.of_circle(circle, _blog(), now=clock.now())


def _nothing_released(note_id: int | None, slug: str | None) -> str:
    if note_id is not None:
        return f"There is no released text of a note {note_id}: an editor releases it first."
    title = db.session.scalar(finding.with_slug(slug or "").with_only_columns(Circle.title))
    return f"No notes of {title} are released yet: an editor releases them first."


def _named(meeting: Meeting) -> str:
    day = meeting.starts_at.astimezone(ZoneInfo(meeting.circle.time_zone)).date()
    return f"session {meeting.number} of {day.isoformat()}"


def _write(export: Export, target: Target, out: Path) -> None:
    files = export.files(target)
    with _said(out):
        if _is_zip(out):
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_bytes(to_zip(files))
        else:
            folder.write(out, files, [post.slug for post in export.posts])
