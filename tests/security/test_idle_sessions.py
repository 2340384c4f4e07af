"""Sessions end: when another begins on the same browser, and when nobody uses them."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from studyhub import clock
from studyhub.accounts import passwords
from studyhub.db import db, unhurried
from studyhub.delivery.models import InboxItem, OutboxMessage
from studyhub.outages import breaker
from studyhub.people import devices
from studyhub.people.models import Device
from tests.accounts.browsing import GOOD
from tests.cast import NOON, Browser, Cast, query_count

DAY = timedelta(days=1)


@pytest.fixture
def signed_in(cast: Cast) -> Browser:
    """Aki's browser, signed in at NOON by the form."""
    cast.aki.password_hash = passwords.hashed(GOOD)
    browser = cast.browser()
    sign_in(browser)
    # The clock runs on.
    times = {"created_at": NOON, "last_seen_at": NOON, "confirmed_at": NOON, "expires_at": NOON + devices.LASTS}
    db.session.execute(update(Device).values(times))
    db.session.commit()
    return browser


def sign_in(browser: Browser, **headers: str) -> None:
    answer = browser.post("/sign-in", data={"email": "aki@example.com", "password": GOOD}, headers=headers)
    assert answer.status_code == 303
    with browser.session_transaction() as session:
        session["csrf_token"] = "0" * 40


def rows() -> list[Device]:
    return list(db.session.scalars(select(Device).order_by(Device.id)))


def visit(browser: Browser, after: timedelta) -> int:
    clock.start_at(NOON + after)
    return browser.get("/profile/security").status_code


def test_signing_in_again_ends_the_session_before(signed_in: Browser) -> None:
    [before] = [device.key for device in rows()]

    sign_in(signed_in)

    assert [device.key == before for device in rows()] == [False]


def test_whoever_signs_in_on_somebody_elses_browser_ends_their_session(cast: Cast, signed_in: Browser) -> None:
    botan = cast.browser(cast.botan)

    sign_in(botan)

    assert {device.user_id for device in rows()} == {cast.aki.id}


def test_a_session_that_nobody_uses_ends_after_two_weeks(signed_in: Browser) -> None:
    assert devices.IDLE == 14 * DAY
    assert visit(signed_in, devices.IDLE) == 302


def test_a_session_in_use_ends_after_thirty_days(signed_in: Browser) -> None:
    statuses = [visit(signed_in, day * DAY) for day in (13, 26, 29)]

    assert statuses == [200, 200, 200]
    assert devices.LASTS == 30 * DAY
    assert visit(signed_in, devices.LASTS) == 302


def test_when_it_was_last_used_is_written_once_an_hour(signed_in: Browser) -> None:
    seen = []
    for minutes in (50, 61, 110, 125):
        visit(signed_in, timedelta(minutes=minutes))
        seen.append((rows()[0].last_seen_at - NOON) // timedelta(minutes=1))

    assert seen == [0, 61, 61, 125]


def test_a_page_within_the_hour_asks_as_often_as_before(signed_in: Browser) -> None:
    clock.start_at(NOON + timedelta(minutes=50))
    with query_count(2):
        signed_in.get("/people/999999/")
    clock.start_at(NOON + timedelta(minutes=60))
    with query_count(3):
        signed_in.get("/people/999999/")


def test_a_page_does_not_wait_for_whoever_writes(signed_in: Browser) -> None:
    """It is shown while somebody holds the lock, and the next one notes the use."""
    with db.engine.connect() as other:
        hold_everything(other)
        assert visit(signed_in, timedelta(hours=2)) == 200
    assert rows()[0].last_seen_at == NOON

    visit(signed_in, timedelta(hours=2))

    assert rows()[0].last_seen_at >= NOON + timedelta(hours=2)


def test_a_use_that_cannot_be_noted_keeps_nobody_from_reading(signed_in: Browser) -> None:
    """What waits for nobody and finds a lock says nothing of those who only read."""
    with db.engine.connect() as other:
        hold_everything(other)
        statuses = [visit(signed_in, timedelta(hours=hours)) for hours in (2, 3)]

    assert (statuses, breaker.is_tripped()) == ([200, 200], False)


def hold_everything(connection: Any) -> None:
    connection.execute(update(Device).values(user_agent="held"))


def test_waiting_is_as_it_was_afterwards(cast: Cast) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite is told how long to wait")
    with unhurried() as connection:
        asked, told = connection.connection.dbapi_connection, connection.info
        assert waits(asked) == 0

    assert waits(asked) == told["waits"] > 0


def waits(connection: Any) -> int:
    """Milliseconds that a connection to SQLite waits for a lock."""
    [found] = connection.execute("PRAGMA busy_timeout").fetchone()
    return int(found)


def test_the_profile_says_when_a_browser_was_last_used(cast: Cast, signed_in: Browser) -> None:
    visit(signed_in, timedelta(days=1))

    page = signed_in.get("/profile/security").text

    assert "最終利用" in page
    assert "30日たつか、14日間使わなかった" in page


def test_browsers_that_nobody_uses_are_in_no_list(cast: Cast, signed_in: Browser) -> None:
    found = [len(db.session.scalars(devices.of(cast.aki, now=NOON + day * DAY)).all()) for day in (13, 14)]

    assert found == [1, 0]


FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
NEWER = FIREFOX.replace("140", "141")
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Safari/604.1"


def test_a_sign_in_on_another_kind_of_browser_is_told_once(cast: Cast) -> None:
    cast.aki.password_hash = passwords.hashed(GOOD)
    told = []
    for agent in (FIREFOX, NEWER, SAFARI, SAFARI):
        sign_in(cast.browser(), **{"User-Agent": agent})
        told.append([item.payload["browser"] for item in db.session.scalars(select(InboxItem))])

    assert told == [[], [], ["Safari, iPhone"], ["Safari, iPhone"]]
    assert db.session.scalars(select(OutboxMessage)).all() == []
