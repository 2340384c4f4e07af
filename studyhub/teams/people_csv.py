"""Everyone as a table that can be read in again: what the list says of each, then what only the accounts say."""

from collections.abc import Iterator

from studyhub.db import db
from studyhub.people import queries as people
from studyhub.people.models import User
from studyhub.teams import queries

# Read in again by these names, whatever language the file was asked for in.
HEADINGS = ("name", "kana", "number", "email", "team", "slack", "joined", "state", "roles")


def lines() -> Iterator[list[str]]:
    """A line for each account, in order; several teams stand in one cell, the primary one first."""
    everyone = list(db.session.scalars(people.in_order()))
    teams = queries.memberships_of_all(user.id for user in everyone)
    for user in everyone:
        names = "; ".join(row.team.name for row in teams.get(user.id, []))
        yield [
            user.name,
            user.kana,
            user.number or "",
            user.email,
            names,
            user.chat_handle,
            f"{user.joined_on:%Y-%m-%d}" if user.joined_on else "",
            user.state.value,
            "; ".join(_roles(user)),
        ]


def _roles(user: User) -> list[str]:
    roles = [("administrator", user.is_admin), ("editor", user.is_editor), ("rota keeper", user.is_rota_keeper)]
    return [name for name, is_held in roles if is_held]
