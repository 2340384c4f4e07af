"""What of training and of rounds the first page says: what is next, what runs now, each with the way there."""

from datetime import timedelta

import pytest
from lxml import html

from studyhub.db import db
from studyhub.drills.models import Scenario
from studyhub.drills.running import casting
from studyhub.drills.running.casting import Cast as Played
from studyhub.drills.running.models import Drill
from studyhub.drills.running.states import DrillState
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import joining
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.drills.conftest import scenario, service
from tests.drills.scenes import new_drill
from tests.meetings.scenes import go_to, statements
from tests.sos.conftest import rounds

__all__ = ["rounds", "scenario", "service"]
SOON = timedelta(minutes=10)


def afternoon_drill(cast: Cast, scenario: Scenario) -> Drill:
    """A drill in a session of its own, three hours before the first of the reading circle."""
    drill = new_drill(cast, scenario)
    drill.meeting.starts_at -= timedelta(hours=3)
    drill.meeting.ends_at -= timedelta(hours=3)
    db.session.commit()
    return drill


def links(cast: Cast, user: User) -> list[str]:
    """Where the first page leads, in order."""
    found = html.fromstring(cast.browser(user).get("/").text).xpath("//main//a/@href")
    return [str(one) for one in found]  # type: ignore[union-attr]  # texts


@pytest.mark.parametrize("before", [timedelta(hours=6), SOON, -SOON], ids=["today", "soon", "running"])
def test_a_drill_is_one_press_away_on_its_day_and_says_what_one_does(
    cast: Cast, scenario: Scenario, before: timedelta
) -> None:
    drill = afternoon_drill(cast, scenario)
    joining.join(drill.meeting.circle, cast.botan, now=NOON)
    go_to(drill.meeting.starts_at - before)

    pages = {user.name: cast.browser(user).get("/").text for user in (cast.aki, cast.botan)}

    assert [page.count(f'href="/training/drills/{drill.id}/"') for page in pages.values()] == [1, 1]
    assert ("あなたが出題者です" in pages["Aki"], "あなたが回答者です" in pages["Botan"]) == (True, True)


@pytest.mark.parametrize("hours", [25, 23, -0.5, -2])
def test_who_responds_without_a_seat_is_told_so_until_the_session_is_over(
    cast: Cast, scenario: Scenario, hours: float
) -> None:
    drill = afternoon_drill(cast, scenario)
    go_to(drill.meeting.starts_at - timedelta(hours=hours))

    page = cast.browser(cast.botan).get("/").text

    assert ("「Replication stopped」の回答者です" in page) == (hours in (23, -0.5))


def test_of_a_drill_the_first_page_says_no_word_of_the_answer(cast: Cast, scenario: Scenario) -> None:
    drill = afternoon_drill(cast, scenario)
    go_to(drill.meeting.starts_at - SOON)

    pages = [cast.browser(user).get("/").text for user in (cast.aki, cast.botan)]

    assert [page for page in pages if "secret" in page] == []


def test_the_round_that_runs_is_one_press_away_with_its_wall(cast: Cast, rounds: list[Meeting]) -> None:
    go_to(rounds[0].starts_at + SOON)

    found = links(cast, cast.aki)

    assert {f"/sos/{rounds[0].id}/", f"/sos/{rounds[0].id}/wall"} <= set(found)


def test_a_drill_that_is_called_off_is_neither_next_nor_waits(cast: Cast, scenario: Scenario) -> None:
    drill = afternoon_drill(cast, scenario)
    drill.state = DrillState.CALLED_OFF
    go_to(drill.meeting.starts_at - SOON)

    pages = [cast.browser(user).get("/").text for user in (cast.aki, cast.botan)]

    assert [page for page in pages if "トレーニングを開く" in page] == []


def asks_of_drills(cast: Cast) -> int:
    """How many statements of the first page read rows of drills."""
    with statements() as asked:
        cast.browser(cast.aki).get("/")
    return len([one for one in asked if "drill.ran_seconds" in one])


def test_home_asks_once_for_drills_however_many_and_never_before_another_session(
    cast: Cast, scenario: Scenario
) -> None:
    drill = afternoon_drill(cast, scenario)
    second = casting.plan(drill.meeting, scenario, Played(cast.aki, cast.chika), by=cast.aki, now=NOON)
    go_to(drill.meeting.starts_at - timedelta(hours=6))
    before_training = asks_of_drills(cast)

    go_to(drill.meeting.ends_at + timedelta(minutes=1))

    assert (second.meeting_id, before_training, asks_of_drills(cast)) == (drill.meeting_id, 1, 0)
