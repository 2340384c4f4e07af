"""What the last hand-off says burns still, and what an earlier one says burnt: the same on every page."""

import re

import pytest

from studyhub import clock
from studyhub.db import db
from studyhub.handoffs import writing
from studyhub.handoffs.models import Handoff
from studyhub.handoffs.writing import Words
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.services.models import Service
from tests.cast import Cast
from tests.handoffs.conftest import HOUR, nights

BURNS, BURNT = "燃えています", "燃えていました"


@pytest.fixture
def service(night: Shift) -> Service:
    found: Service = db.session.scalars(db.select(Service)).one()
    return found


def hand_on(shift: Shift, by: User, words: str, service: Service) -> Handoff:
    return writing.write(shift, Words(words, service_ids=[service.id]), by=by, now=shift.ends_at)


def said(cast: Cast, path: str) -> list[str]:
    """What a page says of each hand-off, from the top."""
    return re.findall(f"{BURNS}|{BURNT}", cast.browser(cast.chika).get(path).text)


def test_what_was_just_handed_over_burns_on_every_page(
    cast: Cast, night: Shift, author: User, service: Service
) -> None:
    handoff = hand_on(night, author, "接続数が高い", service)
    clock.start_at(night.ends_at)
    paths = ("/oncall/", f"/oncall/shifts/{night.id}/", f"/oncall/handoffs/{handoff.id}/", "/oncall/handoffs/")

    pages = [said(cast, path) for path in (*paths, f"/services/{service.id}/")]

    assert pages == [[BURNS]] * 5


def test_what_another_was_handed_over_after_burnt(
    cast: Cast, night: Shift, next_night: Shift, author: User, next_one: User, service: Service
) -> None:
    handoff = hand_on(night, author, "接続数が高い", service)
    writing.write(next_night, Words(body="静かでした"), by=next_one, now=next_night.ends_at)
    clock.start_at(next_night.ends_at)
    paths = (f"/oncall/handoffs/{handoff.id}/", f"/oncall/handoffs/?service={service.id}", f"/services/{service.id}/")

    pages = [said(cast, path) for path in paths]

    assert pages == [[BURNT]] * 3


def test_on_a_service_what_burns_stands_before_its_quirks_and_what_burnt_below_them(
    cast: Cast, night: Shift, next_night: Shift, author: User, next_one: User, service: Service
) -> None:
    hand_on(night, author, "接続数が高い", service)
    hand_on(next_night, next_one, "まだ高い", service)
    clock.start_at(next_night.ends_at)

    page = cast.browser(cast.chika).get(f"/services/{service.id}/").text

    assert page.index("まだ高い") < page.index('id="quirks"') < page.index("接続数が高い")


def test_a_shift_shows_what_it_was_handed_when_nobody_is_on_duty_before_it(
    cast: Cast, night: Shift, next_night: Shift, author: User, service: Service
) -> None:
    hand_on(night, author, "接続数が高い", service)
    clock.start_at(night.ends_at + HOUR)
    after_it = nights()[2]

    shown = [said(cast, f"/oncall/shifts/{shift.id}/") for shift in (next_night, after_it)]

    assert shown == [[BURNS], []]


def test_the_list_is_found_from_the_page_of_who_is_on_duty_while_nothing_was_handed_over(
    cast: Cast, night: Shift
) -> None:
    clock.start_at(night.starts_at)

    page = cast.browser(cast.chika).get("/oncall/").text

    assert page.count('href="/oncall/handoffs/"') == 1
