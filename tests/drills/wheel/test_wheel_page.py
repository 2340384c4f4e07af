"""The wheel on the page of training: what it says, spun again, and the form it fills in."""

from datetime import timedelta

import pytest
from flask_babel import force_locale
from lxml import html

from studyhub.alerts.incoming import taking
from studyhub.alerts.incoming.firings import Firing
from studyhub.alerts.models import AlertSource
from studyhub.audit.models import AuditEvent
from studyhub.commitments.models import Commitment, CommitmentKind
from studyhub.db import db
from studyhub.drills import scenarios
from studyhub.drills.models import Scenario
from studyhub.drills.running import casting, playing
from studyhub.drills.running.casting import Cast as Played
from studyhub.drills.running.models import Drill
from studyhub.drills.wheel import gathering, reasons, shown
from studyhub.drills.wheel.facts import PersonFacts
from studyhub.drills.wheel.picking import Lack, Pick
from studyhub.drills.wheel.shown import Wheel
from studyhub.meetings.models import Attendance, AttendanceState
from studyhub.meetings.signing_up import joining
from studyhub.people.days import unavailability
from studyhub.people.models import User, UserState
from studyhub.services import readying
from studyhub.services.models import Service
from studyhub.services.states import ReadinessState, Standing
from tests.cast import NOON, Cast
from tests.drills.scenes import new_scenario, new_session
from tests.meetings.scenes import statements
from tests.services.conftest import new_service

A_DAY = timedelta(days=1)


@pytest.fixture
def ready(cast: Cast, service: Service) -> User:
    """Chika, who is ready for the service."""
    readying.sign_off(service, cast.chika, ReadinessState.READY, by=cast.aki, now=NOON)
    db.session.commit()
    return cast.chika


def facts_of(cast: Cast, user: User) -> PersonFacts:
    return next(one for one in gathering.gather(cast.aki, NOON).board.people if one.id == user.id)


def wheel_of(cast: Cast, spin: int = 0) -> Wheel:
    return shown.wheel(cast.aki, spin, NOON)


def pick_of(cast: Cast, spin: int = 0) -> Pick:
    found = wheel_of(cast, spin).pick
    assert found is not None
    return found


def said(cast: Cast, language: str) -> list[str]:
    """What the wheel says and why, the sentence first."""
    found = wheel_of(cast)
    with cast.app.test_request_context(), force_locale(language):
        return [found.sentence, *map(str, found.reasons)]


def test_the_page_says_who_takes_on_what_and_why(cast: Cast, scenario: Scenario, ready: User) -> None:
    page = cast.browser(cast.aki).get("/training/").text

    assert [line for line in said(cast, "ja") if line not in page] == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_needs_no_more_than_four_lines(cast: Cast, scenario: Scenario, ready: User, language: str) -> None:
    new_session(cast)

    assert len(said(cast, language)) <= 1 + reasons.REASONS_MAX


def test_what_it_says_names_the_ledger(cast: Cast, scenario: Scenario, ready: User) -> None:
    new_session(cast)

    lines = said(cast, "en")

    assert lines[1] == "Chika alone is ready for cart-api."
    assert ["by the record" in line.lower() for line in lines[1:]] == [False, True, False, True]


def test_no_word_of_an_answer_stands_there(cast: Cast, scenario: Scenario, ready: User) -> None:
    assert "secret" not in cast.browser(cast.aki).get("/training/").text


def test_what_it_drew_fills_in_the_form(cast: Cast, scenario: Scenario, ready: User) -> None:
    session, browser, pick = new_session(cast), cast.browser(cast.aki), pick_of(cast)
    page = html.fromstring(browser.get("/training/").text)
    address = page.xpath("string(//section[@aria-labelledby='wheel']//a[contains(@class, 'button-main')]/@href)")

    form = html.fromstring(browser.get(str(address)).text)

    assert pick.examiner is not None
    named = {"scenario_id": scenario.id, "meeting_id": session.id}
    named |= {"responder_id": pick.responder.id, "examiner_id": pick.examiner.id}
    chosen = {name: form.xpath(f"//select[@name='{name}']/option[@selected]/@value") for name in named}
    assert chosen == {name: [str(id_)] for name, id_ in named.items()}


