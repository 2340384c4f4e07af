"""Accounts from the terminal."""

from datetime import timedelta

import pytest
from click.testing import Result
from flask import Flask

from studyhub import clock
from studyhub.accounts import passwords
from studyhub.accounts.resets import RESET_LASTS
from studyhub.db import db
from studyhub.people.models import User, UserState
from studyhub.settings import organization
from tests.accounts.browsing import GOOD, by_email, mails
from tests.cast import NOON, Cast


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


def reset(app: Flask, email: str) -> Result:
    return app.test_cli_runner().invoke(args=["user", "reset", email])


def printed_path(done: Result) -> str:
    assert done.exit_code == 0, done.output
    return "/" + done.output.splitlines()[-1].split("/", 3)[3]


def test_a_lost_password_is_set_anew_by_a_link_from_the_terminal(app: Flask, cast: Cast) -> None:
    done = reset(app, "Ado@Example.com")

    assert done.output.startswith("Ado (ado@example.com) sets a new password here, once, within an hour:\nhttp")
    answer = cast.browser().post(printed_path(done), data={"password": GOOD})
    assert answer.status_code == 303
    signing_in = {"email": "ado@example.com", "password": GOOD}
    assert cast.browser().post("/sign-in", data=signing_in).status_code == 303


def test_a_link_from_the_terminal_needs_no_mail(app: Flask, cast: Cast) -> None:
    reset(app, "ado@example.com")

    assert mails() == []


def test_a_link_from_the_terminal_works_once_and_for_an_hour(app: Flask, cast: Cast) -> None:
    used, late = printed_path(reset(app, "aki@example.com")), printed_path(reset(app, "ado@example.com"))
    cast.browser().post(used, data={"password": GOOD})
    # The clock has gone on since the link was made.
    clock.start_at(NOON + RESET_LASTS + timedelta(minutes=1))

    assert [cast.browser().get(path).status_code for path in (used, late)] == [404, 404]


def test_a_newer_link_from_the_terminal_ends_the_older(app: Flask, cast: Cast) -> None:
    older, newer = printed_path(reset(app, "aki@example.com")), printed_path(reset(app, "aki@example.com"))

    assert [cast.browser().get(path).status_code for path in (older, newer)] == [404, 200]


def test_the_trail_shows_that_a_link_was_made_in_the_terminal(app: Flask, cast: Cast) -> None:
    reset(app, "aki@example.com")

    page = cast.browser(cast.admin).get("/audit/?language=en").text
    assert "made a link to set a password on the server" in page or "サーバー上でパスワード再設定のリンクを発行" in page


@pytest.mark.parametrize("state", [UserState.INVITED, UserState.SUSPENDED, UserState.LEFT])
def test_whoever_cannot_sign_in_gets_no_link_from_the_terminal(app: Flask, cast: Cast, state: UserState) -> None:
    cast.aki.state = state
    db.session.commit()

    done = reset(app, "aki@example.com")

    assert done.exit_code == 1
    assert f"cannot sign in: the account is {state.value}." in done.output


@pytest.mark.parametrize("email", ["nobody@example.com", "nobody"])
def test_an_address_of_nobody_gets_no_link(app: Flask, cast: Cast, email: str) -> None:
    done = reset(app, email)

    assert (done.exit_code, "http" in done.output) == (1, False)
    assert done.output.startswith("Error: ")
