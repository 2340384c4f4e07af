"""Scenarios: written by anybody, their answers read by whoever has seen them and by nobody else."""

from datetime import timedelta

import pytest

from studyhub.alerts.incoming import taking
from studyhub.alerts.incoming.firings import Firing
from studyhub.alerts.models import AlertGroup, AlertSource
from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.drills import beginning, queries, scenarios
from studyhub.drills.models import Scenario, ScenarioSeen
from studyhub.drills.scenarios import Told
from studyhub.handoffs.models import Handoff, HandoffRevision
from studyhub.services.models import Service
from tests.cast import NOON, Cast
from tests.departures.second_account import merge
from tests.drills.scenes import KEPT, typed

ADDRESSES = ["/training/", "/training/scenarios/{id}/", "/training/scenarios/{id}/edit", "/search/?q=secretcause"]


def test_whoever_writes_it_reads_its_answer(cast: Cast, service: Service) -> None:
    browser = cast.browser(cast.botan)

    sent = browser.post("/training/scenarios/", data=typed(service))

    assert sent.status_code == 303
    page = browser.get(sent.location).text
    assert all(word in page for word in ("secretsymptom", "secrethint-2", "secretcause", "secretfix", "secretsource"))


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_else_is_sent_a_word_of_it(cast: Cast, scenario: Scenario, address: str) -> None:
    answer = cast.browser(cast.botan).get(address.format(id=scenario.id))

    assert "secret" not in answer.text.replace("q=secretcause", "").replace('value="secretcause"', "").replace(
        "“secretcause”", ""
    )


def test_the_page_is_as_long_whatever_the_answer(cast: Cast, service: Service, scenario: Scenario) -> None:
    longer = scenarios.Kept("s" * 500, "c" * 500, "f" * 500, "x" * 500)
    other = scenarios.write(Told(scenario.title, service.id), longer, by=cast.aki, now=NOON)
    browser = cast.browser(cast.botan)

    lengths = [len(browser.get(f"/training/scenarios/{one.id}/").data) for one in (scenario, other)]

    assert lengths[0] == lengths[1]


def test_a_statement_that_reads_scenarios_reads_no_answer() -> None:
    columns = {column.name for column in Scenario.__table__.columns}

    assert columns.isdisjoint({"symptom", "shows", "hints", "cause", "fix", "source"})


def test_whoever_has_seen_it_reads_it(cast: Cast, scenario: Scenario) -> None:
    assert queries.secret(scenario, cast.botan) is None

    scenarios.note_seen(scenario, cast.botan, now=NOON)

    assert queries.secret(scenario, cast.botan) is not None


def test_whoever_has_not_seen_it_changes_nothing(cast: Cast, scenario: Scenario) -> None:
    with pytest.raises(scenarios.NotSeen):
        scenarios.rewrite(scenario, Told("Mine", scenario.service_id), KEPT, base=1, by=cast.botan, now=NOON)

    assert scenario.title == "Replication stopped"


def test_of_two_who_save_at_once_the_later_one_reads_both(cast: Cast, service: Service, scenario: Scenario) -> None:
    browser, address = cast.browser(cast.aki), f"/training/scenarios/{scenario.id}/edit"
    browser.post(address, data=typed(service, base="1", cause="Newer cause"))

    refused = browser.post(address, data=typed(service, base="1", cause="My cause"))

    assert refused.status_code == 422
    assert "Newer cause" in refused.text
    assert "My cause" in refused.text
    assert browser.post(address, data=typed(service, base="2", cause="My cause")).status_code == 303


def test_what_is_far_too_long_is_refused_and_stays(cast: Cast, service: Service) -> None:
    fix = "x" * 100_000

    refused = cast.browser(cast.botan).post("/training/scenarios/", data=typed(service, fix=fix))

    assert refused.status_code == 422
    assert fix in refused.text
    assert db.session.scalars(db.select(Scenario)).all() == []


def test_eleven_hints_are_too_many(cast: Cast, service: Service) -> None:
    refused = cast.browser(cast.botan).post("/training/scenarios/", data=typed(service, hints="look\n" * 11))

    assert refused.status_code == 422


