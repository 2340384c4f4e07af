"""Texts beside a scenario: open to all, or secret as its answer is."""

from typing import Any

import pytest

from studyhub.db import db
from studyhub.drills import queries, scenarios
from studyhub.drills.models import ATTACHMENT_MAX_BYTES, ATTACHMENTS_MAX, Scenario, ScenarioAttachment
from studyhub.drills.running import playing
from studyhub.drills.running.models import Drill
from tests.cast import NOON, Cast


def attach(scenario: Scenario, cast: Cast, text: str = "secretlog", *, is_secret: bool = True) -> None:
    """A text of Aki's beside a scenario."""
    scenarios.attach(scenario, f"Log {text}", text, is_secret=is_secret, by=cast.aki, now=NOON)
    db.session.commit()


def test_an_open_text_is_read_by_all_and_a_secret_one_by_whoever_has_seen_the_answer(
    cast: Cast, scenario: Scenario
) -> None:
    attach(scenario, cast)
    attach(scenario, cast, "openlog", is_secret=False)

    pages = [cast.browser(one).get(f"/training/scenarios/{scenario.id}/").text for one in (cast.aki, cast.botan)]

    assert ["openlog" in page for page in pages] == [True, True]
    assert ["secretlog" in page for page in pages] == [True, False]


def test_a_secret_text_is_sent_to_no_responder_before_the_reveal(cast: Cast, drill: Drill) -> None:
    attach(drill.scenario, cast)
    playing.start(drill, by=cast.aki, now=NOON)
    address, told = f"/training/drills/{drill.id}/", []

    for _state in ("running", "told"):
        told.append("secretlog" in cast.browser(cast.botan).get(address).text)
        assert "secretlog" in cast.browser(cast.aki).get(address).text
        playing.reveal(drill, by=cast.aki, now=NOON)

    assert told == [False, True]


@pytest.mark.parametrize(
    "fields",
    [{"text": "語" * (ATTACHMENT_MAX_BYTES // 3 + 1)}, {"text": "x" * 100_000}, {"name": "n" * 81}, {"name": ""}],
)
def test_what_cannot_lie_beside_it_stays_in_the_form(cast: Cast, scenario: Scenario, fields: dict[str, Any]) -> None:
    typed = {"name": "Log", "text": "Slow"} | fields

    refused = cast.browser(cast.aki).post(f"/training/scenarios/{scenario.id}/attachments", data=typed)

    assert refused.status_code == 422
    assert typed["text"] in refused.text
    assert queries.attachments(scenario, cast.aki) == []


def test_a_sixth_text_is_refused_and_stays_in_the_form(cast: Cast, scenario: Scenario) -> None:
    for number in range(ATTACHMENTS_MAX):
        attach(scenario, cast, f"log {number}")

    sent = {"name": "Log", "text": "sixthlog", "is_secret": "y"}
    refused = cast.browser(cast.aki).post(f"/training/scenarios/{scenario.id}/attachments", data=sent)

    assert (refused.status_code, "sixthlog" in refused.text) == (422, True)
    assert len(queries.attachments(scenario, cast.aki)) == ATTACHMENTS_MAX


def test_pressed_twice_it_lies_there_once_and_is_taken_away_again(cast: Cast, scenario: Scenario) -> None:
    browser, address = cast.browser(cast.aki), f"/training/scenarios/{scenario.id}/attachments"
    for _press in range(2):
        assert browser.post(address, data={"name": "Log", "text": "Slow", "is_secret": "y"}).status_code == 303
    [made_id] = db.session.scalars(db.select(ScenarioAttachment.id))

    for _press in range(2):
        assert browser.post(f"{address}/{made_id}/delete").status_code == 303

    assert queries.attachments(scenario, cast.aki) == []


def test_whoever_has_not_seen_it_puts_nothing_there_and_takes_nothing_away(cast: Cast, scenario: Scenario) -> None:
    attach(scenario, cast, "openlog", is_secret=False)
    browser, address = cast.browser(cast.botan), f"/training/scenarios/{scenario.id}/attachments"

    statuses = [
        browser.post(address, data={"name": "Log", "text": "Mine"}).status_code,
        browser.post(f"{address}/1/delete").status_code,
    ]

    assert (statuses, len(queries.attachments(scenario, cast.aki))) == ([403, 403], 1)
