"""Who is on duty, told where people look: at home, on the page of now, and on the page of a service."""

from datetime import timedelta

import pytest

from studyhub import clock
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota import drafting, duty, publishing
from studyhub.rota.models import Rota, Shift
from studyhub.services import finding, keeping, quirks
from studyhub.services.keeping import Described
from studyhub.services.models import Service
from studyhub.services.quirks import Words
from tests.cast import Cast, query_count
from tests.rota.conftest import LAST

A_YEAR = timedelta(days=364)


@pytest.fixture
def night(published: Rota) -> Shift:
    """The first published shift."""
    first: Shift = db.session.scalars(db.select(Shift).order_by(Shift.starts_at, Shift.role).limit(1)).one()
    return first


def test_home_names_who_answers_at_night_and_the_readers_next_night(cast: Cast, night: Shift, crew: list[User]) -> None:
    others = Shift.user_id != night.user_id, Shift.starts_at > night.ends_at
    later = db.session.scalars(db.select(Shift).where(*others).order_by(Shift.starts_at)).first()
    assert night.user is not None
    assert later is not None
    assert later.user is not None
    clock.start_at(night.starts_at + timedelta(hours=3))

    page = cast.browser(later.user).get("/").text

    assert f">{night.user.name}</a>" in page
    assert "次のあなたの夜" in page


def test_home_says_by_day_who_answers_from_the_evening_on(cast: Cast, night: Shift, crew: list[User]) -> None:
    assert night.user is not None
    clock.start_at(night.starts_at - timedelta(hours=3))

    page = cast.browser(cast.botan).get("/").text

    assert "19:00 から" in page
    assert f">{night.user.name}</a>" in page


def test_home_says_nothing_where_no_rota_is_published(cast: Cast, rota: Rota) -> None:
    assert 'id="on-call"' not in cast.browser(cast.botan).get("/").text


def test_who_is_on_duty_is_asked_once_whatever_was_planned_before(
    cast: Cast, night: Shift, keeper: User, crew: list[User]
) -> None:
    now = night.starts_at + timedelta(hours=3)
    year = drafting.make("翌年", LAST + timedelta(days=1), LAST + A_YEAR, by=keeper, now=now)
    publishing.publish(drafting.draft(year, by=keeper, now=now), by=keeper, now=now)
    db.session.flush()

    with query_count(1):
        found = duty.duty(cast.botan.id, now=now)

    assert found is not None
    assert (len(found.running), len(found.coming)) == (2, 2)


def test_a_service_says_at_night_who_is_on_duty_before_whom_to_ask_by_day(cast: Cast, night: Shift) -> None:
    service = db.session.scalars(db.select(Service)).one()
    assert night.user is not None
    clock.start_at(night.starts_at + timedelta(hours=3))

    page = cast.browser(cast.botan).get(f"/services/{service.id}/").text

    assert page.index(night.user.name) < page.index("平日の日中")
    assert "10:00 まで" in page


def test_the_services_of_ones_own_team_stand_first_each_with_what_to_know(
    cast: Cast, crew: list[User], keeper: User
) -> None:
    own = keeping.create(Described(cast.team.id, "zebra-api"), by=cast.admin, now=clock.now())
    quirks.write(own, Words("セールの始まりは、待つ", "", ""), by=cast.botan, now=clock.now())
    db.session.flush()

    with query_count(1):
        found = finding.found("", cast.botan.id)

    assert [one.name for one in found] == ["zebra-api", "cart-api"]
    assert "セールの始まりは、待つ" in cast.browser(cast.botan).get("/oncall/?q=ze").text


@pytest.mark.parametrize(("hours", "is_shown"), [(-1, False), (3, True), (26, True), (28, False)])
def test_a_telephone_number_is_shown_during_the_shift_and_twelve_hours_after(
    cast: Cast, night: Shift, hours: int, is_shown: bool
) -> None:
    assert night.user is not None
    # It ends after fifteen hours.
    night.user.telephone = "090-1234-5678"
    clock.start_at(night.starts_at + timedelta(hours=hours))

    pages = [cast.browser(cast.botan).get(path).text for path in ("/oncall/", f"/people/{night.user.id}/", "/")]

    assert ["09012345678" in page for page in pages] == [is_shown, False, False]
    assert "1234-5678" not in pages[1] + pages[2]
