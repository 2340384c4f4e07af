"""A drill as it is played: the clock, what is logged, hints, interruptions, the reveal."""

from datetime import timedelta
from typing import Any

import pytest
from lxml import html

from studyhub.db import db
from studyhub.drills import queries as answers
from studyhub.drills.running import casting, debriefing, playing, queries, read_step, shown
from studyhub.drills.running.casting import Cast as Played
from studyhub.drills.running.models import Drill, DrillEvent
from studyhub.drills.running.states import MOVES, DrillState, EventKind, RemarkKind, Verdict
from studyhub.people.models import ImpossibleMove
from tests.cast import NOON, Cast, query_count
from tests.drills.scenes import SECRETS, new_session, record_of
from tests.meetings.scenes import go_to

MINUTE = timedelta(minutes=1)


@pytest.fixture
def running(cast: Cast, drill: Drill) -> Drill:
    playing.start(drill, by=cast.aki, now=NOON)
    db.session.commit()
    return drill


def test_it_begins_with_the_symptom(cast: Cast, drill: Drill) -> None:
    playing.start(drill, by=cast.aki, now=NOON)

    assert drill.state is DrillState.RUNNING
    assert record_of(drill) == [("started", "secretsymptom")]


def test_pressed_twice_it_begins_once(cast: Cast, running: Drill) -> None:
    playing.start(running, by=cast.aki, now=NOON + MINUTE)

    assert len(record_of(running)) == 1


def test_nobody_but_the_examiner_moves_it(cast: Cast, running: Drill) -> None:
    for user in (cast.botan, cast.chika):
        for move in (playing.start, playing.interrupt, playing.resume, playing.reveal):
            with pytest.raises(playing.NotExaminer):
                move(running, by=user, now=NOON)


@pytest.mark.parametrize(("before", "after"), [(one, other) for one in DrillState for other in DrillState])
def test_it_moves_as_the_table_says(cast: Cast, running: Drill, before: DrillState, after: DrillState) -> None:
    running.state, running.running_since = before, NOON if before is DrillState.RUNNING else None

    if after in MOVES[before]:
        running.move_to(after, NOON)
        assert running.state is after
    else:
        with pytest.raises(ImpossibleMove):
            running.move_to(after, NOON)


def test_the_clock_counts_running_time_alone(cast: Cast, running: Drill) -> None:
    playing.interrupt(running, by=cast.aki, now=NOON + 3 * MINUTE)
    playing.resume(running, by=cast.aki, now=NOON + 60 * MINUTE)

    event = playing.log(running, EventKind.TRIED, by=cast.aki, now=NOON + 62 * MINUTE)

    assert (event.clock_seconds, event.clock) == (300, "5:00")


def test_each_press_is_a_line_and_words_may_follow(cast: Cast, running: Drill) -> None:
    event = playing.log(running, EventKind.ASKED, by=cast.aki, now=NOON + MINUTE)

    playing.put_into_words(running, event, "Since when?", by=cast.aki)

    assert record_of(running)[1:] == [("asked", "Since when?")]


def test_hints_come_in_their_order_and_a_second_press_gives_no_second_one(cast: Cast, running: Drill) -> None:
    for number in (1, 1, 2):
        playing.give_hint(running, number, by=cast.aki, now=NOON)

    assert record_of(running)[1:] == [("hint", "secrethint-1"), ("hint", "secrethint-2")]
    with pytest.raises(playing.NoHintLeft):
        playing.give_hint(running, 3, by=cast.aki, now=NOON)


def test_the_responder_only_asks_for_a_hint(cast: Cast, running: Drill) -> None:
    for _press in range(2):
        playing.ask_for_hint(running, by=cast.botan, now=NOON)

    assert record_of(running)[1:] == [("hint_wanted", "")]
    with pytest.raises(playing.NotResponder):
        playing.ask_for_hint(running, by=cast.chika, now=NOON)


def test_while_it_is_interrupted_nothing_is_logged(cast: Cast, running: Drill) -> None:
    playing.interrupt(running, by=cast.aki, now=NOON)

    with pytest.raises(playing.NotNow):
        playing.log(running, EventKind.TRIED, by=cast.aki, now=NOON)


def test_the_record_says_what_happened_and_not_how_it_stands(cast: Cast, running: Drill) -> None:
    playing.ask_for_hint(running, by=cast.botan, now=NOON)
    playing.interrupt(running, by=cast.aki, now=NOON)
    playing.resume(running, by=cast.aki, now=NOON + MINUTE)
    db.session.commit()

    page = cast.browser(cast.botan).get(f"/training/drills/{running.id}/record").text

    assert (">中断<" in page, "中断中" in page, ">ヒントを希望<" in page) == (True, False, True)


