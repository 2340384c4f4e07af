"""Under a host name that is not trusted: what people, machines and the log are told."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from studyhub import clock, create_app
from studyhub.db import db
from studyhub.web.guards import hosts
from tests.accounts.browsing import first_visitor
from tests.cast import NOON, Cast

ELSEWHERE = {"Host": "elsewhere.example"}
JAPANESE, ENGLISH = {"Accept-Language": "ja,en;q=0.5"}, {"Accept-Language": "en-GB,en;q=0.9"}


@pytest.fixture(autouse=True)
def _nothing_was_named_yet(app: Flask) -> None:
    app.extensions["studyhub_named_hosts"] = hosts._Named()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("HEAD", "/set-up"),
        ("POST", "/sign-in"),
        ("GET", "/feeds/notes.rss"),
        ("GET", "/static/studyhub.css"),
        ("GET", "/nowhere"),
    ],
)
def test_before_the_first_visit_another_host_is_told_what_to_set(app: Flask, method: str, path: str) -> None:
    answer = first_visitor(app).open(path, method=method, headers={**ELSEWHERE, **ENGLISH})

    assert (answer.status_code, answer.mimetype) == (400, "text/html")
    assert method == "HEAD" or "set STUDYHUB_URL to the address people use" in answer.text
    assert "elsewhere.example" not in answer.text


@pytest.mark.parametrize(("wish", "words"), [(JAPANESE, "起動し直してください"), (ENGLISH, "start StudyHub again")])
def test_another_host_is_told_in_the_language_of_the_browser(cast: Cast, wish: dict[str, str], words: str) -> None:
    answer = cast.browser(cast.aki).get("/circles/", headers={**ELSEWHERE, **wish})

    assert (answer.status_code, words in answer.text, "STUDYHUB_URL" in answer.text) == (400, True, True)
    assert answer.headers["Cache-Control"] == "no-store"


def test_another_host_is_told_the_address_that_is_set(app: Flask) -> None:
    other = create_app(replace(app.config["STUDYHUB_SETTINGS"], url="https://studyhub.example.com"))
    with other.app_context():
        answer = other.test_client().get("/", headers={**ELSEWHERE, **ENGLISH})
        db.session.remove()
        db.engine.dispose()

    assert '<a href="https://studyhub.example.com/">' in answer.text


def named(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.__dict__["event"]["host"] for record in caplog.records if record.name == "studyhub.hosts"]


def test_the_log_names_the_host_once_an_hour(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    browser = cast.browser()
    for _ in range(3):
        browser.get("/", headers=ELSEWHERE)
    clock.start_at(NOON + timedelta(minutes=61))

    browser.get("/sign-in", headers=ELSEWHERE)

    assert named(caplog) == ["elsewhere.example"] * 2


def test_made_up_hosts_do_not_fill_the_log(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    browser = cast.browser()

    for number in range(hosts.MOST_NAMED + 5):
        browser.get("/", headers={"Host": f"{number}.{'x' * 200}.example"})

    assert len(named(caplog)) == hosts.MOST_NAMED
    assert {len(name) for name in named(caplog)} == {hosts.NAME_MAX_CHARS}


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_machines_may_use_any_host_name(app: Flask, path: str, method: str) -> None:
    answer = first_visitor(app).open(path, method=method, headers=ELSEWHERE)

    assert (answer.status_code, bool(answer.data)) == (200, method == "GET")
