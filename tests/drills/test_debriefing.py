"""After the reveal: what all say, what is learned, and how the responder did."""

from typing import Any

import pytest
from lxml import html

from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.departures import leaving, merging
from studyhub.drills import scenarios
from studyhub.drills.running import debriefing, lessons, playing, queries
from studyhub.drills.running.models import Drill, DrillRemark
from studyhub.drills.running.states import DrillState, EventKind, RemarkKind, Verdict
from studyhub.people.models import UserState
from studyhub.services import quirks
from studyhub.services.models import Quirk, Readiness, Service
from tests.cast import NOON, OF_PEOPLE, Cast

LEARNED = RemarkKind.LEARNED


def elements(page: str, path: str) -> Any:
    return html.fromstring(page).xpath(path)


@pytest.fixture
def told(cast: Cast, drill: Drill) -> Drill:
    playing.start(drill, by=cast.aki, now=NOON)
    event = playing.log(drill, EventKind.TRIED, by=cast.aki, now=NOON)
    playing.put_into_words(drill, event, "Looked at the replica", by=cast.aki)
    playing.give_hint(drill, 1, by=cast.aki, now=NOON)
    playing.reveal(drill, by=cast.aki, now=NOON)
    db.session.commit()
    return drill


def test_whoever_has_seen_the_answer_says_what_was_good(cast: Cast, told: Drill) -> None:
    debriefing.remark(told, RemarkKind.GOOD, "Asked first", by=cast.botan, now=NOON)

    assert [one.text for one in queries.remarks_of(told, cast.aki)] == ["Asked first"]


def test_whoever_has_not_seen_it_reads_and_says_nothing(cast: Cast, told: Drill) -> None:
    debriefing.remark(told, LEARNED, "secretlearning", by=cast.botan, now=NOON)

    with pytest.raises(debriefing.NotSeen):
        debriefing.remark(told, LEARNED, "Mine", by=cast.chika, now=NOON)

    assert "secretlearning" not in cast.browser(cast.chika).get(f"/training/drills/{told.id}/").text


def test_it_needs_one_learning(cast: Cast, told: Drill) -> None:
    with pytest.raises(debriefing.NoLearning):
        debriefing.share(told, Verdict.PASS, "", by=cast.aki, now=NOON)

    refused = cast.browser(cast.aki).post(
        f"/training/drills/{told.id}/debrief", data={"verdict": "again", "line": "Kind words"}
    )
    assert refused.status_code == 422
    assert "Kind words" in refused.text


def test_who_passes_practises_from_now_on(cast: Cast, told: Drill) -> None:
    debriefing.remark(told, LEARNED, "Look first", by=cast.botan, now=NOON)

    debriefing.share(told, Verdict.PASS, "Well done", by=cast.aki, now=NOON)

    [readiness] = db.session.scalars(db.select(Readiness))
    assert (told.state, readiness.user_id, readiness.state) == (DrillState.DEBRIEFED, cast.botan.id, "practising")


def test_once_more_is_counted_nowhere(cast: Cast, told: Drill) -> None:
    debriefing.remark(told, LEARNED, "Look first", by=cast.botan, now=NOON)

    debriefing.share(told, Verdict.AGAIN, "", by=cast.aki, now=NOON)

    [event] = db.session.scalars(db.select(AuditEvent).where(AuditEvent.action == "drill.debriefed"))
    assert (db.session.scalars(db.select(Readiness)).all(), event.before, event.after) == ([], None, None)


def test_the_line_is_for_responder_and_examiner_alone(cast: Cast, told: Drill) -> None:
    debriefing.remark(told, LEARNED, "Look first", by=cast.botan, now=NOON)
    debriefing.share(told, Verdict.AGAIN, "privateline", by=cast.aki, now=NOON)
    scenarios.note_seen(told.scenario, cast.chika, now=NOON)

    pages = [cast.browser(user).get(f"/training/drills/{told.id}/").text for user in (cast.aki, cast.botan, cast.chika)]

    assert ["privateline" in page for page in pages] == [True, True, False]


def test_nobody_but_the_examiner_shares_it(cast: Cast, told: Drill) -> None:
    with pytest.raises(playing.NotExaminer):
        debriefing.share(told, Verdict.PASS, "", by=cast.botan, now=NOON)


def test_what_was_learned_becomes_one_quirk(cast: Cast, told: Drill) -> None:
    said = debriefing.remark(told, LEARNED, "Look first", by=cast.botan, now=NOON)
    browser = cast.browser(cast.botan)

    for _press in range(2):
        assert browser.post(f"/training/drills/{told.id}/remarks/{said.id}/quirk").status_code == 303

    [quirk] = db.session.scalars(db.select(Quirk))
    assert (quirk.head.title, quirk.service_id) == ("Look first", told.scenario.service_id)


