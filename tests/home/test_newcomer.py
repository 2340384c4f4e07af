"""What the first page proposes to somebody new, and when it is gone."""

from datetime import timedelta

import pytest

from studyhub.db import db
from studyhub.delivery.models import Channel, OutboxMessage
from studyhub.home.newcomer import NEW_FOR
from studyhub.meetings.signing_up import joining, signups
from studyhub.people.models import User
from studyhub.teams import memberships
from studyhub.teams.models import Membership, Team
from tests.cast import NOON, Browser, Cast
from tests.meetings.scenes import go_to, meetings_of, small_meeting, state

STEPS = "まずはこの3つから"


@pytest.fixture
def browser(cast: Cast) -> Browser:
    """That of Chika, who is new, in no team and no circle."""
    go_to(NOON)
    return cast.browser(cast.chika)


def home(browser: Browser) -> str:
    return " ".join(browser.get("/").text.split())


def choose(browser: Browser, team: Team | None) -> int:
    return browser.post("/first-steps/team", data={"team_id": team.id if team else ""}).status_code


def teams_of(user: User) -> list[tuple[str, bool]]:
    rows = db.select(Team.name, Membership.is_primary).join(Membership).where(Membership.user_id == user.id)
    return [(name, is_primary) for name, is_primary in db.session.execute(rows)]


def test_somebody_new_reads_three_things_each_with_what_does_it(cast: Cast, browser: Browser) -> None:
    page = home(browser)

    assert STEPS in page
    assert "3件中0件完了" in page
    assert f'<option value="{cast.team.id}">minne</option>' in page
    assert f'action="/meetings/{cast.meeting.id}/signup?back=home"' in page
    assert 'action="/circles/sre/participation"' in page


def test_the_first_team_is_chosen_there(cast: Cast, browser: Browser) -> None:
    assert choose(browser, cast.team) == 303

    assert teams_of(cast.chika) == [("minne", True)]
    assert "3件中1件完了" in home(browser)


def test_leads_are_told_who_chose_their_team(cast: Cast, browser: Browser) -> None:
    memberships.name_lead(cast.team, cast.aki, is_lead=True, by=cast.admin, now=NOON)

    choose(browser, cast.team)

    told = db.session.scalars(db.select(OutboxMessage).filter_by(kind="team_chosen", channel=Channel.INBOX)).one()
    assert (told.recipient_id, told.payload["name"]) == (cast.aki.id, "Chika")


def test_whoever_is_in_a_team_chooses_no_other(cast: Cast, browser: Browser) -> None:
    other = memberships.create_team("SUZURI", by=cast.admin, now=NOON)

    assert choose(browser, cast.team) == choose(browser, other) == 303

    assert teams_of(cast.chika) == [("minne", True)]


@pytest.mark.parametrize("how", ["none", "closed"])
def test_what_is_no_team_is_said_at_its_field(cast: Cast, browser: Browser, how: str) -> None:
    cast.team.closed_at = NOON if how == "closed" else None
    memberships.create_team("SUZURI", by=cast.admin, now=NOON)

    answer = browser.post("/first-steps/team", data={"team_id": cast.team.id if how == "closed" else ""})

    assert answer.status_code == 422
    assert "チームを選んでください。" in answer.text
    assert teams_of(cast.chika) == []


def test_where_there_is_no_team_none_is_asked_for(cast: Cast, browser: Browser) -> None:
    cast.team.closed_at = NOON

    assert "まずはこの2つから" in home(browser)


def test_it_is_gone_when_all_is_done(cast: Cast, browser: Browser) -> None:
    memberships.add_member(cast.team, cast.chika, by=cast.admin, now=NOON)
    signups.sign_up(cast.meeting, cast.chika, now=NOON)
    assert "3件中2件完了" in home(browser)

    joining.join(cast.circle, cast.chika, now=NOON)
    assert STEPS not in home(browser)
    joining.leave(cast.circle, cast.chika, now=NOON)

    assert STEPS not in home(browser)


def test_it_is_put_away_by_a_press_and_brought_back_by_another(cast: Cast, browser: Browser) -> None:
    browser.post("/first-steps/delete")
    page = home(browser)
    assert STEPS not in page
    assert 'action="/first-steps"' in page

    browser.post("/first-steps")

    assert STEPS in home(browser)


@pytest.mark.parametrize(("since", "is_there"), [(NEW_FOR - timedelta(seconds=1), True), (NEW_FOR, False)])
def test_whoever_has_been_here_for_two_months_is_proposed_nothing(
    cast: Cast, browser: Browser, since: timedelta, is_there: bool
) -> None:
    cast.chika.confirmed_at = NOON - since

    assert (STEPS in home(browser)) is is_there


def test_a_circle_that_takes_people_in_half_way_is_proposed_before_others(cast: Cast, browser: Browser) -> None:
    cast.new_circle(cast.aki, title="Later").is_open_half_way = True

    assert "Later</a> ・ 途中からでも" in home(browser)


def test_whoever_is_in_a_team_by_now_is_told_so_and_not_of_another(cast: Cast, browser: Browser) -> None:
    other = memberships.create_team("SUZURI", by=cast.admin, now=NOON)
    choose(browser, cast.team)

    choose(browser, other)

    assert teams_of(cast.chika) == [("minne", True)]
    page = home(browser)
    assert "すでにチームに所属しています" in page
    assert "「SUZURI」にしました" not in page


def proposed(browser: Browser, *circles: str) -> list[str]:
    page = home(browser)
    return [slug for slug in circles if f'action="/circles/{slug}/participation"' in page]


def test_the_circle_of_the_session_one_has_is_proposed_before_all_others(cast: Cast, browser: Browser) -> None:
    later = cast.new_circle(cast.aki, title="Later")
    cast.new_circle(cast.aki, title="Half way").is_open_half_way = True
    assert proposed(browser, "sre", "later", "half-way") == ["half-way"]

    signups.sign_up(meetings_of(later)[0], cast.chika, now=NOON)

    assert proposed(browser, "sre", "later", "half-way") == ["later"]


def test_a_circle_without_seats_is_proposed_to_nobody(cast: Cast, browser: Browser) -> None:
    full = cast.new_circle(cast.aki, title="Full", capacity=1)
    full.is_open_half_way = True
    assert proposed(browser, "full", "sre") == ["sre"]

    for meeting in cast.meetings:
        meeting.takes_new = False
    assert proposed(browser, "full", "sre") == []
    assert "会を探す" in home(browser)

    # One of four has a seat.
    meetings_of(full)[3].capacity = 2
    assert proposed(browser, "full", "sre") == ["full"]


def test_the_session_one_goes_to_comes_before_one_whose_waitlist_one_is_on(cast: Cast, browser: Browser) -> None:
    small = small_meeting(cast)
    small.starts_at -= timedelta(hours=12)
    small.ends_at -= timedelta(hours=12)
    dan = cast.person("Dan")
    signups.sign_up(small, dan, now=NOON)
    assert state(small, dan) == "waitlisted"
    mine = cast.browser(dan)
    assert "補欠をやめる" in home(mine)

    signups.sign_up(cast.meeting, dan, now=NOON)

    assert "補欠をやめる" not in home(mine)
    assert "キャンセルする" in home(mine)
