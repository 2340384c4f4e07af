"""Who and when, as commands of the terminal are told it."""

from collections.abc import Callable
from datetime import date

import click

from studyhub import zones
from studyhub.people import queries
from studyhub.people.models import User
from studyhub.people.spelling.emails import normal_email
from studyhub.zones import DateOutOfRange


def day(_context: click.Context, parameter: click.Parameter, text: str) -> date:
    """The date an option says. Raises ClickException."""
    try:
        found = date.fromisoformat(text)
        zones.require_in_range(found)
    except (ValueError, DateOutOfRange) as error:
        raise click.ClickException(
            f"{parameter.opts[0]} must be a date such as 2027-01-01, between 2000 and 2100, not {text!r}."
        ) from error
    return found


def acting(email: str | None, *, called: str, may: Callable[[User], bool] = lambda user: True) -> User:
    """The member with an address who may do it; without one the first administrator. Raises ClickException.

    `called` says in a sentence whom the address must be of, such as "member".
    """
    if email is None:
        first = queries.first_administrator()
        if first is None:
            raise click.ClickException("There is no administrator yet: make one with `user create --admin` first.")
        return first
    found = queries.by_email(normal_email(email))
    if found is None or not found.is_member or not may(found):
        raise click.ClickException(f"No {called} has the address {email}; `python3 app.py people list` shows all.")
    return found