def test_ones_own_words_can_be_taken_back_until_it_is_shared(cast: Cast, told: Drill) -> None:
    said = debriefing.remark(told, RemarkKind.GOOD, "Wrong", by=cast.botan, now=NOON)
    address = f"/training/drills/{told.id}/remarks/{said.id}/delete"
    assert cast.browser(cast.aki).post(address).status_code == 403

    assert cast.browser(cast.botan).post(address).status_code == 303

    assert db.session.scalars(db.select(DrillRemark)).all() == []


def test_a_line_that_is_too_long_stays(cast: Cast, told: Drill) -> None:
    fields = {"learned": "x" * 200}

    refused = cast.browser(cast.botan).post(f"/training/drills/{told.id}/remarks", data=fields)

    assert refused.status_code == 422
    assert "x" * 200 in refused.text


def test_the_note_begins_with_what_was_learned_and_the_way_without_hints(cast: Cast, told: Drill) -> None:
    debriefing.remark(told, LEARNED, "Look first", by=cast.botan, now=NOON)

    begun = cast.browser(cast.aki).post(f"/meetings/{told.meeting_id}/note")

    page = cast.browser(cast.aki).get(begun.location).text
    assert "Look first" in page
    assert "Looked at the replica" in page
    assert "secret" not in page


def test_what_was_found_stands_in_no_note(cast: Cast, drill: Drill) -> None:
    playing.start(drill, by=cast.aki, now=NOON)
    found = playing.log(drill, EventKind.FOUND, by=cast.aki, now=NOON)
    playing.put_into_words(drill, found, "The replica has no disk left", by=cast.aki)
    playing.reveal(drill, by=cast.aki, now=NOON)
    db.session.commit()

    begun = cast.browser(cast.aki).post(f"/meetings/{drill.meeting_id}/note")

    page = cast.browser(cast.chika).get(begun.location.replace("/edit", "/")).text
    assert "no disk left" not in page + cast.browser(cast.aki).get(begun.location).text
    assert "0:00 見つけた" in cast.browser(cast.aki).get(begun.location).text


def test_of_what_was_said_only_what_was_learned_becomes_a_quirk(cast: Cast, told: Drill) -> None:
    said = debriefing.remark(told, RemarkKind.BETTER, "Botan was slow", by=cast.botan, now=NOON)

    refused = cast.browser(cast.aki).post(f"/training/drills/{told.id}/remarks/{said.id}/quirk")

    assert refused.status_code == 404
    assert db.session.scalars(db.select(Quirk)).all() == []


def test_what_was_taken_back_in_this_moment_becomes_no_quirk(cast: Cast, told: Drill) -> None:
    said = debriefing.remark(told, LEARNED, "Look first", by=cast.botan, now=NOON)
    db.session.execute(db.delete(DrillRemark), execution_options={"synchronize_session": False})

    with pytest.raises(playing.NotNow):
        lessons.make_quirk(told, said, by=cast.aki, now=NOON)
    debriefing.take_back(told, said)


def test_what_became_a_quirk_in_this_moment_is_not_taken_back(cast: Cast, told: Drill) -> None:
    said = debriefing.remark(told, LEARNED, "Look first", by=cast.botan, now=NOON)
    quirk = quirks.write(told.scenario.service, quirks.Words("Look first", "", ""), by=cast.aki, now=NOON)
    became = db.update(DrillRemark).values(quirk_id=quirk.id)
    db.session.execute(became, execution_options={"synchronize_session": False})

    debriefing.take_back(told, said)

    assert queries.remarks_of(told, cast.aki) == [said]


def test_whoever_left_before_the_debrief_begins_to_practise_nothing(cast: Cast, told: Drill) -> None:
    debriefing.remark(told, LEARNED, "Look first", by=cast.botan, now=NOON)
    leaving.move(cast.botan, UserState.LEFT, OF_PEOPLE, by=cast.admin, now=NOON)

    debriefing.share(told, Verdict.PASS, "", by=cast.aki, now=NOON)

    assert db.session.scalars(db.select(Readiness)).all() == []


