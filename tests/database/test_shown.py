"""Rows that are only shown: as their models say, and never written."""

import pytest
from sqlalchemy.orm.exc import UnmappedInstanceError

from studyhub.db import db
from studyhub.people.models import Device, User
from studyhub.shown import Shown
from tests.cast import Cast

DEVICE = Shown(Device, Device.id, Device.user_id, user=Shown(User, User.id, User.name, User.state))


def device_of(cast: Cast) -> Device:
    """One browser, as it is shown."""
    cast.browser(cast.botan).get("/")
    found = DEVICE.first(DEVICE.select().where(Device.user_id == cast.botan.id))
    assert found is not None
    return found


def test_a_row_that_is_shown_says_what_its_model_says_of_it(cast: Cast) -> None:
    shown = device_of(cast)

    assert shown.user.name == cast.botan.name
    assert shown.user.is_member


def test_what_points_at_nothing_is_none(cast: Cast) -> None:
    people = Shown(User, User.id, merged_into=Shown(User, User.id, User.name))

    [shown] = people.read(people.select().where(User.id == cast.botan.id))

    assert shown.merged_into is None


def test_what_was_not_read_is_not_fetched_in_silence(cast: Cast) -> None:
    shown = device_of(cast)

    with pytest.raises(UnmappedInstanceError):
        assert shown.user.email


def test_a_row_that_is_shown_cannot_be_changed(cast: Cast) -> None:
    shown = device_of(cast)

    with pytest.raises(AttributeError):
        shown.user.name = "Another"


def test_a_row_that_is_shown_cannot_be_written(cast: Cast) -> None:
    shown = device_of(cast)

    with pytest.raises(UnmappedInstanceError):
        db.session.add(shown)


def test_a_row_that_stands_in_several_lines_is_the_same_one(cast: Cast) -> None:
    for _time in range(2):
        cast.browser(cast.botan).get("/")
    rows = DEVICE.select().where(Device.user_id == cast.botan.id).order_by(Device.id)

    first, second = DEVICE.read(rows)

    assert first is not second
    assert first.user is second.user
