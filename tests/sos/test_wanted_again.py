"""What was said to be settled by a slip is wanted again by one press, as old as it is."""

from datetime import timedelta

import pytest

from studyhub import clock
from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.people.models import UserState
from studyhub.sos import helping, queries
from studyhub.sos.models import HelpWanted
from studyhub.sos.moves import HelpState
from studyhub.sos.rules import UNDO_MINUTES
from tests.cast import NOON, Cast
from tests.sos.conftest import handed_in

WAY_BACK = 'action="/sos/help/{}/settling/delete"'


@pytest.fixture
def wanted(cast: Cast, rounds: list[Meeting]) -> HelpWanted:
    """Help that minne wants, and that Chika has claimed."""
    handed_in(rounds[0], cast.team, cast.botan, wants="負荷試験を一緒に見てくれる人")
    wanted = queries.in_round(rounds[0])[0]
    helping.claim(wanted, by=cast.chika, now=NOON)
    db.session.commit()
    clock.start_at(NOON)
    return wanted


@pytest.mark.parametrize("press", ["settling", "withdrawal"])
def test_the_press_is_followed_by_its_way_back(cast: Cast, wanted: HelpWanted, press: str) -> None:
    browser, asked_at = cast.browser(cast.botan), wanted.asked_at

    settled = browser.post(f"/sos/help/{wanted.id}/{press}", data={"round": wanted.meeting_id})
    assert WAY_BACK.format(wanted.id) in browser.get(settled.location).text
    back = browser.post(f"/sos/help/{wanted.id}/settling/delete", data={"round": wanted.meeting_id})

    assert back.location == f"/sos/{wanted.meeting_id}/#help-{wanted.id}"
    db.session.expire_all()
    assert (wanted.state, wanted.claimed_by_id, wanted.asked_at) == (HelpState.CLAIMED, cast.chika.id, asked_at)
    assert (wanted.closed_at, wanted.closed_by_id) == (None, None)


def test_the_way_back_carries_nothing_but_where_it_was_pressed(cast: Cast, wanted: HelpWanted) -> None:
    browser = cast.browser(cast.botan)

    settled = browser.post(f"/sos/help/{wanted.id}/settling", data={"round": "x" * 9000, "team": cast.team.id})

    page = browser.get(settled.location).text
    assert "xxx" not in page
    assert f'<input type="hidden" name="team" value="{cast.team.id}">' in page


def test_pressing_twice_is_harmless(cast: Cast, wanted: HelpWanted) -> None:
    browser = cast.browser(cast.botan)
    browser.post(f"/sos/help/{wanted.id}/settling")

    answers = [browser.post(f"/sos/help/{wanted.id}/settling/delete").status_code for _ in range(2)]

    assert answers == [303, 303]


def test_it_is_nobodys_again_where_whoever_claimed_it_is_away(cast: Cast, wanted: HelpWanted) -> None:
    helping.settle(wanted, HelpState.RESOLVED, by=cast.botan, now=NOON)
    cast.chika.state = UserState.ON_LEAVE

    helping.want_again(wanted, by=cast.botan, now=NOON)

    assert (wanted.state, wanted.claimed_by_id, wanted.claimed_at) == (HelpState.OPEN, None, None)


def test_nobody_else_takes_it_back_and_nobody_after_an_hour(cast: Cast, wanted: HelpWanted) -> None:
    cast.browser(cast.botan).post(f"/sos/help/{wanted.id}/settling")

    other = cast.browser(cast.aki).post(f"/sos/help/{wanted.id}/settling/delete")
    clock.start_at(NOON + timedelta(minutes=UNDO_MINUTES + 1))
    late = cast.browser(cast.botan).post(f"/sos/help/{wanted.id}/settling/delete")

    assert (other.status_code, late.status_code) == (403, 403)


def test_what_became_a_session_stays_one(cast: Cast, wanted: HelpWanted) -> None:
    helping.settle(wanted, HelpState.RESOLVED, by=cast.botan, now=NOON, became=cast.circle)

    with pytest.raises(helping.Settled):
        helping.want_again(wanted, by=cast.botan, now=NOON)


def test_what_nobody_had_claimed_is_open_again(cast: Cast, wanted: HelpWanted) -> None:
    helping.give_back(wanted, by=cast.chika, now=NOON)
    db.session.commit()
    browser = cast.browser(cast.botan)
    browser.post(f"/sos/help/{wanted.id}/settling")

    browser.post(f"/sos/help/{wanted.id}/settling/delete")

    assert queries.unsettled(cast.botan)
    assert f'id="help-{wanted.id}"' in browser.get("/sos/").text
    assert "片づいた</span>" not in browser.get("/sos/").text