def test_whoever_examined_with_an_account_of_their_own_lets_nobody_pass(cast: Cast, told: Drill) -> None:
    debriefing.remark(told, LEARNED, "Look first", by=cast.botan, now=NOON)
    merging.merge(cast.aki, cast.botan, OF_PEOPLE, by=cast.admin, now=NOON)
    db.session.flush()

    debriefing.share(told, Verdict.PASS, "", by=cast.botan, now=NOON)

    assert (told.state, db.session.scalars(db.select(Readiness)).all()) == (DrillState.DEBRIEFED, [])


def test_however_much_is_said_a_first_learning_is_taken(cast: Cast, told: Drill) -> None:
    for number in range(debriefing.REMARKS_MAX):
        debriefing.remark(told, RemarkKind.GOOD, f"Good {number}", by=cast.botan, now=NOON)

    debriefing.remark(told, LEARNED, "Look first", by=cast.aki, now=NOON)

    with pytest.raises(debriefing.EnoughSaid):
        debriefing.remark(told, LEARNED, "Look twice", by=cast.aki, now=NOON)


def test_of_two_words_to_the_responder_the_second_is_told_that_it_was_shared(cast: Cast, told: Drill) -> None:
    debriefing.remark(told, LEARNED, "Look first", by=cast.botan, now=NOON)
    browser = cast.browser(cast.aki)

    for line in ("First", "Second"):
        browser.post(f"/training/drills/{told.id}/debrief", data={"verdict": "pass", "line": line})

    page = browser.get(f"/training/drills/{told.id}/").text
    assert "First" in page
    assert "講評は先に共有されたため、変更できません。" in page


def test_a_service_that_is_given_up_in_this_moment_keeps_no_debrief_open(cast: Cast, told: Drill) -> None:
    debriefing.remark(told, LEARNED, "Look first", by=cast.botan, now=NOON)
    given_up = db.update(Service).values(retired_at=NOON)
    db.session.execute(given_up, execution_options={"synchronize_session": False})

    debriefing.share(told, Verdict.PASS, "", by=cast.aki, now=NOON)

    assert told.state is DrillState.DEBRIEFED


def test_a_press_takes_all_lines_that_are_typed(cast: Cast, told: Drill) -> None:
    typed = {"good": "Asked first", "better": "Say it aloud", "learned": "Look first", "kind": "good"}

    cast.browser(cast.botan).post(f"/training/drills/{told.id}/remarks", data=typed)

    said = db.session.scalars(db.select(DrillRemark).order_by(DrillRemark.id))
    assert [one.text for one in said] == ["Asked first", "Say it aloud", "Look first"]


def test_a_press_without_words_says_so_beside_the_line(cast: Cast, told: Drill) -> None:
    refused = cast.browser(cast.botan).post(f"/training/drills/{told.id}/remarks", data={"kind": "learned"})

    [field] = elements(refused.text, "//main//*[@autofocus]")
    assert (refused.status_code, field.get("name"), field.get("aria-invalid")) == (422, "learned", "true")


def test_a_word_to_the_responder_stays_typed_while_lines_are_added(cast: Cast, told: Drill) -> None:
    typed = {"learned": "Look first", "verdict": "again", "line": "halfaline"}

    page = cast.browser(cast.aki).post(f"/training/drills/{told.id}/remarks", data=typed).text

    assert elements(page, "//*[@name='line']")[0].text_content().strip() == "halfaline"
    assert elements(page, "//*[@name='verdict'][@checked]")[0].get("value") == "again"
    assert elements(page, "//*[@name='learned']")[0].get("value") == ""


def test_sharing_takes_what_is_typed_and_was_not_added(cast: Cast, told: Drill) -> None:
    typed = {"learned": "Look first", "verdict": "pass", "line": ""}

    shared = cast.browser(cast.aki).post(f"/training/drills/{told.id}/debrief", data=typed)

    assert (shared.status_code, told.state) == (303, DrillState.DEBRIEFED)
    assert db.session.scalars(db.select(DrillRemark.text)).all() == ["Look first"]


def test_nobody_passes_by_what_was_not_chosen(cast: Cast, told: Drill) -> None:
    refused = cast.browser(cast.aki).post(
        f"/training/drills/{told.id}/debrief", data={"learned": "Look first", "line": "Well asked"}
    )

    assert (refused.status_code, told.state) == (422, DrillState.REVEALED)
    assert "合格か「もう一度」かを選んでください。" in refused.text
    assert "Well asked" in refused.text
    assert "Look first" in refused.text


def test_saying_the_same_twice_is_saying_it_once(cast: Cast, told: Drill) -> None:
    for _press in range(2):
        cast.browser(cast.botan).post(f"/training/drills/{told.id}/remarks", data={"good": "Asked first"})

    assert len(db.session.scalars(db.select(DrillRemark)).all()) == 1
