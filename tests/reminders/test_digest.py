"""What comes this week, on Monday morning, for those who asked for it. 7 December is a Monday."""

from typing import Any

import pytest

from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.delivery import preferences
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.people.models import User
from studyhub.reminders import digest
from tests.cast import Cast, query_count
from tests.reminders.looking import look, tokyo

MONDAY = "2026-12-07T09:00"


def ask(user: User, *channels: Channel) -> None:
    preferences.choose(user, {("week_digest", channel): True for channel in channels})


def digests() -> list[tuple[int | None, Channel]]:
    rows = db.session.scalars(db.select(OutboxMessage).filter_by(kind="week_digest").order_by(OutboxMessage.id))
    return [(one.recipient_id, one.channel) for one in rows]


def sessions() -> list[dict[str, Any]]:
    payload: dict[str, Any] = db.session.scalars(db.select(OutboxMessage.payload).filter_by(kind="week_digest")).one()
    found: list[dict[str, Any]] = payload["sessions"]
    return found


def test_nobody_gets_a_digest_who_did_not_ask_for_it(cast: Cast) -> None:
    look(MONDAY)

    assert digests() == []


def test_it_comes_once_on_the_channels_one_asked_for(cast: Cast) -> None:
    ask(cast.botan, Channel.MAIL)

    look("2026-12-07T08:59")
    assert digests() == []
    look(MONDAY)
    look("2026-12-07T12:00")

    assert digests() == [(cast.botan.id, Channel.MAIL)]


@pytest.mark.parametrize("late", ["2026-12-07T21:00", "2026-12-08T09:00"])
def test_after_monday_it_is_too_late(cast: Cast, late: str) -> None:
    ask(cast.botan, Channel.MAIL)

    look(late)

    assert digests() == []


def test_it_names_what_one_may_see_until_sunday_joined_or_not(cast: Cast) -> None:
    ask(cast.chika, Channel.MAIL)
    cast.new_circle(cast.aki, title="Closed", visibility=Visibility.PARTICIPANTS)
    cast.new_circle(cast.chika, title="Mine")

    look(MONDAY)

    held = {one["circle"]: one["place_held"] for one in sessions()}
    assert held == {"SRE": None, "Mine": "confirmed"}


@pytest.mark.parametrize("count", [2, 6])
def test_it_is_as_much_work_for_many_as_for_few(cast: Cast, count: int) -> None:
    for one in cast.people(count):
        ask(one, Channel.MAIL)

    with query_count(7):
        digest.send(tokyo(MONDAY), "Asia/Tokyo")

    assert len(digests()) == count
