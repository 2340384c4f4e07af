"""Who examines and who responds: nobody who has seen the answer responds, nobody who responds gets to read it."""

import pytest
from lxml import html

from studyhub.db import db
from studyhub.departures import leaving
from studyhub.drills import queries as answers
from studyhub.drills import scenarios
from studyhub.drills.handed_in import departing
from studyhub.drills.models import Scenario
from studyhub.drills.running import casting, debriefing, playing, stepping_back
from studyhub.drills.running.casting import Cast as Played
from studyhub.drills.running.models import Drill
from studyhub.drills.running.states import DrillState, RemarkKind, Verdict
from studyhub.meetings.changing import cancelling
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.meetings.models import Attendance, AttendanceState
from studyhub.meetings.signing_up import joining
from studyhub.people.models import User, UserState
from tests.at_once import at_once
from tests.cast import NOON, OF_PEOPLE, Cast
from tests.drills.scenes import new_drill, new_scenario, new_session, record_of
from tests.meetings.scenes import after, messages


def test_naming_oneself_examiner_opens_the_answer_and_naming_another_does_not(cast: Cast, scenario: Scenario) -> None:
    other = new_scenario(scenario.service, cast.botan)
    for one, examiner in ((other, cast.aki), (scenario, cast.chika)):
        casting.plan(new_session(cast, examiner.name), one, Played(examiner), by=cast.aki, now=NOON)

    assert answers.secret(other, cast.aki) is not None
    assert answers.secret(scenario, cast.chika) is None


def test_whoever_was_there_when_it_was_told_does_not_respond(cast: Cast, drill: Drill) -> None:
    playing.start(drill, by=cast.aki, now=NOON)
    playing.reveal(drill, by=cast.aki, now=NOON)
    there = Attendance(meeting_id=drill.meeting_id, user_id=cast.chika.id, state=AttendanceState.LATE, recorded_at=NOON)
    db.session.add(there)

    with pytest.raises(casting.CannotRespond):
        casting.plan(new_session(cast, "Next"), drill.scenario, Played(cast.aki, cast.chika), by=cast.aki, now=NOON)


def test_whoever_has_seen_it_does_not_respond(cast: Cast, scenario: Scenario) -> None:
    scenarios.note_seen(scenario, cast.botan, now=NOON)

    with pytest.raises(casting.CannotRespond):
        casting.plan(new_session(cast), scenario, Played(cast.aki, cast.botan), by=cast.aki, now=NOON)


def test_whoever_is_to_respond_is_named_examiner_nowhere(cast: Cast, drill: Drill) -> None:
    for played in (Played(cast.botan), Played(cast.botan, cast.botan)):
        with pytest.raises(casting.CannotExamine):
            casting.plan(new_session(cast, "Other"), drill.scenario, played, by=cast.aki, now=NOON)

    assert answers.secret(drill.scenario, cast.botan) is None


def test_a_responder_who_organises_does_not_take_over(cast: Cast, drill: Drill) -> None:
    playing.start(drill, by=cast.aki, now=NOON)
    mine = joining.join(drill.meeting.circle, cast.botan, now=NOON)
    mine.is_organizer = True

    with pytest.raises(casting.CannotExamine):
        casting.take_over(drill, by=cast.botan, now=NOON)

    assert answers.secret(drill.scenario, cast.botan) is None


def test_nobody_takes_over_who_neither_organises_nor_has_seen_it(cast: Cast, drill: Drill) -> None:
    with pytest.raises(casting.CannotExamine):
        casting.take_over(drill, by=cast.chika, now=NOON)


def test_another_examiner_goes_on_where_the_first_one_stopped(cast: Cast, drill: Drill) -> None:
    playing.start(drill, by=cast.aki, now=NOON)
    scenarios.note_seen(drill.scenario, cast.chika, now=NOON)

    casting.take_over(drill, by=cast.chika, now=NOON)
    playing.give_hint(drill, 1, by=cast.chika, now=NOON)

    assert record_of(drill)[1:] == [("taken_over", "Chika"), ("hint", "secrethint-1")]
    with pytest.raises(playing.NotExaminer):
        playing.reveal(drill, by=cast.aki, now=NOON)


def test_drills_are_planned_by_organisers_in_sessions_of_drills(cast: Cast, scenario: Scenario) -> None:
    with pytest.raises(playing.NotOrganizer):
        casting.plan(new_session(cast), scenario, Played(), by=cast.chika, now=NOON)
    with pytest.raises(casting.NoDrillSession):
        casting.plan(cast.meeting, scenario, Played(), by=cast.aki, now=NOON)


def test_other_people_can_be_named_until_it_begins(cast: Cast, drill: Drill) -> None:
    casting.name_people(drill, Played(cast.aki, cast.chika), by=cast.aki, now=NOON)
    assert drill.responder_id == cast.chika.id

    playing.start(drill, by=cast.aki, now=NOON)

    with pytest.raises(playing.NotNow):
        casting.name_people(drill, Played(cast.aki, cast.botan), by=cast.aki, now=NOON)


def test_without_a_responder_it_does_not_begin(cast: Cast, drill: Drill) -> None:
    casting.name_people(drill, Played(cast.aki), by=cast.aki, now=NOON)

    answer = cast.browser(cast.aki).post(f"/training/drills/{drill.id}/start")

    assert answer.status_code == 303
    assert record_of(drill) == []


