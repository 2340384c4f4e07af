"""`python3 app.py user …`: accounts from the terminal."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from studyhub import clock
from studyhub.accounts import members, password_strength, passwords, resets, setup
from studyhub.accounts.password_strength import MIN_CHARS, PasswordProblem
from studyhub.accounts.passwords import MAX_CHARS
from studyhub.audit import trail
from studyhub.config import Settings
from studyhub.db import db
from studyhub.people import queries, tokens
from studyhub.people.models import NAME_MAX_CHARS, SIGNS_IN, User
from studyhub.people.spelling.emails import is_email, normal_email
from studyhub.settings import organization
from studyhub.text.cleaning import clean_line

DEFAULT_ORGANIZATION_NAME = "StudyHub"

group = AppGroup("user", help="Accounts.")

_PROBLEMS = {
    PasswordProblem.TOO_SHORT: f"The password has fewer than {MIN_CHARS} characters.",
    PasswordProblem.TOO_LONG: f"The password has more than {MAX_CHARS} characters.",
    PasswordProblem.EASY: "The password is easy to guess: a common one, one word, or a pattern; choose another.",
    PasswordProblem.IS_YOURS: (
        "Without the person's name and address and the organisation's name too little is left of the password; "
        "choose another."
    ),
}


@group.command("create")
@click.option("--email", required=True, help="Address to sign in with.")
@click.option("--name", required=True, help="Full name.")
@click.option("--admin", is_flag=True, help="May administer people, teams and settings.")
@click.option("--editor", is_flag=True, help="May release notes for publication outside.")
@click.option("--password-stdin", is_flag=True, required=True, help="Read the password from standard input.")
def create(email: str, name: str, admin: bool, editor: bool, password_stdin: bool) -> None:
    """Make an account. The first one must be an administrator's: it founds the organisation."""
    email, name = _checked_email(email), _checked_name(name)
    password = _password_from_stdin(email, name)
    if not setup.is_set_up() and not admin:
        raise click.ClickException("There is no organisation yet: make an administrator first, with --admin.")
    db.session.rollback()
    password_hash = passwords.hashed(password)
    try:
        if setup.is_set_up():
            members.create(
                email=email, name=name, password_hash=password_hash, is_admin=admin, is_editor=editor, now=clock.now()
            )
        else:
            setup.found_organization(
                DEFAULT_ORGANIZATION_NAME, name=name, email=email, password_hash=password_hash, now=clock.now()
            )
    except members.EmailTaken as error:
        raise click.ClickException(
            f"{email} has an account already; `python3 app.py people list` shows all."
        ) from error
    db.session.commit()
    click.echo(f"Made an account for {name} ({email}).")


@group.command("reset")
@click.argument("email")
def reset(email: str) -> None:
    """Print a link by which the person with EMAIL sets a new password: once, within an hour. It needs no mail.

    Links that were made before end. The audit trail shows that it was made here.
    """
    user, now = _who_signs_in(email), clock.now()
    settings: Settings = current_app.config["STUDYHUB_SETTINGS"]
    token = resets.issue(user, by=None, key=settings.secret_key, now=now)
    trail.record("reset.printed", user, by=None, now=now)
    db.session.commit()
    click.echo(f"{user.name} ({user.email}) sets a new password here, once, within an hour:")
    click.echo(f"{settings.public_url}/reset/{tokens.secret_of(token.nonce, key=settings.secret_key)}")


def _who_signs_in(text: str) -> User:
    user = queries.by_email(_checked_email(text))
    if user is None:
        raise click.ClickException(f"Nobody has the address {text}; `python3 app.py people list` shows all.")
    if user.state not in SIGNS_IN:
        raise click.ClickException(
            f"{user.name} cannot sign in: the account is {user.state.value}. An administrator has to open it first."
        )
    return user


def _checked_email(text: str) -> str:
    email = normal_email(text)
    if not is_email(email):
        raise click.ClickException(f"{text!r} is not an e-mail address such as name@example.com.")
    return email


def _checked_name(text: str) -> str:
    name = clean_line(text)
    if not 1 <= len(name) <= NAME_MAX_CHARS:
        raise click.ClickException(f"--name must have between 1 and {NAME_MAX_CHARS} characters.")
    return name


def _password_from_stdin(email: str, name: str) -> str:
    password = sys.stdin.read(MAX_CHARS * 10).rstrip("\r\n")
    found = password_strength.problem(password, email=email, names=[name, organization.current().name])
    if found is not None:
        raise click.ClickException(_PROBLEMS[found])
    return password
