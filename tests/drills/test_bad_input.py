"""A responder who looks for the answer everywhere, examiners who press at once, a drill that is left overnight."""

from datetime import timedelta

import pytest

from studyhub.db import db
from studyhub.drills import queries as answers
from studyhub.drills import scenarios
from studyhub.drills.models import Scenario
from studyhub.drills.running import casting, debriefing, playing, queries, stepping_back
from studyhub.drills.running.casting import Cast as Played
from studyhub.drills.running.models import Drill
from studyhub.drills.running.states import DrillState, EventKind, RemarkKind
from studyhub.people.models import User
from tests.at_once import at_once
from tests.cast import NOON, Cast
from tests.drills.scenes import new_scenario, record_of
from tests.meetings.scenes import go_to

BEGIN = NOON + timedelta(days=1, hours=7)
NEXT_MORNING = BEGIN + timedelta(hours=14)


@pytest.fixture
def running(cast: Cast, drill: Drill) -> Drill:
    go_to(BEGIN)
    playing.start(drill, by=cast.aki, now=BEGIN)
    db.session.commit()
    return drill


PAGES = [
    "/training/",
    "/training/drills/{drill}/",
    "/training/drills/{drill}/record",
    "/training/drills/{drill}/edit",
    "/training/scenarios/{scenario}/",
    "/training/scenarios/{scenario}/edit",
    "/training/drills/new?scenario={scenario}&responder=1",
    "/meetings/{meeting}/",
    "/search?q=stopped",
    "/audit/mine",
    "/services/1/",
    "/people/1/",
    "/",
]
TOLD_AT_THE_BEGINNING = "secretsymptom"


@pytest.mark.parametrize("page", PAGES)
def test_nothing_sent_to_a_responder_holds_the_answer_or_stays_in_the_browser(
    cast: Cast, running: Drill, page: str
) -> None:
    address = page.format(drill=running.id, scenario=running.scenario_id, meeting=running.meeting_id)

    answer = cast.browser(cast.botan).get(address)

    assert "secret" not in answer.text.replace(TOLD_AT_THE_BEGINNING, "")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_second_device_is_sent_as_little(cast: Cast, running: Drill) -> None:
    first, second = (cast.browser(cast.botan) for _device in range(2))
    first.get(f"/training/drills/{running.id}/")

    page = second.get(f"/training/scenarios/{running.scenario_id}/")

    assert "secret" not in page.text


def test_whoever_steps_back_to_watch_opens_nothing(cast: Cast, drill: Drill) -> None:
    stepping_back.step_back(drill, by=cast.botan, now=NOON)
    browser = cast.browser(cast.botan)

    for press in (f"drills/{drill.id}/answer", f"drills/{drill.id}/takeover", f"scenarios/{drill.scenario_id}/sight"):
        assert browser.post(f"/training/{press}").status_code == 403

    assert answers.secret(drill.scenario, cast.botan) is None


FORGED = ["start", "reveal", "events/found", "hints/1", "interruption", "takeover", "debrief", "cancellation"]


@pytest.mark.parametrize("press", FORGED)
def test_a_responder_presses_nothing_of_the_examiners(cast: Cast, running: Drill, press: str) -> None:
    before = record_of(running)

    answer = cast.browser(cast.botan).post(f"/training/drills/{running.id}/{press}", data={"reason": "x"})

    assert answer.status_code in (403, 404)
    assert record_of(running) == before


def test_the_notes_of_a_session_and_their_revisions_hold_nothing_of_a_drill_that_is_still_to_come(
    cast: Cast, running: Drill
) -> None:
    following = new_scenario(running.scenario.service, cast.aki, "Next")
    casting.plan(running.meeting, following, Played(cast.aki, cast.chika), by=cast.aki, now=BEGIN)
    playing.reveal(running, by=cast.aki, now=BEGIN)
    debriefing.remark(running, RemarkKind.LEARNED, "Look first", by=cast.botan, now=BEGIN)
    begun = cast.browser(cast.aki).post(f"/meetings/{running.meeting_id}/note")
    note = begun.location.removesuffix("edit")

    browser = cast.browser(cast.aki)
    texts = [browser.get(note + page).text for page in ("edit", "revisions/", "")]

    assert "Look first" in texts[0]
    assert not any("secret" in text for text in texts)


def test_of_two_examiners_who_reveal_at_once_one_moves(cast: Cast, running: Drill) -> None:
    scenarios.note_seen(running.scenario, cast.chika, now=NOON)
    db.session.commit()
    drill_id, aki_id, chika_id = running.id, cast.aki.id, cast.chika.id

    def reveal() -> None:
        playing.reveal(db.session.get_one(Drill, drill_id), by=db.session.get_one(User, aki_id), now=BEGIN)

    def take_over_and_reveal() -> None:
        drill, by = db.session.get_one(Drill, drill_id), db.session.get_one(User, chika_id)
        casting.take_over(drill, by=by, now=BEGIN)
        playing.reveal(drill, by=by, now=BEGIN)

    ends = at_once(cast.app, [reveal, take_over_and_reveal])

    assert ends in (["CannotExamine", "done"], ["NotExaminer", "done"])
    assert [kind for kind, _text in record_of(running)].count("revealed") == 1


def test_left_overnight_it_stands_and_goes_on_in_the_morning(cast: Cast, running: Drill) -> None:
    playing.log(running, EventKind.TRIED, by=cast.aki, now=BEGIN + timedelta(minutes=10))
    db.session.commit()
    go_to(NEXT_MORNING)
    browser, base = cast.browser(cast.aki), f"/training/drills/{running.id}"

    assert browser.post(f"{base}/events/found").status_code == 303
    assert "トレーニングが先に進んだため、この操作はできません。" in browser.get(f"{base}/").text
    assert "中断しています" in cast.browser(cast.botan).get(f"{base}/").text

    browser.post(f"{base}/interruption/delete")
    browser.post(f"{base}/reveal")

    assert (running.state, running.ran_seconds // 60) == (DrillState.REVEALED, 10)


def test_left_overnight_it_can_be_revealed_at_once(cast: Cast, running: Drill) -> None:
    playing.reveal(running, by=cast.aki, now=NEXT_MORNING)

    assert (running.state, running.ran_seconds) == (DrillState.REVEALED, 0)
    assert queries.has_seen(running.scenario_id, cast.botan.id)


def test_words_that_are_no_words_are_settled(cast: Cast, running: Drill, scenario: Scenario) -> None:
    event = playing.log(running, EventKind.ASKED, by=cast.aki, now=BEGIN)
    address = f"/training/drills/{running.id}/words"

    for text in ("\x00\ufffe", "<script>alert(1)</script>", "x" * 100_000):
        typed = {"event_id": str(event.id), "was": "", "text": text}
        assert cast.browser(cast.aki).post(address, data=typed).status_code in (303, 422)

    assert "<script>alert(1)" not in cast.browser(cast.botan).get(f"/training/drills/{running.id}/").text