def test_a_responder_who_has_seen_it_meanwhile_does_not_begin(cast: Cast, drill: Drill) -> None:
    scenarios.note_seen(drill.scenario, cast.botan, now=NOON)

    with pytest.raises(playing.NoResponder):
        playing.start(drill, by=cast.aki, now=NOON)


def test_what_cannot_be_planned_stays_in_the_form(cast: Cast, scenario: Scenario) -> None:
    session = new_session(cast)
    fields = {"scenario_id": scenario.id, "meeting_id": session.id, "examiner_id": cast.botan.id}

    refused = cast.browser(cast.aki).post("/training/drills/", data=fields | {"responder_id": cast.botan.id})

    assert refused.status_code == 422
    chosen = html.fromstring(refused.text).xpath('//select[@name="examiner_id"]/option[@selected]/@value')
    assert chosen == [str(cast.botan.id)]
    assert db.session.scalars(db.select(Drill)).all() == []


def test_whoever_leaves_is_replaced_in_what_has_not_begun(cast: Cast, drill: Drill) -> None:
    leaving.move(cast.botan, UserState.LEFT, OF_PEOPLE, by=cast.admin, now=NOON)

    assert (drill.examiner_id, drill.responder_id) == (cast.aki.id, None)


def test_whoever_names_somebody_else_hears_of_whoever_left(cast: Cast, drill: Drill) -> None:
    leaving.move(cast.botan, UserState.LEFT, OF_PEOPLE, by=cast.admin, now=NOON)

    assert messages("drill_left") == ["Aki"]


def test_of_a_drill_whose_time_is_over_nobody_is_told_who_left(cast: Cast, drill: Drill) -> None:
    over = after(drill.meeting, hours=1)

    leaving.move(cast.botan, UserState.LEFT, OF_PEOPLE, by=cast.admin, now=over)

    assert messages("drill_left") == []


def test_a_session_that_was_called_off_keeps_nobody_from_the_answer(cast: Cast, drill: Drill) -> None:
    cancelling.cancel(drill.meeting, "", Chapters.DROP, by=cast.aki, now=NOON)

    other = Played(cast.botan, cast.chika)
    following = casting.plan(new_session(cast, "Next"), drill.scenario, other, by=cast.aki, now=NOON)
    stepping_back.open_answer(following, by=cast.botan, now=NOON)

    assert answers.secret(drill.scenario, cast.botan) is not None
    with pytest.raises(playing.NoResponder):
        playing.start(drill, by=cast.aki, now=NOON)


def test_somebody_leaves_while_their_drill_begins(cast: Cast, drill: Drill) -> None:
    drills = [drill, *(new_drill(cast, new_scenario(drill.scenario.service, cast.aki, f"Next {n}")) for n in range(6))]
    ids = [one.id for one in drills]

    def begin() -> None:
        for drill_id in ids:
            playing.start(db.session.get_one(Drill, drill_id), by=db.session.get_one(User, aki_id), now=NOON)

    def leave() -> None:
        user, by = (db.session.get_one(User, id_) for id_ in (botan_id, admin_id))
        departing.give_back(user, by=by, now=NOON)

    aki_id, botan_id, admin_id = cast.aki.id, cast.botan.id, cast.admin.id
    ends = at_once(cast.app, [begin, leave])

    assert ends in (["done", "done"], ["NoResponder", "done"])


def test_the_debrief_of_an_examiner_who_is_gone_is_ended_by_whoever_organises(cast: Cast, scenario: Scenario) -> None:
    drill = told_by_chika(cast, scenario)
    leaving.move(cast.chika, UserState.LEFT, OF_PEOPLE, by=cast.admin, now=NOON)
    scenarios.note_seen(scenario, cast.admin, now=NOON)

    for user in (cast.botan, cast.admin):
        assert casting.can_take_over(drill, user) is False
    assert cast.browser(cast.aki).post(f"/training/drills/{drill.id}/takeover").status_code == 303

    assert (drill.examiner_id, drill.state) == (cast.aki.id, DrillState.REVEALED)
    debriefing.remark(drill, RemarkKind.LEARNED, "Look at both", by=cast.aki, now=NOON)
    assert debriefing.share(drill, Verdict.PASS, "", by=cast.aki, now=NOON)


def told_by_chika(cast: Cast, scenario: Scenario) -> Drill:
    """A drill of Aki's circle that Chika has examined up to the reveal, with Botan."""
    drill = casting.plan(new_session(cast), scenario, Played(cast.chika, cast.botan), by=cast.aki, now=NOON)
    stepping_back.open_answer(drill, by=cast.chika, now=NOON)
    playing.start(drill, by=cast.chika, now=NOON)
    playing.reveal(drill, by=cast.chika, now=NOON)
    db.session.commit()
    return drill


def test_a_debrief_that_is_shared_is_taken_over_by_nobody(cast: Cast, scenario: Scenario) -> None:
    drill = told_by_chika(cast, scenario)
    debriefing.remark(drill, RemarkKind.LEARNED, "Look at both", by=cast.chika, now=NOON)
    debriefing.share(drill, Verdict.PASS, "", by=cast.chika, now=NOON)

    assert casting.can_take_over(drill, cast.aki) is False
