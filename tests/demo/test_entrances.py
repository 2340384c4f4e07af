"""The two ways to the demo: the terminal and the button of the first visit."""

from flask import Flask
from sqlalchemy import func, select

from studyhub.accounts import setup
from studyhub.circles.models import Circle, Participation
from studyhub.db import db
from studyhub.demo import population
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.demo.browsing import browser

OFFER = 'action="/demo"'


def founded(app: Flask, email: str, password_hash: str) -> User:
    admin = setup.found_organization("Example", name="Ado", email=email, password_hash=password_hash, now=NOON)
    db.session.commit()
    return admin


def circles() -> int:
    return db.session.scalar(select(func.count()).select_from(Circle)) or 0


def test_demo_on_the_terminal_says_whom_to_sign_in_as(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["demo"])

    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[-2:] == [
        "41 people, 8 circles, 80 sessions.",
        "Sign in as admin@example.com with the password studyhub-demo; the README names others.",
    ]


def test_demo_on_the_terminal_refuses_an_organisation_that_is_not_empty(cast: Cast) -> None:
    result = cast.app.test_cli_runner().invoke(args=["demo"])

    assert (result.exit_code, result.output) == (
        1,
        "Error: The organisation is not empty: the demo only fills one without circles and people.\n",
    )


def test_the_first_visit_offers_the_demo_to_its_administrator(app: Flask, password_hash: str) -> None:
    founded(app, "ado@example.org", password_hash)

    page = browser(app, "ado@example.org").get("/")

    assert OFFER in page.text


def test_the_button_fills_the_organisation_and_keeps_its_administrator(app: Flask, password_hash: str) -> None:
    ado = founded(app, "ado@example.org", password_hash)

    answer = browser(app, "ado@example.org").post("/demo")

    assert (answer.status_code, answer.location, circles()) == (303, "/", 8)
    organized = select(Circle.slug).join(Participation).where(Participation.user_id == ado.id)
    assert set(db.session.scalars(organized)) == {"sre-book", "platform-evenings"}
    assert browser(app, "admin@example.com").get("/").status_code == 200


def test_an_administrator_who_has_the_demos_address_stays_as_they_are(app: Flask, password_hash: str) -> None:
    admin = founded(app, "admin@example.com", password_hash)

    population.populate(password_hash=password_hash, kinds={}, now=NOON)

    everybody = db.session.scalar(select(func.count()).select_from(User))
    assert (everybody, admin.name) == (41, "Ado")


def test_the_button_refuses_an_organisation_that_is_not_empty(cast: Cast) -> None:
    answer = cast.browser(cast.admin).post("/demo")

    assert (answer.status_code, circles()) == (303, 1)


def test_only_administrators_fill_the_organisation(cast: Cast) -> None:
    answers = [cast.browser(user).post("/demo").status_code for user in (None, cast.aki)]

    assert answers == [401, 403]
