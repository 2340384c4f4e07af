"""`python3 app.py people …`: who is in the organisation."""

import click
from flask.cli import AppGroup

from studyhub.db import db
from studyhub.people import queries
from studyhub.people.models import User

group = AppGroup("people", help="People of the organisation.")


@group.command("list")
def list_people() -> None:
    """Everyone, one a line: address, name, state and roles, separated by tabs."""
    for user in db.session.scalars(queries.in_order()):
        click.echo("\t".join([user.email, user.name, user.state.value, ", ".join(_roles(user))]).rstrip())


def _roles(user: User) -> list[str]:
    roles = [("administrator", user.is_admin), ("editor", user.is_editor), ("rota keeper", user.is_rota_keeper)]
    return [name for name, is_held in roles if is_held]
