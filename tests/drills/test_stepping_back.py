"""Whoever is named and does not play, and a drill that is called off."""

import pytest
from flask_babel import force_locale

from studyhub.circles import organizers
from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.drills import queries as answers
from studyhub.drills.messages import drill_named
from studyhub.drills.models import Scenario
from studyhub.drills.running import casting, playing, queries, stepping_back
from studyhub.drills.running.casting import Cast as Played
from studyhub.drills.running.models import Drill
from studyhub.drills.running.states import DrillState
from studyhub.meetings.signing_up import joining
from tests.cast import NOON, Cast
from tests.drills.scenes import new_session
from tests.meetings.scenes import messages


@pytest.fixture
def named(cast: Cast, scenario: Scenario) -> Drill:
    """A drill that Aki plans: Chika is named examiner, Botan responds. Aki, who wrote the scenario, has seen it."""
    drill = casting.plan(new_session(cast), scenario, Played(cast.chika, cast.botan), by=cast.aki, now=NOON)
    db.session.commit()
    return drill


def test_whoever_is_named_is_told(cast: Cast, named: Drill) -> None:
    assert messages("drill_named") == ["Botan", "Chika"]

    casting.name_people(named, Played(cast.chika, cast.admin), by=cast.aki, now=NOON)

    assert messages("drill_named") == ["Ado", "Botan", "Chika"]


def test_a_named_examiner_opens_the_answer_by_a_press(cast: Cast, named: Drill) -> None:
    browser = cast.browser(cast.chika)
    assert "secret" not in browser.get(f"/training/drills/{named.id}/").text

    assert browser.post(f"/training/drills/{named.id}/answer").status_code == 303

    assert "secretsymptom" in browser.get(f"/training/drills/{named.id}/").text
    assert queries.has_seen(named.scenario_id, cast.chika.id)


@pytest.mark.parametrize("who", ["botan", "aki", "admin"])
def test_nobody_else_opens_it_so(cast: Cast, named: Drill, who: str) -> None:
    answer = cast.browser(getattr(cast, who)).post(f"/training/drills/{named.id}/answer")

    assert answer.status_code == 403
    assert answers.secret(named.scenario, cast.botan) is None


def test_it_does_not_begin_before_its_examiner_has_opened_the_answer(cast: Cast, named: Drill) -> None:
    browser = cast.browser(cast.chika)

    assert browser.post(f"/training/drills/{named.id}/start").status_code == 303

    assert named.state is DrillState.PLANNED
    assert "先に答えを開いてください。" in browser.get(f"/training/drills/{named.id}/").text


def test_whoever_steps_back_unopened_can_still_respond(cast: Cast, named: Drill) -> None:
    assert cast.browser(cast.chika).post(f"/training/drills/{named.id}/part/delete").status_code == 303
    assert (named.examiner_id, messages("drill_left")) == (None, ["Aki"])

    casting.name_people(named, Played(cast.aki, cast.chika), by=cast.aki, now=NOON)

    assert named.responder_id == cast.chika.id


def test_whoever_is_to_respond_elsewhere_opens_nothing(cast: Cast, named: Drill) -> None:
    casting.plan(new_session(cast, "Next"), named.scenario, Played(None, cast.chika), by=cast.aki, now=NOON)

    cast.browser(cast.chika).post(f"/training/drills/{named.id}/answer")

    assert answers.secret(named.scenario, cast.chika) is None


def test_who_is_not_named_steps_back_from_nothing(cast: Cast, named: Drill) -> None:
    with pytest.raises(stepping_back.NotNamed):
        stepping_back.step_back(named, by=cast.aki, now=NOON)


def test_once_it_runs_nobody_steps_back_and_nobody_calls_it_off(cast: Cast, drill: Drill) -> None:
    playing.start(drill, by=cast.aki, now=NOON)

    with pytest.raises(playing.NotNow):
        stepping_back.step_back(drill, by=cast.botan, now=NOON)
    with pytest.raises(playing.NotNow):
        stepping_back.call_off(drill, "Nobody is there", by=cast.aki, now=NOON)


