"""`python3 app.py rota …`: planning the rota from the terminal."""

import json
from datetime import date
from typing import Any

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from studyhub import clock, zones
from studyhub.db import db
from studyhub.people import queries as people
from studyhub.people.emails import normal_email
from studyhub.people.models import User
from studyhub.rota import drafting
from studyhub.rota.models import NAME_MAX_CHARS
from studyhub.rota.planning.inputs import BadRules
from studyhub.rota.printing import printed
from studyhub.text.cleaning import clean_line
from studyhub.zones import DateOutOfRange

group = AppGroup("rota", help="Who is on call: nights, days off and special days over all teams.")


def _date(_context: click.Context, parameter: click.Parameter, text: str) -> date:
    try:
        day = date.fromisoformat(text)
        zones.require_in_range(day)
    except (ValueError, DateOutOfRange) as error:
        raise click.ClickException(
            f"{parameter.opts[0]} must be a date such as 2027-01-01, between 2000 and 2100, not {text!r}."
        ) from error
    return day


@group.command("plan")
@click.option("--from", "first", required=True, callback=_date, help="First day.")
@click.option("--until", "last", required=True, callback=_date, help="Last day; at most a year after the first.")
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
    if not 1 <= len(title) <= NAME_MAX_CHARS:
        raise click.ClickException(f"--name has 1 to {NAME_MAX_CHARS} characters.")
    # What was read so far began a reading transaction; the writing one begins anew.
    db.session.rollback()
    keeper = _keeper(email)
    now = clock.now()
    try:
        rota = drafting.make(title, first, last, by=keeper, now=now)
    except drafting.Overlaps as error:
        other = error.args[0]
        raise click.ClickException(f"{other.name} ({other.starts_on} – {other.ends_on}) has days in common.") from error
    drafting.draft(rota, by=keeper, now=now, seed=seed)
    db.session.commit()
    click.echo(f"Kept as a draft by {keeper.name}: /oncall/rotas/{rota.id}/", err=True)


def _keeper(email: str | None) -> User:
    if email is None:
        first = people.first_administrator()
        if first is None:
            raise click.ClickException("There is no administrator yet: make one with `user create --admin` first.")
        return first
    found = people.by_email(normal_email(email))
    if found is None or not found.is_member or not (found.is_rota_keeper or found.is_admin):
        raise click.ClickException(f"No rota keeper has the address {email}; `python3 app.py people list` shows all.")
    return found


def _print(document: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    for shift in document["shifts"]:
        person = "vacant" if shift["person"] is None else str(shift["person"])
        click.echo("\t".join([shift["start"], shift["end"], shift["kind"], shift["role"], person, shift["reason"]]))
