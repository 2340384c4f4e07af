"""How the reminders of each session stand in a circle's plan."""

import re

from studyhub.db import db
from studyhub.delivery import preferences
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.people.models import User
from studyhub.reminders import standing
from tests.cast import NOON, Cast
from tests.reminders.looking import look, tokyo

DAY_BEFORE = "2026-12-01T16:00"


def plan(cast: Cast, user: User) -> list[str]:
    """What the rows of the plan say of reminders."""
    page = re.sub(r"<[^>]+>", " ", cast.browser(user).get(f"/circles/{cast.circle.slug}/").text)
    return re.findall(r"リマインダー:.* に送信", page)


def test_organisers_see_of_each_session_soon_when_its_reminder_goes(cast: Cast) -> None:
    look("2026-12-01T12:00")

    assert plan(cast, cast.aki) == ["リマインダー:今日 16:00 に送信", "リマインダー:12月8日(火) 16:00 に送信"]
    assert plan(cast, cast.botan) == []


def test_then_to_how_many_it_went_and_how_many_it_did_not_reach(cast: Cast) -> None:
    look(DAY_BEFORE)
    mail = db.session.scalars(
        db.select(OutboxMessage).filter_by(recipient_id=cast.botan.id, channel=Channel.MAIL, kind="day_before")
    ).one()
    mail.give_up("no such mailbox", tokyo(DAY_BEFORE))

    page = cast.browser(cast.aki).get(f"/circles/{cast.circle.slug}/").text

    assert "送信済み 2人" in page
    assert "1人に届きませんでした" in page


def test_it_counts_whom_the_page_of_the_session_counts(cast: Cast) -> None:
    preferences.choose(cast.botan, {("day_before", channel): False for channel in Channel})
    look(DAY_BEFORE)
    browser = cast.browser(cast.aki)

    pages = [
        browser.get(address).text for address in (f"/circles/{cast.circle.slug}/", f"/meetings/{cast.meeting.id}/")
    ]

    assert [re.findall(r"送信済み \d人", page) for page in pages] == [["送信済み 1人"], ["送信済み 1人"]]


def test_halted_reminders_are_said_to_be(cast: Cast) -> None:
    look("2026-12-01T12:00")
    standing.halt(cast.circle, by=cast.aki, now=NOON)

    page = cast.browser(cast.aki).get(f"/circles/{cast.circle.slug}/").text

    assert page.count("止めています") == 2
