"""Accounts from the terminal."""

import pytest
from click.testing import Result
from flask import Flask

from studyhub.accounts import passwords
from studyhub.db import db
from studyhub.people.models import User
from studyhub.settings import organization
from tests.accounts.browsing import GOOD, by_email
from tests.cast import Cast


def create(app: Flask, *words: str, email: str = "Dai@example.com", name: str = "Dai", password: str = GOOD) -> Result:
    args = ["user", "create", "--email", email, "--name", name, "--password-stdin", *words]
    return app.test_cli_runner().invoke(args=args, input=password + "\n")


def test_an_account_is_made(app: Flask, cast: Cast) -> None:
    done = create(app, "--editor")

    assert done.output == "Made an account for Dai (dai@example.com).\n"
    dai = by_email("dai@example.com")
    assert (dai.is_admin, dai.is_editor) == (False, True)
    assert passwords.matches(dai.password_hash, GOOD)


def test_the_first_administrator_founds_the_organisation(app: Flask) -> None:
    assert create(app).exit_code == 1

    assert create(app, "--admin").exit_code == 0

    assert organization.found_or_none() is not None
    assert by_email("dai@example.com").is_admin


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "short"},
        {"password": "qwertyuiop"},
        {"password": "x y " * 40},
        {"password": ""},
        {"email": "dai"},
        {"email": "aki@example.com"},
        {"name": " "},
        {"name": "x" * 81},
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(app: Flask, cast: Cast, wrong: dict[str, str]) -> None:
    before = db.session.scalars(db.select(User.id)).all()

    done = create(app, **wrong)

    assert done.exit_code == 1
    assert done.output.startswith("Error: ")
    assert db.session.scalars(db.select(User.id)).all() == before
