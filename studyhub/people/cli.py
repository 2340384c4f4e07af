"""`python3 app.py people …`: who is in the organisation."""

from typing import BinaryIO, TextIO

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from studyhub import clock
from studyhub.accounts import setup
from studyhub.db import db
from studyhub.people import queries
from studyhub.people.models import User
from studyhub.people.rosters import roster
from studyhub.people.rosters.roster_words import problem_words
from studyhub.teams import enrolment, enrolment_plan, people_csv
from studyhub.teams.enrolment_words import obstacle_words
from studyhub.text.csv_files import csv_text
from studyhub.text.sheets import MAX_BYTES, Problem

group = AppGroup("people", help="People of the organisation.")


@group.command("list")
def list_people() -> None:
    """Everyone, one a line: address, name, state and roles, separated by tabs."""
    for user in db.session.scalars(queries.in_order()):
        click.echo("\t".join([user.email, user.name, user.state.value, ", ".join(_roles(user))]).rstrip())


def _roles(user: User) -> list[str]:
    roles = [("administrator", user.is_admin), ("editor", user.is_editor), ("rota keeper", user.is_rota_keeper)]
    return [name for name, is_held in roles if is_held]


@group.command("import")
@click.argument("file", type=click.File("rb"))
@click.option(
    "--all-teams", is_flag=True, help="The list says all teams of those in it: they leave the ones it does not name."
)
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
def import_people(file: BinaryIO, all_teams: bool, dry_run: bool) -> None:
    """Take over a list of people from a CSV FILE (name, kana, number, email, team, slack, joined): all or nothing.

    Somebody known is found by their number, else by their address. Running it twice changes nothing. The people set
    their password by "Forgot your password?" or an invitation.
    """
    if not setup.is_set_up():
        raise click.ClickException("There is no organisation yet: make an administrator with `user create` first.")
    read = roster.read_bytes(file.read(MAX_BYTES + 1))
    for column in read.unknown_columns:
        click.echo(f"The column {column!r} is not used.", err=True)
    if not read.problems:
        _enrol(read.people, says_all_teams=all_teams, dry_run=dry_run)
        return
    for problem in read.problems:
        click.echo(_said(problem), err=True)
    raise click.ClickException("Nothing was taken over; mend the lines above and try again.")


def _enrol(people: list[roster.Person], *, says_all_teams: bool, dry_run: bool) -> None:
    planned = enrolment_plan.plan(people, says_all_teams=says_all_teams)
    for entry in planned.in_the_way:
        click.echo(_in_the_way(entry), err=True)
    if planned.in_the_way:
        raise click.ClickException("Nothing was taken over; mend the lines above and try again.")
    if not dry_run:
        db.session.rollback()
        planned = enrolment.enrol(people, by=None, now=clock.now(), says_all_teams=says_all_teams)
        db.session.commit()
    counts = f"{len(planned.new)} new, {len(planned.changed)} changed, {planned.unchanged_count} as before"
    teams = f"; new teams: {', '.join(planned.new_teams)}" if planned.new_teams else ""
    teams += f"; leave a team: {planned.leaving_count}" if planned.leaving_count else ""
    click.echo(f"{'Would take over' if dry_run else 'Taken over'}: {counts}{teams}.")


def _in_the_way(entry: enrolment_plan.Entry) -> str:
    with force_locale("en"):
        return f"Line {entry.person.line}: {obstacle_words(entry)}"


@group.command("export")
@click.argument("file", type=click.File("w", encoding="utf-8-sig", atomic=True, lazy=True))
def export_people(file: TextIO) -> None:
    """Write everyone into a CSV FILE that `people import` takes back, with the state and roles of each account."""
    with force_locale("en"):
        file.write(csv_text(people_csv.HEADINGS, people_csv.lines()))


def _said(problem: Problem) -> str:
    where = f"Line {problem.line}: " if problem.line else ""
    with force_locale("en"):
        return f"{where}{problem_words(problem)}"
