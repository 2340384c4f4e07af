"""`python3 app.py rota …`: planning the rota from the terminal."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, BinaryIO

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from studyhub import clock
from studyhub.db import db
from studyhub.people import queries as people
from studyhub.people.models import User
from studyhub.people.spelling.emails import normal_email
from studyhub.people.terminal import acting, day
from studyhub.rota import drafting
from studyhub.rota.importing import matching, reading, taking
from studyhub.rota.importing.matching import Matched
from studyhub.rota.importing.words import problem_words
from studyhub.rota.models import NAME_MAX_CHARS
from studyhub.rota.planning.inputs import BadRules
from studyhub.rota.printing import printed
from studyhub.text.cleaning import clean_line
from studyhub.text.sheets import MAX_BYTES
from studyhub.zones import DateOutOfRange

group = AppGroup("rota", help="Who is on call: nights, days off and special days over all teams.")


@group.command("plan")
@click.option("--from", "first", required=True, callback=day, help="First day.")
@click.option("--until", "last", required=True, callback=day, help="Last day; at most a year after the first.")
@click.option(
    "--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help="Another one, another plan."
)
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
@click.option("--save", is_flag=True, help="Keep it as a draft, to be looked at and published on the web.")
@click.option("--name", help="Name of the rota, with --save.")
@click.option("--by", "email", help="Address of its keeper, with --save; by default the first administrator.")
def plan_span(
    first: date, last: date, seed: int, as_json: bool, save: bool, name: str | None, email: str | None
) -> None:
    """Plan nights, days off and special days with everybody who is ready; nothing is saved without --save."""
    if not save and (name or email):
        raise click.ClickException("--name and --by belong to --save.")
    try:
        drafting.require_span(first, last)
        found = drafting.planned_for(first, last, now=clock.now(), seed=seed)
    except drafting.EndsBeforeStart as error:
        raise click.ClickException("--until must not be before --from.") from error
    except drafting.TooLong as error:
        raise click.ClickException(f"At most {drafting.DAYS_MAX} days are planned at once.") from error
    except BadRules as error:
        raise click.ClickException("The rules contradict themselves; mend them under On call, Rules.") from error
    except DateOutOfRange as error:
        raise click.ClickException("The calendar ends in 2100; plan fewer days.") from error
    with force_locale("en"):
        document = printed(found.planned, found.people, found.rules)
    if save:
        _save(name, first, last, seed, email)
    _print(document, as_json=as_json)


def _save(name: str | None, first: date, last: date, seed: int, email: str | None) -> None:
    title = clean_line(name or f"{first} – {last}")
    _require_title(title)
    # What was read so far began a reading transaction; the writing one begins anew.
    db.session.rollback()
    keeper = _keeper(email)
    now = clock.now()
    try:
        rota = drafting.make(title, first, last, by=keeper, now=now)
    except drafting.Overlaps as error:
        raise click.ClickException(_common_days(error)) from error
    try:
        drafting.draft(rota, by=keeper, now=now, seed=seed)
    except drafting.Over as error:
        raise click.ClickException("These days are over: what was served comes in by rota import.") from error
    db.session.commit()
    click.echo(f"Kept as a draft by {keeper.name}: /oncall/rotas/{rota.id}/", err=True)


def _keeper(email: str | None) -> User:
    return acting(email, called="rota keeper", may=lambda user: user.is_rota_keeper or user.is_admin)


def _print(document: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    for shift in document["shifts"]:
        person = "vacant" if shift["person"] is None else str(shift["person"])
        click.echo("\t".join([shift["start"], shift["end"], shift["kind"], shift["role"], person, shift["reason"]]))


@group.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--name", help="Name of the rota.  [its first and last day]")
@click.option("--by", "email", help="Address of its keeper; by default the first administrator.")
@click.option(
    "--person", "chosen", multiple=True, metavar="NAME=ADDRESS", help="Who is meant by a name that several people have."
)
@click.option("--dry-run", is_flag=True, help="Say what would be taken over and change nothing.")
def import_rota(file: BinaryIO, name: str | None, email: str | None, chosen: Sequence[str], dry_run: bool) -> None:
    """Take over a rota from a CSV FILE (date or start and end, role, person, kind), published as it is: all or nothing.

    Instead of role and person a line may have a column for each role. Nobody is told, for people know their shifts.
    """
    table = reading.read_bytes(file.read(MAX_BYTES + 1))
    for column in table.unknown_columns:
        click.echo(f"The column {column!r} is not used.", err=True)
    keeper = _keeper(email)
    matched = matching.match(table, _chosen(chosen))
    _require_clear(matched)
    title = clean_line(name or f"{matched.first} – {matched.last}")
    _require_title(title)
    if not dry_run:
        _take(matched, title, keeper)
    said = "Would take over" if dry_run else "Taken over"
    click.echo(f"{said}: {len(matched.entries)} shifts, {matched.first} – {matched.last}.")


def _chosen(pairs: Sequence[str]) -> dict[str, int]:
    chosen = {}
    for pair in pairs:
        name, _equals, address = pair.rpartition("=")
        user = people.by_email(normal_email(address))
        if not name or user is None:
            raise click.ClickException(f"--person needs a name and the address of a member, not {pair!r}.")
        chosen[clean_line(name)] = user.id
    return chosen


def _require_clear(matched: Matched) -> None:
    with force_locale("en"):
        for problem in matched.problems:
            where = f"Line {problem.line}: " if problem.line else ""
            click.echo(f"{where}{problem_words(problem)}", err=True)
    for name, users in matched.choices.items():
        meant = ", ".join(f"{user.name} <{user.email}>" for user in users)
        click.echo(f"{name!r} may be {meant}: say who by --person '{name}=ADDRESS'.", err=True)
    if matched.problems or matched.choices:
        raise click.ClickException("Nothing was taken over; mend what is said above and try again.")


def _take(matched: Matched, title: str, keeper: User) -> None:
    try:
        taking.take(matched, title, by=keeper, now=clock.now())
    except drafting.Overlaps as error:
        raise click.ClickException(_common_days(error)) from error
    db.session.commit()


def _require_title(title: str) -> None:
    if not 1 <= len(title) <= NAME_MAX_CHARS:
        raise click.ClickException(f"--name has 1 to {NAME_MAX_CHARS} characters.")


def _common_days(error: drafting.Overlaps) -> str:
    other = error.args[0]
    return f"{other.name} ({other.starts_on} – {other.ends_on}) has days in common."
