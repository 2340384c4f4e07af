"""The two ways to the demo: the terminal and the button of the first visit."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from studyhub.accounts import passwords, setup
from studyhub.circles.models import Circle, Participation
from studyhub.db import db
from studyhub.demo import known_password, population
from studyhub.handing_in import demos_of, features_of
from studyhub.people.models import User
from studyhub.server import serving
from tests.cast import NOON, Cast
from tests.demo.browsing import browser

OFFER = 'action="/demo"'


def founded(app: Flask, email: str, password_hash: str) -> User:
    admin = setup.found_organization("Example", name="Ado", email=email, password_hash=password_hash, now=NOON)
    db.session.commit()
    return admin


def circles() -> int:
    return db.session.scalar(select(func.count()).select_from(Circle)) or 0


def begin_only(app: Flask, monkeypatch: pytest.MonkeyPatch, names: set[str]) -> None:
    """Let only these features have a part in the demo; the command that fills what other tests ask begins all."""
    parted = tuple(one if one.name in names else replace(one, demo=None) for one in features_of(app))
    monkeypatch.setitem(app.extensions, "studyhub_features", parted)
    assert len(demos_of(app)) == len(names)


PUBLIC = [{"url": "https://demo.example.com"}, {"host": "192.0.2.7"}, {"proxies": 1}]
RANDOM = re.compile(r"\b(?:[a-z2-9]{4}-){3}[a-z2-9]{4}\b")


@pytest.mark.parametrize("how", PUBLIC)
def test_what_others_can_reach_is_not_for_this_machine_alone(app: Flask, how: dict[str, Any]) -> None:
    alone = app.config["STUDYHUB_SETTINGS"]

    assert not alone.is_reached_by_others
    assert replace(alone, **how).is_reached_by_others
    assert known_password.choose(alone) == known_password.PASSWORD
    assert RANDOM.fullmatch(known_password.choose(replace(alone, **how)))


@pytest.fixture
def public(app: Flask) -> Iterator[Flask]:
    """An application that others can reach."""
    alone = app.config["STUDYHUB_SETTINGS"]
    app.config["STUDYHUB_SETTINGS"] = replace(alone, url="https://demo.example.com")
    yield app
    app.config["STUDYHUB_SETTINGS"] = alone


def fits(email: str, password: str) -> bool:
    person = db.session.scalars(select(User).where(User.email == email)).one()
    return passwords.matches(person.password_hash, password)


def test_where_others_knock_the_terminal_shows_a_password_of_this_demo_once(
    public: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_only(public, monkeypatch, set())
    output = public.test_cli_runner().invoke(args=["demo"]).output

    [password] = RANDOM.findall(output)
    assert known_password.PASSWORD not in output
    assert fits("admin@example.com", password)
    assert not fits("admin@example.com", known_password.PASSWORD)


def test_where_others_knock_the_button_shows_a_password_of_this_demo_once(
    public: Flask, password_hash: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    founded(public, "ado@example.org", password_hash)
    pressing = browser(public, "ado@example.org")
    begin_only(public, monkeypatch, set())
    pressing.post("/demo")

    pages = [pressing.get("/").text, pressing.get("/").text]

    [password] = RANDOM.findall(pages[0])
    assert RANDOM.findall(pages[1]) == []
    assert fits("minase.aoi@example.com", password)
    assert not fits("minase.aoi@example.com", known_password.PASSWORD)


def test_the_offer_says_how_long_it_takes_and_the_button_that_it_goes_on(app: Flask, password_hash: str) -> None:
    founded(app, "ado@example.org", password_hash)

    page = browser(app, "ado@example.org").get("/").text

    assert "30秒ほどかかることがあります。" in page
    assert 'data-working="デモを用意しています…"' in page


def test_no_two_demos_have_the_same_password() -> None:
    assert len({known_password.random_password() for _ in range(100)}) == 100


def test_a_demo_of_one_machine_gets_another_password_when_others_are_let_in(public: Flask, password_hash: str) -> None:
    founded(public, "ado@example.org", passwords.hashed("the administrator's own"))
    population.populate(password_hash=password_hash, kinds={}, now=NOON)
    db.session.commit()
    signed_in = browser(public, "minase.aoi@example.com")

    said = serving.greeting(public, public.config["STUDYHUB_SETTINGS"], 8000)

    [password] = RANDOM.findall(said[-1])
    db.session.expire_all()
    assert fits("minase.aoi@example.com", password)
    assert not fits("minase.aoi@example.com", known_password.PASSWORD)
    assert fits("ado@example.org", "the administrator's own")
    assert signed_in.get("/profile/").status_code == 302
    assert len(serving.greeting(public, public.config["STUDYHUB_SETTINGS"], 8000)) == 1


def test_the_demo_brings_no_administrator_where_there_is_one(app: Flask, password_hash: str) -> None:
    ado = founded(app, "ado@example.org", password_hash)

    population.populate(password_hash=password_hash, kinds={}, now=NOON)
    db.session.commit()

    assert db.session.scalars(select(User.id).where(User.is_admin)).all() == [ado.id]
    assert browser(app, "admin@example.com").get("/people/invitations/").status_code == 403


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


def test_the_button_fills_the_organisation_and_keeps_its_administrator(
    app: Flask, password_hash: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_only(app, monkeypatch, {"demo"})
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
