"""How reminders of a session stand, as organisers see it, and halting those of a circle."""

import pytest

from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.delivery import preferences
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.meetings.changing import postponing
from studyhub.people.models import User
from studyhub.reminders import standing
from tests.cast import Cast
from tests.reminders.looking import look, tokyo, told

DAY_BEFORE = "2026-12-01T16:00"


def page(cast: Cast, user: User) -> str:
    return " ".join(cast.browser(user).get(f"/meetings/{cast.meeting.id}/").text.split())


def test_organisers_see_when_reminders_go(cast: Cast) -> None:
    look("2026-12-01T12:00")

    shown = page(cast, cast.aki)

    assert "前日:今日 16:00 に送信" in shown
    assert "1時間前:明日 18:00 に送信" in shown


def test_then_to_how_many_they_went_and_whom_they_did_not_reach(cast: Cast) -> None:
    look(DAY_BEFORE)
    mail = db.session.scalars(
        db.select(OutboxMessage).filter_by(recipient_id=cast.botan.id, channel=Channel.MAIL)
    ).one()
    mail.give_up("no such mailbox", tokyo(DAY_BEFORE))

    shown = page(cast, cast.aki)

    assert "前日:送信済み 2人" in shown
    assert "1人に届きませんでした" in shown
    assert f'<a href="/people/{cast.botan.id}/">Botan</a>' in shown


def test_whoever_turned_them_off_is_not_counted(cast: Cast) -> None:
    preferences.choose(cast.botan, {("day_before", channel): False for channel in Channel})
    preferences.choose(cast.aki, {("day_before", Channel.MAIL): False})

    look(DAY_BEFORE)

    assert "前日:送信済み 1人" in page(cast, cast.aki)


def test_others_see_nothing_of_it(cast: Cast) -> None:
    look(DAY_BEFORE)

    assert "送信済み" not in page(cast, cast.botan)


@pytest.mark.parametrize("at", ["2026-11-18T18:59", "2026-12-02T20:30"])
def test_nothing_is_said_long_before_and_afterwards(cast: Cast, at: str) -> None:
    assert standing.of_meeting(cast.meeting, tokyo(at)) is None


def test_nothing_is_said_while_the_date_is_open(cast: Cast) -> None:
    postponing.postpone(cast.meeting, by=cast.aki, now=tokyo("2026-12-01T12:00"))

    assert standing.of_meeting(cast.meeting, tokyo("2026-12-01T12:00")) is None


def test_an_organiser_halts_reminders_for_everybody_and_lets_them_go_on(cast: Cast) -> None:
    browser = cast.browser(cast.aki)
    halt = f"/circles/{cast.circle.slug}/reminders/halt"

    assert browser.post(halt, data={"next": "/meetings/1/"}).location == "/meetings/1/"
    look(DAY_BEFORE)
    assert told() == []
    assert "止めています" in page(cast, cast.aki)
    browser.post(f"{halt}/delete")
    look("2026-12-01T16:01")

    assert told() == [("day_before", "Aki"), ("day_before", "Botan")]
    actions = db.select(AuditEvent.action).where(AuditEvent.action.like("reminders.%")).order_by(AuditEvent.id)
    assert db.session.scalars(actions).all() == ["reminders.halted", "reminders.resumed"]
