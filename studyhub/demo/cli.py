"""`python3 app.py demo`: a believable organisation to look around in."""

import click
from flask import current_app
from flask.cli import with_appcontext

from studyhub import clock
from studyhub.accounts import passwords
from studyhub.db import db
from studyhub.delivery.texts import kinds_of
from studyhub.demo import filling, known_password
from studyhub.demo.population import ADMIN_EMAIL
from studyhub.handing_in import demos_of


@click.command()
@with_appcontext
def demo() -> None:
    """Fill an empty organisation with invented people, circles, sessions and notes."""
    password = known_password.choose(current_app.config["STUDYHUB_SETTINGS"])
    password_hash = passwords.hashed(password)
    try:
        filled = filling.fill(
            demos_of(current_app),
            password_hash=password_hash,
            kinds=kinds_of(current_app),
            now=clock.now(),
            say=click.echo,
        )
    except filling.NotEmpty as error:
        raise click.ClickException(
            "The organisation is not empty: the demo only fills one without circles and people."
        ) from error
    db.session.commit()
    click.echo(f"{filled.people} people, {filled.circles} circles, {filled.meetings} sessions.")
    click.echo(f"Sign in as {ADMIN_EMAIL} with the password {password}; the README names others.")
    if password != known_password.PASSWORD:
        click.echo("Note it now: others can reach this server, so it was made for this demo and is shown only once.")
