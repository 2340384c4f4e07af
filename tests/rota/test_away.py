"""Being on duty on days away: noting them takes no shift from anybody, and it is said."""

from datetime import timedelta

import pytest

from studyhub import clock
from studyhub.db import db
from studyhub.people.models import DayPart, Unavailability, User
from studyhub.rota.away import duties_away
from studyhub.rota.models import Rota, Shift
from studyhub.rota.swaps import answering, asking
from studyhub.rota.swaps.finding.situation import Hours
from tests.cast import NOON, Cast

A_DAY = timedelta(days=1)


@pytest.fixture
def night(published: Rota) -> Shift:
    """The first published shift: a weekday's night."""
    first: Shift = db.session.scalars(db.select(Shift).order_by(Shift.starts_at, Shift.role).limit(1)).one()
    return first


@pytest.fixture
def user(night: Shift) -> User:
    assert night.user is not None
    return night.user


def away(user: User, night: Shift, **said: object) -> Unavailability:
    period = Unavailability(user_id=user.id, starts_on=night.day, ends_on=night.day, **said)
    db.session.add(period)
    db.session.flush()
    return period


@pytest.mark.parametrize("page", ["", "/days"])
def test_whoever_is_on_duty_on_days_away_reads_so_and_where_to_ask_somebody(
    cast: Cast, night: Shift, user: User, page: str
) -> None:
    clock.start_at(NOON)
    browser = cast.browser(user)
    link = f'href="/oncall/shifts/{night.id}/"'
    before = browser.get(f"/profile/unavailability{page}").text

    browser.post("/profile/unavailability", data={"starts_on": night.day, "ends_on": night.day, "part": "whole"})

    after = browser.get(f"/profile/unavailability{page}").text
    assert ("不在の日に当番があります" in before, link in before) == (False, False)
    assert ("不在の日に当番があります" in after, link in after) == (True, True)


def test_a_night_counts_for_the_evening_it_begins_in_and_the_day_it_ends_on(night: Shift, user: User) -> None:
    evening = away(user, night, part=DayPart.EVENING)
    day_after = {"starts_on": night.day + A_DAY, "ends_on": night.day + A_DAY, "part": DayPart.WHOLE}
    morning = Unavailability(user_id=user.id, **day_after)

    assert [duty.shift for duty in duties_away(user, [evening], now=NOON)] == [night]
    assert [duty.shift for duty in duties_away(user, [morning], now=NOON)] == [night]


def test_what_one_would_rather_not_what_was_given_away_and_what_began_is_not_named(
    night: Shift, user: User, crew: list[User]
) -> None:
    rather_not, firmly = away(user, night, is_rather_not=True), away(user, night)
    hours = Hours(night, night.starts_at, night.ends_at)
    busy = {one.user_id for one in db.session.scalars(db.select(Shift).where(Shift.starts_at == night.starts_at))}
    taker = next(person for person in crew if person.id not in busy)

    assert duties_away(user, [rather_not], now=NOON) == []
    assert duties_away(user, [firmly], now=night.starts_at) == []
    swap = asking.ask(hours, user, [taker], by=user, now=NOON, confirmed=[taker.id])
    answering.accept(swap, taker, now=NOON, confirmed=[taker.id])
    assert duties_away(user, [firmly], now=NOON) == []
