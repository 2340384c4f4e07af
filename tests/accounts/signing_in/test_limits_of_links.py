"""How often links may be asked for and secrets tried, and that nobody learns who has an account."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from studyhub.accounts import setup
from studyhub.accounts.gate import attempts
from studyhub.accounts.gate.attempts import ACCOUNT_LIMIT, NETWORK_LIMIT
from studyhub.accounts.models import AttemptKind
from studyhub.people.models import UserState
from studyhub.settings import organization
from studyhub.settings.models import Registration
from tests.accounts.browsing import GOOD, first_visitor, mails
from tests.accounts.signing_in.guesses import AKI, HOME, assert_in_five_minutes, statements
from tests.cast import NOON, Cast


def ask_for_link(cast: Cast, path: str = "/reset", email: str = AKI) -> TestResponse:
    return cast.browser().post(path, data={"email": email})


@pytest.mark.parametrize("path", ["/reset", "/register"])
@pytest.mark.parametrize("email", [AKI, "dai@example.com"])
def test_links_are_asked_for_ten_times_at_most(cast: Cast, path: str, email: str) -> None:
    organization.current().registration = Registration.OPEN
    for _ in range(ACCOUNT_LIMIT):
        assert ask_for_link(cast, path, email).status_code == 200

    answer = ask_for_link(cast, path, email)

    assert answer.status_code == 429
    assert_in_five_minutes(answer)
    assert f'value="{email}"' in answer.text


def test_links_are_not_asked_for_without_end_from_one_network(cast: Cast) -> None:
    for number in range(NETWORK_LIMIT):
        attempts.begin(AttemptKind.LINK_REQUEST, account=f"{number}@example.com", network=HOME, now=NOON)

    assert ask_for_link(cast).status_code == 429
    assert mails() == []


@pytest.mark.parametrize(
    "path", ["/reset/{}", "/register/{}", "/invitations/{}", "/reminders/absence/{}", "/reminders/stop/{}"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_secrets_are_not_tried_without_end(cast: Cast, path: str, method: str) -> None:
    for _ in range(NETWORK_LIMIT - 1):
        attempts.begin(AttemptKind.SECRET, network=HOME, now=NOON)
    assert cast.browser().open(path.format("a" * 26), method=method).status_code == 404

    answer = cast.browser().open(path.format("b" * 26), method=method)

    assert answer.status_code == 429
    assert_in_five_minutes(answer)


def test_the_code_of_the_first_visit_is_not_tried_without_end(app: Flask) -> None:
    code = setup.issue_setup_code(NOON)
    for _ in range(NETWORK_LIMIT - 1):
        attempts.begin(AttemptKind.SECRET, network=HOME, now=NOON)
    browser = first_visitor(app)
    answers = {"organization_name": "Pepabo", "name": "Aki", "email": AKI, "password": GOOD}
    assert browser.post("/set-up", data={**answers, "code": "A" * 26}).status_code == 422

    assert browser.post("/set-up", data={**answers, "code": code}).status_code == 429


@pytest.mark.parametrize("path", ["/reset", "/register"])
def test_asking_for_a_link_is_the_same_work_for_known_and_unknown_people(cast: Cast, path: str) -> None:
    organization.current().registration = Registration.OPEN
    cast.chika.state = UserState.SUSPENDED
    work = {}
    for email in (AKI, "chika@example.com", "dai@example.com"):
        with statements() as work[email]:
            ask_for_link(cast, path, email)

    known = work.pop(AKI)
    for done in work.values():
        assert done == known