def test_it_begins_with_what_an_alert_says(cast: Cast, service: Service) -> None:
    rang = Firing("one", "DiskFull", service.name, NOON - timedelta(days=1), summary="Disk of db-3 is full")
    taking.take([rang], source=AlertSource.FILE, now=NOON)
    group = db.session.scalars(db.select(AlertGroup)).one()

    page = cast.browser(cast.botan).get(f"/training/scenarios/new?alerts={group.id}").text

    assert "Disk of db-3 is full" in page
    assert f'<option value="{service.id}" selected>' in page
    assert f'name="alert_group_id" type="hidden" value="{group.id}"' in page


def test_from_a_hand_off_the_title_says_no_word_of_what_burns(cast: Cast, service: Service) -> None:
    starts_at = NOON - timedelta(hours=9)
    handoff = Handoff(starts_at=starts_at, ends_at=NOON)
    handoff.services, handoff.head = [service], HandoffRevision(burns="The disk of db-3 is full")

    with cast.app.test_request_context():
        begun = beginning.from_handoff(handoff)

    assert ("disk" in begun.title, service.name in begun.title, "disk" in begun.symptom) == (False, True, True)


def test_pressed_twice_it_is_written_once(cast: Cast, service: Service) -> None:
    browser = cast.browser(cast.botan)

    sent = [browser.post("/training/scenarios/", data=typed(service, key="one")).location for _press in range(2)]

    assert sent[0] == sent[1]
    assert len(db.session.scalars(db.select(Scenario)).all()) == 1


def test_changed_on_the_way_back_and_pressed_again_nothing_typed_is_lost(cast: Cast, service: Service) -> None:
    browser = cast.browser(cast.botan)
    first = typed(service, key="one", hints="look\r\nlisten")
    assert [browser.post("/training/scenarios/", data=first).status_code for _press in range(2)] == [303, 303]

    again = browser.post("/training/scenarios/", data={**first, "cause": "another cause"})

    [made] = db.session.scalars(db.select(Scenario)).all()
    assert (again.status_code, "secretcause" in again.text, "another cause" in again.text) == (422, True, True)
    assert f'action="/training/scenarios/{made.id}/edit"' in again.text
    assert 'name="base" type="hidden" value="1"' in again.text


def test_the_key_of_somebody_elses_form_makes_ones_own(cast: Cast, service: Service) -> None:
    for user in (cast.aki, cast.botan):
        cast.browser(user).post("/training/scenarios/", data=typed(service, key="one"))

    authors = db.session.scalars(db.select(Scenario.author_id)).all()
    assert set(authors) == {cast.aki.id, cast.botan.id}


@pytest.mark.parametrize("query", ["?alerts=99", "?handoff=99", "?service=99", "?alerts=x", ""])
def test_from_what_is_not_there_it_begins_empty(cast: Cast, service: Service, query: str) -> None:
    assert cast.browser(cast.botan).get(f"/training/scenarios/new{query}").status_code == 200


def test_an_alert_that_is_not_there_is_refused(cast: Cast, service: Service) -> None:
    refused = cast.browser(cast.botan).post("/training/scenarios/", data=typed(service, alert_group_id="99"))

    assert refused.status_code == 422


def test_put_away_it_is_on_no_list_until_it_is_taken_out(cast: Cast, scenario: Scenario) -> None:
    scenarios.retire(scenario, by=cast.aki, now=NOON)
    assert db.session.scalars(queries.scenarios()).all() == []

    scenarios.bring_back(scenario, by=cast.aki, now=NOON)

    assert db.session.scalars(queries.scenarios()).all() == [scenario]


def test_the_trail_says_who_wrote_it_and_not_what(cast: Cast, scenario: Scenario) -> None:
    [event] = db.session.scalars(db.select(AuditEvent).where(AuditEvent.action == "scenario.written"))

    assert (event.actor_id, event.before, event.after) == (cast.aki.id, None, None)


def test_what_either_account_has_seen_the_person_has_seen(cast: Cast, scenario: Scenario) -> None:
    home = cast.person("Botan at home")
    for user in (home, cast.botan):
        scenarios.note_seen(scenario, user, now=NOON)

    merge(cast, home)

    seen = db.session.scalars(db.select(ScenarioSeen.user_id).where(ScenarioSeen.user_id != cast.aki.id)).all()
    assert seen == [cast.botan.id]
