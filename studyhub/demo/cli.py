"""`python3 app.py demo`: a believable organisation to look around in."""

import click
from flask import current_app
from flask.cli import with_appcontext

from studyhub import clock
from studyhub.accounts import passwords
from studyhub.db import db
from studyhub.delivery.texts import kinds_of
from studyhub.demo import filling
from studyhub.demo.population import ADMIN_EMAIL


@click.command()
@with_appcontext
def demo() -> None:
    """Fill an empty organisation with invented people, circles, sessions and notes."""
    password_hash = passwords.hashed(filling.PASSWORD)
    try:
        filled = filling.fill(password_hash=password_hash, kinds=kinds_of(current_app), now=clock.now(), say=click.echo)
    except filling.NotEmpty as error:
        raise click.ClickException(
            "The organisation is not empty: the demo only fills one without circles and people."
        ) from error
    db.session.commit()
    click.echo(f"{filled.people} people, {filled.circles} circles, {filled.meetings} sessions.")
    click.echo(f"Sign in as {ADMIN_EMAIL} with the password {filling.PASSWORD}; the README names others.")