def test_left_open_for_four_hours_it_counts_as_interrupted(cast: Cast, running: Drill) -> None:
    playing.log(running, EventKind.TRIED, by=cast.aki, now=NOON + 10 * MINUTE)
    later = NOON + 10 * MINUTE + timedelta(hours=4)

    assert running.standing(later - MINUTE) is DrillState.RUNNING
    assert (running.standing(later), running.clock_seconds(later)) == (DrillState.INTERRUPTED, 600)
    playing.resume(running, by=cast.aki, now=later)
    assert running.clock_seconds(later + MINUTE) == 660
    assert [kind for kind, _text in record_of(running)] == ["started", "tried", "interrupted", "resumed"]


def test_who_sees_the_answer_from_the_page_of_a_drill_goes_on_there(cast: Cast, running: Drill) -> None:
    playing.reveal(running, by=cast.aki, now=NOON)
    db.session.commit()
    browser, sight = cast.browser(cast.chika), f"/training/scenarios/{running.scenario_id}/sight"

    from_drill = browser.post(sight, data={"drill": str(running.id)})
    elsewhere = browser.post(sight, data={"drill": "99"})

    assert from_drill.location == f"/training/drills/{running.id}/"
    assert elsewhere.location == f"/training/scenarios/{running.scenario_id}/"


def test_of_two_who_reveal_one_moves(cast: Cast, running: Drill) -> None:
    for minute in (1, 2):
        playing.reveal(running, by=cast.aki, now=NOON + minute * MINUTE)

    assert [kind for kind, _text in record_of(running)] == ["started", "revealed"]
    assert running.clock_seconds(NOON + timedelta(days=1)) == 60


def test_revealed_the_responder_has_seen_it_and_others_press_first(cast: Cast, running: Drill) -> None:
    playing.reveal(running, by=cast.aki, now=NOON)

    assert answers.secret(running.scenario, cast.botan) is not None
    assert answers.secret(running.scenario, cast.chika) is None
    sight = f"/training/scenarios/{running.scenario_id}/sight"
    assert cast.browser(cast.chika).post(sight).status_code == 303
    assert queries.has_seen(running.scenario_id, cast.chika.id)


def test_before_the_reveal_nobody_opens_the_answer_by_a_press(cast: Cast, running: Drill) -> None:
    for user in (cast.botan, cast.chika):
        assert cast.browser(user).post(f"/training/scenarios/{running.scenario_id}/sight").status_code == 403


def test_no_byte_of_the_answer_is_sent_before_it_was_told(cast: Cast, drill: Drill) -> None:
    pages = [f"/training/drills/{drill.id}/", f"/training/drills/{drill.id}/record", "/training/"]
    pages += [f"/training/scenarios/{drill.scenario_id}/", f"/meetings/{drill.meeting_id}/", "/", "/search?q=secret"]
    told: set[str] = set()
    for step, words in STEPS.items():
        if step == "hint":
            playing.give_hint(drill, 1, by=cast.aki, now=NOON)
        elif step == "start":
            playing.start(drill, by=cast.aki, now=NOON)
        told |= words

        for user in (cast.botan, cast.chika):
            sent = "".join(cast.browser(user).get(page).text for page in pages)
            assert {word for word in SECRET_WORDS if word in sent} == told, (step, user.name)


SECRET_WORDS = tuple(word for text in SECRETS.values() for word in text.split())
STEPS: dict[str, set[str]] = {"planned": set(), "start": {"secretsymptom"}, "hint": {"secrethint-1"}}


def test_the_examiner_works_by_presses(cast: Cast, drill: Drill) -> None:
    go_to(NOON + timedelta(days=1, hours=7))
    browser, base = cast.browser(cast.aki), f"/training/drills/{drill.id}"

    for press in ("start", "events/asked", "events/tried", "hints/1", "events/found", "interruption"):
        assert browser.post(f"{base}/{press}").status_code == 303

    kinds = [kind for kind, _text in record_of(drill)]
    assert kinds == ["started", "asked", "tried", "hint", "found", "interrupted"]
    assert "secretcause" in browser.get(f"{base}/").text


def focused(page: str) -> Any:
    found: Any = html.fromstring(page).xpath("//*[@autofocus]")
    assert len(found) == 1
    return found[0]


def beside(event: DrillEvent, text: str) -> dict[str, str]:
    return {"event_id": str(event.id), "was": event.text, "text": text}


def test_words_that_are_too_long_stay_in_the_field(cast: Cast, running: Drill) -> None:
    event = playing.log(running, EventKind.ASKED, by=cast.aki, now=NOON)
    text = "x" * 600

    refused = cast.browser(cast.aki).post(f"/training/drills/{running.id}/words", data=beside(event, text))

    field = focused(refused.text)
    assert (refused.status_code, field.get("value"), field.get("aria-invalid")) == (422, text, "true")
    assert "500文字以内で書いてください。" in refused.text


def test_words_that_are_typed_go_along_with_every_press(cast: Cast, running: Drill) -> None:
    browser, base = cast.browser(cast.aki), f"/training/drills/{running.id}"
    presses = ("events/asked", "hints/1", "interruption", "interruption/delete", "words", "reveal")

    for press in presses:
        event = db.session.scalars(db.select(DrillEvent).where(DrillEvent.kind == EventKind.ASKED)).first()
        event = event or playing.log(running, EventKind.ASKED, by=cast.aki, now=NOON)
        typed = {"event_id": str(event.id), "was": event.text, "text": f"said before {press}"}
        assert browser.post(f"{base}/{press}", data=typed).status_code == 303
        db.session.refresh(event)
        assert event.text == f"said before {press}"


