"""How often signing in, asking for links and wrong secrets may fail, and that nobody learns who has an account."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.security import check_password_hash
from werkzeug.test import TestResponse

from studyhub import clock
from studyhub.accounts import attempts, passwords, setup
from studyhub.accounts.attempts import ACCOUNT_LIMIT, MANY, NETWORK_LIMIT, WINDOW, TooManyTries
from studyhub.accounts.models import Attempt, AttemptKind
from studyhub.db import db
from studyhub.delivery.ticks import ticks_of
from studyhub.people.models import UserState
from studyhub.settings import organization
from studyhub.settings.models import Registration
from studyhub.web.clients import network_of
from tests.accounts.browsing import GOOD, mails, words
from tests.accounts.test_at_once import at_once
from tests.cast import NOON, Browser, Cast

AKI = "aki@example.com"
HOME = "127.0.0.1"
ELSEWHERE = "203.0.113.9"
WRONG = "wrong password"


@pytest.fixture
def cast(app: Flask) -> Cast:
    cast = Cast(app)
    cast.aki.password_hash = passwords.hashed(GOOD)
    db.session.commit()
    return cast


def sign_in(browser: Browser, email: str = AKI, password: str = WRONG, *, address: str = HOME) -> TestResponse:
    return browser.post(
        "/sign-in", data={"email": email, "password": password}, environ_overrides={"REMOTE_ADDR": address}
    )


def fail(count: int, *, email: str | None = None, network: str | None = None, many: bool = False) -> None:
    """So many tries to sign in that failed at NOON; each from elsewhere and for somebody else unless told."""
    db.session.add_all(
        Attempt(
            kind=AttemptKind.SIGN_IN,
            account_hash=attempts._hash(email or f"person{number}@example.com"),
            network=network or f"198.51.{number // 250}.{number % 250}",
            at=NOON,
        )
        for number in range(count)
    )
    db.session.commit()


def assert_in_five_minutes(answer: TestResponse) -> None:
    """The clock begins at NOON and runs on."""
    assert 240 < int(answer.headers["Retry-After"]) <= 300


def rows() -> int:
    return len(db.session.scalars(db.select(Attempt)).all())


def test_ten_failures_close_an_account_for_five_minutes(cast: Cast) -> None:
    fail(ACCOUNT_LIMIT - 1, email=AKI)
    assert sign_in(cast.browser()).status_code == 422

    answer = sign_in(cast.browser(), password=GOOD)

    assert answer.status_code == 429
    assert_in_five_minutes(answer)
    assert f'value="{AKI}"' in answer.text
    clock.start_at(NOON + WINDOW + timedelta(seconds=1))
    assert sign_in(cast.browser(), password=GOOD).status_code == 303


@pytest.mark.parametrize(("language", "sentence"), [("ja", "3分後にもう一度"), ("en", "try again in 3 minutes")])
def test_the_page_says_when_to_try_again(cast: Cast, language: str, sentence: str) -> None:
    fail(ACCOUNT_LIMIT, email=AKI)
    clock.start_at(NOON + timedelta(minutes=2, seconds=20))
    browser = cast.browser()
    browser.set_cookie("language", language)

    assert sentence in sign_in(browser).text


def test_the_window_slides(cast: Cast) -> None:
    for minute in (0, 2):
        for _ in range(ACCOUNT_LIMIT // 2):
            attempts.begin(AttemptKind.SIGN_IN, account=AKI, network=HOME, now=NOON + timedelta(minutes=minute))

    with pytest.raises(TooManyTries) as refused:
        attempts.begin(AttemptKind.SIGN_IN, account=AKI, network=HOME, now=NOON + timedelta(minutes=4))

    assert refused.value.until == NOON + WINDOW


def test_only_failures_count(cast: Cast) -> None:
    for _ in range(ACCOUNT_LIMIT + 1):
        assert sign_in(cast.browser(), password=GOOD).status_code == 303

    assert rows() == 0


def test_an_unknown_account_is_closed_like_a_known_one(cast: Cast) -> None:
    fail(ACCOUNT_LIMIT, email=AKI)
    fail(ACCOUNT_LIMIT, email="dai@example.com")

    known, unknown = sign_in(cast.browser()), sign_in(cast.browser(), "dai@example.com")

    assert known.status_code == unknown.status_code == 429
    assert_in_five_minutes(known)
    assert_in_five_minutes(unknown)
    assert words(known.text, AKI) == words(unknown.text, "dai@example.com")


def test_a_hundred_failures_close_one_network_and_no_other(cast: Cast) -> None:
    fail(NETWORK_LIMIT, network=HOME)

    assert sign_in(cast.browser(), password=GOOD).status_code == 429
    assert sign_in(cast.browser(), password=GOOD, address=ELSEWHERE).status_code == 303


def test_an_office_of_a_hundred_mistakes_can_still_sign_in(cast: Cast) -> None:
    fail(NETWORK_LIMIT - 1, network=HOME)

    assert sign_in(cast.browser(), password=GOOD).status_code == 303


def test_another_address_of_the_same_ipv6_network_is_the_same(cast: Cast) -> None:
    fail(NETWORK_LIMIT, network="2001:db8:0:1::/64")

    assert sign_in(cast.browser(), password=GOOD, address="2001:db8:0:1:ffff::7").status_code == 429
    assert sign_in(cast.browser(), password=GOOD, address="2001:db8:0:2::7").status_code == 303


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix:", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_an_address_belongs_to_a_network(address: str | None, network: str) -> None:
    assert network_of(address) == network


def test_beyond_a_thousand_overall_answers_are_slow_and_nobody_is_locked_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    fail(MANY - 1)
    assert sign_in(cast.browser()).status_code == 422
    assert slept == []

    answer = sign_in(cast.browser(), password=GOOD)

    assert answer.status_code == 303
    assert slept == [passwords.SLOW_SECONDS]


def test_of_many_at_the_same_moment_ten_are_counted(app: Flask, cast: Cast) -> None:
    def begin() -> None:
        attempts.begin(AttemptKind.SIGN_IN, account=AKI, network=HOME, now=NOON)

    assert at_once(app, [begin] * 14) == ["TooManyTries"] * 4 + ["done"] * 10


def test_what_was_typed_as_an_address_is_kept_nowhere(cast: Cast) -> None:
    sign_in(cast.browser(), "planted@example.com")

    [row] = db.session.execute(db.select(Attempt.__table__)).all()
    assert "planted" not in str(row)


def test_the_worker_forgets_what_counts_no_more(cast: Cast) -> None:
    fail(3)
    attempts.begin(AttemptKind.SIGN_IN, account=AKI, network=HOME, now=NOON + WINDOW)
    db.session.commit()

    for tick in ticks_of(cast.app):
        tick(NOON + WINDOW)

    assert [row.at for row in db.session.scalars(db.select(Attempt))] == [NOON + WINDOW]


def test_the_present_password_can_be_guessed_no_more_often(cast: Cast) -> None:
    fail(ACCOUNT_LIMIT - 1, email=AKI)
    browser, data = cast.browser(cast.aki), {"present": WRONG, "password": "another good one"}
    assert browser.post("/profile/password", data=data).status_code == 422

    assert browser.post("/profile/password", data={**data, "present": GOOD}).status_code == 429


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


@pytest.mark.parametrize("path", ["/reset/{}", "/register/{}", "/invitations/{}"])
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
    browser = Cast.browser(_Nobody(app))  # type: ignore[arg-type]  # before there is a cast
    answers = {"organization_name": "Pepabo", "name": "Aki", "email": AKI, "password": GOOD}
    assert browser.post("/set-up", data={**answers, "code": "A" * 26}).status_code == 422

    assert browser.post("/set-up", data={**answers, "code": code}).status_code == 429


class _Nobody:
    def __init__(self, app: Flask) -> None:
        self.app = app


@contextmanager
def statements() -> Iterator[list[str]]:
    """The beginnings of the statements that requests send to the database meanwhile, in order."""
    db.session.commit()
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "SAVEPOINT" not in statement:
            found.append(" ".join(statement.split()[:6]))

    event.listen(db.engine, "before_cursor_execute", note)
    yield found
    event.remove(db.engine, "before_cursor_execute", note)


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


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (AKI, WRONG),
        (AKI, "x" * 129),
        ("chika@example.com", WRONG),  # has no password
        ("botan@example.com", WRONG),  # is suspended
        ("dai@example.com", WRONG),  # is nobody
        ("dai@example.com", "x" * 129),
    ],
)
def test_every_failure_is_one_hash_and_the_same_statements(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, email: str, password: str
) -> None:
    cast.botan.password_hash, cast.botan.state = passwords.hashed(GOOD), UserState.SUSPENDED
    hashed_with: list[str] = []

    def counting(kept: str, given: str) -> bool:
        hashed_with.append(kept.partition("$")[0])
        return check_password_hash(kept, given)

    monkeypatch.setattr(passwords, "check_password_hash", counting)
    with statements() as known:
        sign_in(cast.browser())
    with statements() as done:
        sign_in(cast.browser(), email, password)

    assert hashed_with == ["pbkdf2:sha256:1"] * 2
    assert done == known


def test_what_an_unknown_person_is_checked_against_costs_as_much(app: Flask) -> None:
    # Beside the fixture, which makes hashes cheap: the values the module begins with.
    with open(passwords.__file__, encoding="utf-8") as file:
        source = file.read()

    assert source.count('"scrypt:32768:8:3') == 2


def test_hashing_takes_one_at_a_time_and_sends_others_away_with_their_address(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, most, answers = threading.Semaphore(0), [0, 0], []
    go_on = threading.Event()

    def slow(kept: str, given: str) -> bool:
        most[0] += 1
        most[1] = max(most)
        inside.release()
        go_on.wait(20)
        most[0] -= 1
        return False

    monkeypatch.setattr(passwords, "check_password_hash", slow)
    waiting: list[int] = []
    acquire = passwords._places.acquire

    def noting(*, blocking: bool) -> bool:
        found = acquire(blocking=blocking)
        waiting.append(found)
        return found

    monkeypatch.setattr(passwords._places, "acquire", noting)
    browsers = [cast.browser() for _ in range(3)]
    threads = [threading.Thread(target=lambda one=one: answers.append(sign_in_apart(cast, one))) for one in browsers]
    for thread in threads:
        thread.start()
    for _ in range(2000):
        if len(waiting) == 3:
            break
        threading.Event().wait(0.01)

    refused = sign_in(cast.browser(), password=GOOD)
    go_on.set()
    for thread in threads:
        thread.join()

    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert f'value="{AKI}"' in refused.text
    assert answers == [422] * 3
    assert most[1] == 1
    assert rows() == 3  # being sent away is no failure


def sign_in_apart(cast: Cast, browser: Browser) -> int:
    """Sign in from a thread of its own, with its own transaction."""
    with cast.app.app_context():
        return sign_in(browser).status_code
