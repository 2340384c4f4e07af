"""The first visit."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from studyhub.accounts.setup import CODE_LASTS, MOST_CODES, is_right_code, issue_setup_code, set_up
from studyhub.db import db
from studyhub.people.models import User
from studyhub.people.queries import administrator_count
from studyhub.settings import organization
from tests.accounts.browsing import GOOD, by_email, first_visitor
from tests.at_once import at_once
from tests.cast import NOON, Browser, Cast

ANSWERS = {"organization_name": "Pepabo", "name": "Aki", "email": "Aki@Example.com", "password": GOOD}


@pytest.fixture
def browser(app: Flask) -> Browser:
    return first_visitor(app)


def new_code() -> str:
    code = issue_setup_code(NOON)
    assert code is not None
    db.session.commit()
    return code


@pytest.mark.parametrize("path", ["/", "/circles/", "/sign-in", "/register", "/nothing"])
def test_every_page_leads_to_the_first_visit(browser: Browser, path: str) -> None:
    answer = browser.get(path)

    assert (answer.status_code, answer.location) == (303, "/set-up")


def test_machines_are_answered_before_the_first_visit(browser: Browser) -> None:
    assert browser.get("/healthz").status_code == 200


def test_the_code_makes_the_organisation_and_its_administrator(browser: Browser) -> None:
    answer = browser.post("/set-up", data={**ANSWERS, "code": new_code()})

    assert (answer.status_code, answer.location) == (303, "/")
    aki = by_email("aki@example.com")
    assert (aki.is_admin, aki.is_editor, aki.state.value) == (True, True, "active")
    assert organization.current().name == "Pepabo"
    assert "Aki" in browser.get("/people/").text


def test_the_code_may_be_typed_small_and_without_dashes(browser: Browser) -> None:
    code = new_code().replace("-", " ").lower()

    assert browser.post("/set-up", data={**ANSWERS, "code": code}).status_code == 303


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "AAAAAAA-AAAAAAA-AAAAAAA-AAAAA"},
        {"code": ""},
        {"password": "qwertyuiop"},
        {"password": "aki@example.com"},
        {"email": "aki"},
        {"name": " "},
        {"organization_name": ""},
    ],
)
def test_a_wrong_answer_is_refused_and_the_others_stay(browser: Browser, wrong: dict[str, str]) -> None:
    answers = {**ANSWERS, "code": new_code(), **wrong}

    answer = browser.post("/set-up", data=answers)

    assert answer.status_code == 422
    assert organization.found_or_none() is None
    for name in ("organization_name", "name"):
        assert not answers[name].strip() or f'value="{answers[name]}"' in answer.text
    assert GOOD not in answer.text


def test_a_code_stays_good_when_another_process_starts(browser: Browser) -> None:
    older = new_code()
    new_code()

    assert browser.post("/set-up", data={**ANSWERS, "code": older}).status_code == 303


def test_every_code_ends_when_one_was_used(browser: Browser) -> None:
    older, newer = new_code(), new_code()

    browser.post("/set-up", data={**ANSWERS, "code": older})

    assert [is_right_code(code, now=NOON) for code in (older, newer)] == [False, False]


def test_a_code_ends_after_a_week(app: Flask) -> None:
    code = new_code()

    assert is_right_code(code, now=NOON + CODE_LASTS - timedelta(seconds=1))
    assert not is_right_code(code, now=NOON + CODE_LASTS)


def test_the_oldest_of_very_many_codes_ends(app: Flask) -> None:
    codes = [new_code() for _ in range(MOST_CODES + 1)]

    assert [is_right_code(code, now=NOON) for code in codes] == [False] + [True] * MOST_CODES


def test_two_codes_used_at_the_same_moment_make_one_organisation(app: Flask) -> None:
    def act(code: str, email: str) -> User:
        return set_up(code, organization_name="Pepabo", name="Aki", email=email, password_hash="hash", now=NOON)  # noqa: S106 -- never checked

    codes = [new_code() for _ in range(4)]

    ends = at_once(app, [partial(act, code, f"{number}@example.com") for number, code in enumerate(codes)])

    assert ends == ["WrongCode"] * 3 + ["done"]
    assert administrator_count() == 1


def test_no_code_is_shown_once_there_is_an_administrator(cast: Cast) -> None:
    assert issue_setup_code(NOON) is None


def test_the_first_visit_happens_once(cast: Cast) -> None:
    visitor = cast.browser()

    assert visitor.get("/set-up").location == "/"
    assert visitor.post("/set-up", data={**ANSWERS, "code": "any"}).location == "/"
    assert organization.current().name == "Example"