def test_a_press_that_comes_too_late_keeps_the_words(cast: Cast, running: Drill) -> None:
    event = playing.log(running, EventKind.ASKED, by=cast.aki, now=NOON)
    playing.interrupt(running, by=cast.aki, now=NOON)
    db.session.commit()

    cast.browser(cast.aki).post(f"/training/drills/{running.id}/events/tried", data=beside(event, "Since when?"))

    db.session.refresh(event)
    assert (event.text, [kind for kind, _text in record_of(running)][-1]) == ("Since when?", "interrupted")


def test_an_old_page_takes_no_words_back_that_another_device_wrote(cast: Cast, running: Drill) -> None:
    event = playing.log(running, EventKind.ASKED, by=cast.aki, now=NOON)
    old_page = beside(event, "")
    playing.put_into_words(running, event, "Since when?", by=cast.aki)
    db.session.commit()

    cast.browser(cast.aki).post(f"/training/drills/{running.id}/events/tried", data=old_page)

    db.session.refresh(event)
    assert event.text == "Since when?"


def test_after_a_press_the_same_button_has_the_focus(cast: Cast, running: Drill) -> None:
    browser = cast.browser(cast.aki)
    back = browser.post(f"/training/drills/{running.id}/events/tried").location

    assert focused(browser.get(back).text).get("formaction").endswith("/events/tried")


def test_the_record_is_sent_again_when_something_is_new(cast: Cast, running: Drill) -> None:
    browser, address = cast.browser(cast.botan), f"/training/drills/{running.id}/record"
    first = browser.get(address)
    tag = {"If-None-Match": first.headers["ETag"]}
    assert browser.get(address, headers=tag).status_code == 304

    playing.give_hint(running, 1, by=cast.aki, now=NOON)

    assert "secrethint-1" in browser.get(address, headers=tag).text


def test_asking_again_while_nothing_is_new_reads_one_row_of_the_drill(cast: Cast, running: Drill) -> None:
    browser, address = cast.browser(cast.chika), f"/training/drills/{running.id}/record"
    tag = {"If-None-Match": browser.get(address).headers["ETag"]}

    with query_count(2) as statements:
        assert browser.get(address, headers=tag).status_code == 304

    assert not any("drill_event" in statement for statement in statements)


@pytest.mark.parametrize("who", ["aki", "botan", "chika", "admin"])
def test_the_step_asked_for_is_that_of_the_page(cast: Cast, running: Drill, who: str) -> None:
    user = getattr(cast, who)
    casting.plan(new_session(cast, "Next"), running.scenario, Played(None, cast.chika), by=cast.aki, now=NOON)

    for _state in ("running", "told"):
        assert read_step.step(running.id, user, NOON) == shown.watched(running, user, NOON).step
        playing.reveal(running, by=cast.aki, now=NOON)


def test_after_the_reveal_no_hint_is_sent_to_whoever_has_not_seen_the_answer(cast: Cast, running: Drill) -> None:
    playing.give_hint(running, 1, by=cast.aki, now=NOON)
    event = playing.log(running, EventKind.FOUND, by=cast.aki, now=NOON)
    playing.put_into_words(running, event, "secretfinding", by=cast.aki)
    playing.reveal(running, by=cast.aki, now=NOON)

    stranger = cast.browser(cast.chika)
    for page in (f"/training/drills/{running.id}/", f"/training/drills/{running.id}/record"):
        assert "secret" not in stranger.get(page).text
    stranger.post(f"/training/scenarios/{running.scenario_id}/sight")
    assert "secretfinding" in stranger.get(f"/training/drills/{running.id}/").text


def test_whoever_is_to_respond_in_another_drill_is_sent_no_word_of_this_one(cast: Cast, running: Drill) -> None:
    playing.give_hint(running, 1, by=cast.aki, now=NOON)
    casting.plan(new_session(cast, "Next"), running.scenario, Played(None, cast.chika), by=cast.aki, now=NOON)

    for page in (f"/training/drills/{running.id}/", f"/training/drills/{running.id}/record"):
        assert "secret" not in cast.browser(cast.chika).get(page).text
        assert "secrethint-1" in cast.browser(cast.botan).get(page).text


def test_what_was_shared_is_put_into_other_words_by_nobody(cast: Cast, running: Drill) -> None:
    event = playing.log(running, EventKind.ASKED, by=cast.aki, now=NOON)
    playing.reveal(running, by=cast.aki, now=NOON)
    debriefing.remark(running, RemarkKind.LEARNED, "Look first", by=cast.aki, now=NOON)
    debriefing.share(running, Verdict.AGAIN, "", by=cast.aki, now=NOON)

    with pytest.raises(playing.NotNow):
        playing.put_into_words(running, event, "Something else", by=cast.aki)
