"""Private addresses at which programs and screens read who is on duty."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from studyhub import clock
from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.departures import leaving
from studyhub.duty import addresses
from studyhub.duty.models import AddressKind, DutyAddress
from studyhub.pager import connecting
from studyhub.pager import queries as pagers
from studyhub.pager.connecting import Connection
from studyhub.pager.models import PagerKind
from studyhub.people.models import User, UserState
from studyhub.rota.models import Shift
from tests.cast import NOON, OF_PEOPLE, Cast


def address(cast: Cast, kind: AddressKind, keeper: User) -> tuple[DutyAddress, str]:
    made = addresses.make(kind, "二階", by=keeper, now=NOON)
    db.session.commit()
    return made, addresses.path(made, key=str(cast.app.secret_key))


def test_a_program_reads_who_is_on_duty_now_and_next(cast: Cast, night: Shift, keeper: User) -> None:
    _made, path = address(cast, AddressKind.PROGRAM, keeper)
    assert night.user is not None
    night.user.telephone = "090-1234-5678"
    clock.start_at(night.starts_at + timedelta(hours=3))

    answer = cast.browser().get(path)

    told = json.loads(answer.text)
    first = {"role": "primary", "name": night.user.name, "start": "2026-12-07T19:00:00+09:00"}
    assert first.items() <= told["now"][0].items()
    assert (told["at"], told["now"][0]["end"]) == ("2026-12-07T22:00:00+09:00", "2026-12-08T10:00:00+09:00")
    assert told["now"][0]["team"].startswith("Team ")
    assert [one["role"] for one in told["next"]] == ["primary", "secondary"]
    assert told["services"] == [{"service": "cart-api", "team": "Team 0", "contact": None, "handle": None}]
    assert "1234" not in answer.text
    assert (answer.headers["X-Robots-Tag"], "Set-Cookie" in answer.headers) == ("noindex", False)


def test_a_screen_shows_names_in_the_language_of_the_organisation_and_no_menu(
    cast: Cast, night: Shift, keeper: User
) -> None:
    _made, path = address(cast, AddressKind.SCREEN, keeper)
    assert night.user is not None
    night.user.telephone = "090-1234-5678"
    clock.start_at(night.starts_at + timedelta(hours=3))

    page = cast.browser().get(path, headers={"Accept-Language": "en"})

    assert f"{night.user.name}さん" in page.text
    assert "1234" not in page.text
    assert "<nav" not in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("act", ["renewal", "delete"])
def test_a_renewed_or_revoked_address_opens_nothing_from_then_on(
    cast: Cast, night: Shift, keeper: User, act: str
) -> None:
    made, path = address(cast, AddressKind.SCREEN, keeper)
    assert cast.browser().get(path).status_code == 200

    cast.browser(keeper).post(f"/oncall/addresses/{made.id}/{act}")

    assert cast.browser().get(path).status_code == 404


def test_an_address_opens_nothing_of_another_kind(cast: Cast, night: Shift, keeper: User) -> None:
    _made, path = address(cast, AddressKind.SCREEN, keeper)
    token = path.split("/")[-2]

    assert cast.browser().get(f"/oncall/{token}/now.json").status_code == 404


def test_when_an_address_was_last_used_is_shown_to_those_who_made_it(cast: Cast, night: Shift, keeper: User) -> None:
    _made, path = address(cast, AddressKind.PROGRAM, keeper)
    assert "Never used yet" in cast.browser(keeper).get("/oncall/addresses/").text
    cast.browser().get(path)

    assert "Last used" in cast.browser(keeper).get("/oncall/addresses/").text


def test_of_a_renewed_address_it_is_said_whether_the_new_one_was_used(cast: Cast, night: Shift, keeper: User) -> None:
    made, path = address(cast, AddressKind.PROGRAM, keeper)
    cast.browser().get(path)
    browser = cast.browser(keeper)

    browser.post(f"/oncall/addresses/{made.id}/renewal")
    cast.browser().get(path)

    assert "Never used yet" in browser.get("/oncall/addresses/").text


def test_beyond_twenty_addresses_one_has_to_go_first(cast: Cast, keeper: User) -> None:
    for _turn in range(addresses.MOST):
        address(cast, AddressKind.PROGRAM, keeper)

    answer = cast.browser(keeper).post("/oncall/addresses/", data={"kind": "screen", "name": "三階"})

    assert (answer.status_code, "三階" in answer.text) == (422, True)


@pytest.fixture
def reads_calendar(keeper: User) -> None:
    """A pager that reads a calendar."""
    connecting.connect(Connection(PagerKind.CALENDAR, "", "", "", "", 14), by=keeper, now=NOON)
    db.session.commit()


@pytest.mark.usefixtures("reads_calendar")
def test_a_pager_fetches_everybodys_shifts_and_its_page_says_when(cast: Cast, night: Shift, keeper: User) -> None:
    assert night.user is not None
    _made, path = address(cast, AddressKind.CALENDAR, keeper)
    clock.start_at(night.starts_at)
    page = cast.browser(keeper).get("/oncall/pager/").text
    assert (path in page, "has not fetched the calendar yet" in page) == (True, True)

    answer = cast.browser().get(path)

    assert (answer.status_code, answer.mimetype, night.user.name in answer.text) == (200, "text/calendar", True)
    assert "Fetched last" in cast.browser(keeper).get("/oncall/pager/").text


@pytest.mark.usefixtures("reads_calendar")
def test_on_duty_now_says_that_the_pager_has_an_older_calendar(cast: Cast, night: Shift, keeper: User) -> None:
    _made, path = address(cast, AddressKind.CALENDAR, keeper)
    clock.start_at(night.starts_at)
    cast.browser().get(path)
    behind = "has not fetched the calendar since this changed"
    assert behind not in cast.browser(keeper).get("/oncall/").text

    night.changed_at = night.starts_at + timedelta(hours=1)
    db.session.commit()

    assert behind in cast.browser(keeper).get("/oncall/").text


@pytest.mark.usefixtures("reads_calendar")
def test_nobody_is_told_to_call_themselves(cast: Cast, night: Shift, keeper: User) -> None:
    assert night.user is not None
    clock.start_at(night.starts_at)

    pages = [cast.browser(user).get("/oncall/").text for user in (keeper, night.user)]

    call = re.compile(f"Call {night.user.name} directly|{night.user.name}さんには、直接電話してください")
    assert [bool(call.search(page)) for page in pages] == [True, False]


@pytest.mark.usefixtures("reads_calendar")
def test_that_the_calendar_was_fetched_is_noted_once_a_minute_at_most(cast: Cast, keeper: User) -> None:
    _made, path = address(cast, AddressKind.CALENDAR, keeper)
    noted = []

    for seconds in (0, 59, 61):
        clock.start_at(NOON + timedelta(seconds=seconds))
        cast.browser().get(path)
        db.session.rollback()
        pager = pagers.pager()
        assert pager is not None
        assert pager.fetched_at is not None
        noted.append(round((pager.fetched_at - NOON).total_seconds()))
        db.session.rollback()

    assert noted == [0, 0, 61]


@pytest.mark.parametrize(("state", "is_told"), [(UserState.LEFT, True), (UserState.ON_LEAVE, False)])
def test_the_keeper_is_told_which_addresses_somebody_who_left_knows_and_they_work_on(
    cast: Cast, keeper: User, state: UserState, *, is_told: bool
) -> None:
    before = User(email="mae@example.com", name="Mae", state=UserState.ACTIVE, is_rota_keeper=True, created_at=NOON)
    db.session.add(before)
    db.session.flush()
    kept, path = address(cast, AddressKind.PROGRAM, before)
    revoked, _path = address(cast, AddressKind.SCREEN, before)
    address(cast, AddressKind.SCREEN, keeper)
    addresses.revoke(revoked, by=keeper, now=NOON)

    leaving.move(before, state, OF_PEOPLE, by=cast.admin, now=NOON)
    db.session.commit()

    told = select(OutboxMessage).where(OutboxMessage.kind == "duty_addresses_known")
    messages = {(one.recipient_id, one.payload["person"], *one.payload["names"]) for one in db.session.scalars(told)}
    assert messages == ({(keeper.id, "Mae", kept.name)} if is_told else set())
    assert cast.browser().get(path).status_code == 200