@pytest.mark.parametrize("query", ["responder=99999&examiner=0", "responder=x&session=-1&examiner=y", "session=99999"])
def test_whatever_the_address_says_the_form_opens(cast: Cast, scenario: Scenario, query: str) -> None:
    new_session(cast)

    assert cast.browser(cast.aki).get(f"/training/drills/new?{query}").status_code == 200


def test_planned_with_it_the_wheel_goes_on_to_the_next_person(cast: Cast, scenario: Scenario, ready: User) -> None:
    session, pick = new_session(cast), pick_of(cast)
    responder = db.session.get_one(User, pick.responder.id)
    new_scenario(scenario.service, cast.aki, "Disk full")

    casting.plan(session, scenario, Played(cast.chika, responder), by=cast.aki, now=NOON)

    assert pick_of(cast).responder.id != responder.id


def test_spinning_again_goes_on_and_is_noted(cast: Cast, scenario: Scenario, ready: User) -> None:
    answer = cast.browser(cast.aki).post("/training/wheel/spins", data={"spin": "0"})

    assert answer.location == "/training/?spin=1"
    assert pick_of(cast, 0).responder != pick_of(cast, 1).responder
    [event] = db.session.scalars(db.select(AuditEvent).where(AuditEvent.action == "wheel.spun"))
    assert (event.subject_id, event.actor_id) == (scenario.id, cast.aki.id)


@pytest.mark.parametrize("spin", ["", "x", "-1", "٣", "9" * 30, None])
def test_whatever_is_sent_as_the_number_of_spins_counts_as_none(
    cast: Cast, scenario: Scenario, spin: str | None
) -> None:
    browser = cast.browser(cast.aki)

    answer = browser.post("/training/wheel/spins", data={} if spin is None else {"spin": spin})

    assert answer.location == "/training/?spin=1"
    assert browser.get("/training/", query_string={"spin": spin or ""}).status_code == 200


def test_spun_without_anything_to_choose_from_it_says_so(cast: Cast) -> None:
    browser = cast.browser(cast.aki)

    answer = browser.post("/training/wheel/spins", data={"spin": "0"})

    assert answer.location == "/training/"
    assert "いまは、選べるものがありません。" in browser.get("/training/").text


def test_it_asks_for_a_new_scenario_when_everybody_has_seen_all(cast: Cast, scenario: Scenario) -> None:
    for user in db.session.scalars(db.select(User)):
        scenarios.note_seen(scenario, user, now=NOON)

    page = cast.browser(cast.aki).get("/training/").text

    assert wheel_of(cast).lack is Lack.ALL_SEEN
    assert "みんなが、すべてのお題の答えを見ています" in page


def test_a_thin_service_that_nobody_can_be_asked_about_asks_for_a_scenario(cast: Cast, scenario: Scenario) -> None:
    other = new_service(cast, "goods-render")
    db.session.commit()

    page = html.fromstring(cast.browser(cast.aki).get("/training/").text)

    assert page.xpath(f"//section[@aria-labelledby='wheel']//a[@href='/training/scenarios/new?service={other.id}']")


def test_whoever_is_on_leave_is_left_out(cast: Cast, scenario: Scenario) -> None:
    cast.botan.state = UserState.ON_LEAVE
    db.session.commit()

    assert cast.botan.id not in {one.id for one in gathering.gather(cast.aki, NOON).board.people}


def test_whoever_is_away_or_was_on_duty_in_the_night_before_cannot_come(cast: Cast, scenario: Scenario) -> None:
    session = new_session(cast)
    day = session.starts_at.date()
    unavailability.add(cast.editor, starts_on=day, ends_on=day, reason="")
    night = Commitment(source="shift:1", kind=CommitmentKind.SHIFT, user_id=cast.chika.id)
    night.starts_at, night.ends_at = session.starts_at - A_DAY, session.starts_at - A_DAY / 2
    db.session.add(night)
    db.session.commit()

    assert not facts_of(cast, cast.editor).can_come
    assert not facts_of(cast, cast.chika).can_come
    assert facts_of(cast, cast.admin).can_come


def test_having_a_seat_in_the_session_keeps_nobody_from_it(cast: Cast, scenario: Scenario) -> None:
    joining.join(new_session(cast).circle, cast.chika, now=NOON)

    assert facts_of(cast, cast.chika).can_come


def test_another_session_at_the_same_hours_does(cast: Cast, scenario: Scenario) -> None:
    new_session(cast)

    # Botan is in the circle that meets then.
    assert not facts_of(cast, cast.botan).can_come