def test_called_off_it_says_why_and_those_named_are_told(cast: Cast, named: Drill) -> None:
    browser = cast.browser(cast.aki)

    sent = browser.post(f"/training/drills/{named.id}/cancellation", data={"reason": "Too few people"})

    assert (sent.status_code, named.state, messages("drill_called_off")) == (
        303,
        DrillState.CALLED_OFF,
        ["Botan", "Chika"],
    )
    assert "Too few people" in cast.browser(cast.botan).get(f"/training/drills/{named.id}/").text
    assert queries.coming(cast.botan, NOON) == []


def test_without_a_reason_it_is_not_called_off(cast: Cast, named: Drill) -> None:
    refused = cast.browser(cast.aki).post(f"/training/drills/{named.id}/cancellation", data={"reason": "x" * 201})

    assert (refused.status_code, named.state) == (422, DrillState.PLANNED)
    assert "x" * 201 in refused.text


def test_called_off_it_keeps_nobody_from_examining(cast: Cast, named: Drill) -> None:
    stepping_back.call_off(named, "Too few people", by=cast.aki, now=NOON)

    casting.plan(new_session(cast, "Next"), named.scenario, Played(cast.botan), by=cast.aki, now=NOON)


def test_planned_again_it_has_those_who_still_may_play(cast: Cast, named: Drill) -> None:
    stepping_back.call_off(named, "Too few people", by=cast.aki, now=NOON)
    other = casting.plan(new_session(cast, "Next"), named.scenario, Played(cast.botan), by=cast.aki, now=NOON)
    stepping_back.open_answer(other, by=cast.botan, now=NOON)

    for _press in range(2):
        stepping_back.plan_again(named, by=cast.aki, now=NOON)

    assert (named.state, named.examiner_id, named.responder_id) == (DrillState.PLANNED, cast.chika.id, None)
    assert named.called_off_reason == ""


def test_played_after_all_those_who_heard_that_it_was_called_off_hear_of_it(cast: Cast, named: Drill) -> None:
    stepping_back.call_off(named, "Too few people", by=cast.aki, now=NOON)

    stepping_back.plan_again(named, by=cast.aki, now=NOON)

    assert messages("drill_planned_again") == ["Botan", "Chika"]


def test_an_examiner_who_knows_the_answer_is_not_told_to_open_it(cast: Cast, named: Drill) -> None:
    stepping_back.open_answer(named, by=cast.chika, now=NOON)
    casting.plan(new_session(cast, "Next"), named.scenario, Played(cast.chika), by=cast.aki, now=NOON)
    db.session.commit()

    rows = db.select(OutboxMessage.payload).where(OutboxMessage.recipient_id == cast.chika.id)
    told = db.session.scalars(rows.order_by(OutboxMessage.id.desc()).limit(1)).one()
    with force_locale("en"):
        lines = drill_named(told, "en").lines

    assert lines[-1] == "Aki named you examiner. You can step back until it begins."


def test_of_a_planner_who_organises_no_more_whoever_does_is_told(cast: Cast, named: Drill) -> None:
    circle = named.meeting.circle
    joining.join(circle, cast.admin, now=NOON)
    organizers.name(circle, cast.admin, by=cast.aki, now=NOON)
    organizers.step_down(circle, cast.aki, now=NOON)

    stepping_back.step_back(named, by=cast.botan, now=NOON)

    assert messages("drill_left") == ["Ado"]


def test_nobody_but_organisers_calls_it_off(cast: Cast, named: Drill) -> None:
    for address in ("cancellation", "cancellation/delete"):
        answer = cast.browser(cast.chika).post(f"/training/drills/{named.id}/{address}", data={"reason": "Mine"})
        assert answer.status_code == 403
