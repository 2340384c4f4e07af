"""Drills that were begun and did not end in their session: found again, and ended by whoever can."""

from datetime import timedelta

import pytest

from studyhub.db import db
from studyhub.departures import leaving
from studyhub.drills.handed_in import unfinished
from studyhub.drills.models import Scenario
from studyhub.drills.running import casting, debriefing, playing, queries, stepping_back
from studyhub.drills.running.casting import Cast as Played
from studyhub.drills.running.models import Drill
from studyhub.drills.running.states import RemarkKind, Verdict
from studyhub.people.models import UserState
from tests.cast import NOON, OF_PEOPLE, Cast
from tests.drills.scenes import new_session
from tests.meetings.scenes import after, go_to


@pytest.fixture
def begun(cast: Cast, scenario: Scenario) -> Drill:
    """A drill of Aki's circle, begun by Chika with Botan."""
    drill = casting.plan(new_session(cast), scenario, Played(cast.chika, cast.botan), by=cast.aki, now=NOON)
    stepping_back.open_answer(drill, by=cast.chika, now=NOON)
    playing.start(drill, by=cast.chika, now=drill.meeting.starts_at)
    db.session.commit()
    return drill


def test_interrupted_it_is_found_after_its_session_by_all_and_waits_for_its_examiner(cast: Cast, begun: Drill) -> None:
    playing.interrupt(begun, by=cast.chika, now=begun.meeting.starts_at)
    db.session.commit()
    go_to(now := after(begun.meeting, hours=16))

    assert [one.id for one in queries.coming(cast.botan, now)] == [begun.id]
    assert "トレーニング「Replication stopped」が途中です" in cast.browser(cast.chika).get("/").text
    assert "が途中です" not in cast.browser(cast.botan).get("/").text


def test_a_debrief_that_is_not_shared_waits_for_the_examiner_until_it_is(cast: Cast, begun: Drill) -> None:
    now = after(begun.meeting, hours=1)
    playing.reveal(begun, by=cast.chika, now=begun.meeting.starts_at)
    db.session.commit()
    go_to(now)
    assert "「Replication stopped」の講評がまだ共有されていません" in cast.browser(cast.chika).get("/").text

    debriefing.remark(begun, RemarkKind.LEARNED, "Look at both", by=cast.chika, now=now)
    debriefing.share(begun, Verdict.PASS, "", by=cast.chika, now=now)
    db.session.commit()

    assert "の講評がまだ" not in cast.browser(cast.chika).get("/").text


def test_of_an_examiner_who_is_away_whoever_organises_is_asked(cast: Cast, begun: Drill) -> None:
    now = after(begun.meeting, hours=1)
    assert unfinished.unfinished(cast.aki, now) == []

    leaving.move(cast.chika, UserState.ON_LEAVE, OF_PEOPLE, by=cast.chika, now=now)

    assert [row.id for row in unfinished.unfinished(cast.aki, now)] == [begun.id]


def test_after_a_month_nobody_is_asked(cast: Cast, begun: Drill) -> None:
    assert unfinished.unfinished(cast.chika, after(begun.meeting, days=29))

    assert not unfinished.unfinished(cast.chika, after(begun.meeting, days=31))
    assert queries.coming(cast.botan, begun.meeting.ends_at + timedelta(days=31)) == []


def test_the_page_of_a_session_leads_to_a_drill_in_it_as_long_as_one_can_be_planned(cast: Cast, begun: Drill) -> None:
    address = f"/meetings/{begun.meeting_id}/"
    form = f"/training/drills/new?session={begun.meeting_id}"
    assert form in cast.browser(cast.aki).get(address).text

    go_to(after(begun.meeting, hours=1))

    assert "/training/drills/new" not in cast.browser(cast.aki).get(address).text