def test_what_was_played_counts_from_the_ledger_and_what_is_planned_beside_it(cast: Cast, drill: Drill) -> None:
    assert (facts_of(cast, cast.botan).to_come, facts_of(cast, cast.aki).to_examine) == (1, 1)

    playing.start(drill, by=cast.aki, now=NOON)
    playing.reveal(drill, by=cast.aki, now=NOON)

    botan, aki = facts_of(cast, cast.botan), facts_of(cast, cast.aki)
    assert (botan.took, botan.to_come, aki.examined, aki.to_examine) == (1, 0, 1, 0)


def test_nights_that_alerts_took_count_once_each(cast: Cast, service: Service, scenario: Scenario) -> None:
    midnight = NOON - timedelta(hours=10)
    rang = [midnight, midnight + timedelta(minutes=5), midnight - A_DAY, NOON - timedelta(days=60)]
    firings = [Firing(f"f{number}", "Queue", service.name, at) for number, at in enumerate(rang)]
    taking.take(firings, source=AlertSource.FILE, now=NOON)

    [facts] = gathering.gather(cast.aki, NOON).board.services

    assert facts.woke == 2


def test_readiness_is_what_it_is_now(cast: Cast, service: Service, scenario: Scenario, ready: User) -> None:
    later = gathering.gather(cast.aki, NOON + timedelta(days=200)).board

    assert facts_of(cast, ready).standing(service.id) is Standing.READY
    assert next(one for one in later.people if one.id == ready.id).standing(service.id) is Standing.STALE


def test_it_asks_as_often_however_many_people_and_scenarios_there_are(
    cast: Cast, service: Service, scenario: Scenario
) -> None:
    new_session(cast)
    counts = []
    for _each in range(2):
        # What is read anew after a commit is not counted, the first time or the second.
        db.session.commit()
        wheel_of(cast)
        with statements() as sent:
            wheel_of(cast)
        counts.append(len(sent))
        for number, user in enumerate(cast.people(5)):
            new_scenario(service, user, f"Scenario {number}")

    assert counts[0] == counts[1]


def test_whoever_cannot_plan_in_the_session_is_told_who_can(cast: Cast, scenario: Scenario, ready: User) -> None:
    new_session(cast)
    db.session.commit()

    organizes, watches = (cast.browser(one).get("/training/").text for one in (cast.aki, cast.chika))

    go = "この組み合わせにする"
    assert (go in organizes, go in watches) == (True, False)
    assert "この回のトレーニングを計画できるのは主催者です。" in watches


def test_what_is_played_in_the_session_already_is_picked_for_nobody_else(cast: Cast, service: Service) -> None:
    session, planned = new_session(cast), new_scenario(service, cast.aki)
    other = new_scenario(service, cast.aki, "Disk full")
    casting.plan(session, planned, Played(cast.aki, cast.botan), by=cast.aki, now=NOON)
    db.session.commit()

    picked = {pick_of(cast, spin).scenario.id for spin in range(6)}

    assert picked == {other.id}


def test_when_all_is_planned_in_the_session_the_wheel_says_so(cast: Cast, service: Service) -> None:
    casting.plan(new_session(cast), new_scenario(service, cast.aki), Played(cast.aki), by=cast.aki, now=NOON)
    db.session.commit()

    assert wheel_of(cast).lack is Lack.ALL_PLANNED
    assert "出せるお題は、すべてこの回に入っています" in cast.browser(cast.aki).get("/training/").text


def test_whoever_was_there_when_it_was_told_is_picked_for_it_no_more(cast: Cast, service: Service) -> None:
    scenario = new_scenario(service, cast.aki)
    drill = casting.plan(new_session(cast), scenario, Played(cast.aki, cast.botan), by=cast.aki, now=NOON)
    playing.start(drill, by=cast.aki, now=NOON)
    playing.reveal(drill, by=cast.aki, now=NOON)
    heard = Attendance(meeting_id=drill.meeting_id, user_id=cast.chika.id, state=AttendanceState.ATTENDED)
    heard.recorded_at = NOON
    db.session.add(heard)
    db.session.commit()

    seen = next(one.seen for one in gathering.gather(cast.aki, NOON).board.scenarios if one.id == scenario.id)

    assert seen == {cast.aki.id, cast.botan.id, cast.chika.id}
