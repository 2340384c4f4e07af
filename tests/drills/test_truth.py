"""Whether a scenario is still true: who is asked, when, and what settles it; and who finds it by which words."""

from datetime import timedelta

import pytest

from studyhub.db import db
from studyhub.departures import leaving
from studyhub.drills import queries, scenarios
from studyhub.drills.handed_in import waiting
from studyhub.drills.models import Scenario
from studyhub.drills.running.models import Drill
from studyhub.people.models import User, UserState
from studyhub.services import keeping, quirks
from studyhub.services.keeping import Described
from studyhub.services.models import Service
from studyhub.teams.models import Membership
from tests.cast import NOON, OF_PEOPLE, Cast
from tests.meetings.scenes import go_to

A_DAY = timedelta(days=1)
LATER = NOON + 200 * A_DAY


def asked(user: User, now: object = NOON + A_DAY) -> list[str]:
    """The titles of the scenarios that somebody is asked about."""
    return [row.title for row in waiting.doubtful(user, now)]  # type: ignore[arg-type]  # a moment


def lead(cast: Cast, user: User) -> None:
    """Let somebody lead minne."""
    mine = db.session.scalar(db.select(Membership).where(Membership.user_id == user.id))
    if mine is None:
        db.session.add(Membership(team_id=cast.team.id, user_id=user.id, is_lead=True))
    else:
        mine.is_lead = True
    db.session.commit()


def test_nobody_is_asked_about_what_was_just_written(cast: Cast, scenario: Scenario) -> None:
    assert asked(cast.aki) == []


def test_after_half_a_year_its_author_is_asked_and_one_press_settles_it(cast: Cast, scenario: Scenario) -> None:
    assert (asked(cast.aki, LATER), asked(cast.botan, LATER)) == ([scenario.title], [])
    go_to(LATER)

    sent = cast.browser(cast.aki).post(f"/training/scenarios/{scenario.id}/confirmation")

    assert (sent.status_code, asked(cast.aki, LATER)) == (303, [])


def test_when_its_service_was_changed_its_author_is_asked(cast: Cast, scenario: Scenario) -> None:
    changed = Described(cast.team.id, "market-db", runbook_url="https://example.com/runbook")

    keeping.change(scenario.service, changed, by=cast.aki, now=NOON + timedelta(hours=1))

    assert asked(cast.aki) == [scenario.title]


@pytest.mark.parametrize(("who", "titles"), [("botan", ["Replication stopped"]), ("aki", [])])
def test_when_somebody_else_writes_a_quirk_its_author_is_asked(
    cast: Cast, scenario: Scenario, who: str, titles: list[str]
) -> None:
    quirks.write(scenario.service, quirks.Words("New", "", ""), by=getattr(cast, who), now=NOON + timedelta(hours=1))

    assert asked(cast.aki) == titles


def test_where_the_author_is_gone_the_lead_of_the_owning_team_is_asked_and_takes_it_on_by_a_press(
    cast: Cast, scenario: Scenario
) -> None:
    lead(cast, cast.botan)
    leaving.move(cast.aki, UserState.LEFT, OF_PEOPLE, by=cast.admin, now=NOON)
    assert asked(cast.botan, LATER) == [scenario.title]
    assert "secret" not in cast.browser(cast.botan).get(f"/training/scenarios/{scenario.id}/").text

    assert cast.browser(cast.botan).post(f"/training/scenarios/{scenario.id}/author").status_code == 303

    assert scenario.author_id == cast.botan.id
    assert queries.secret(scenario, cast.botan) is not None


def test_an_author_who_is_there_has_no_successor(cast: Cast, scenario: Scenario) -> None:
    lead(cast, cast.botan)

    answer = cast.browser(cast.botan).post(f"/training/scenarios/{scenario.id}/author")

    assert (answer.status_code, queries.secret(scenario, cast.botan)) == (403, None)


def test_whoever_is_to_respond_does_not_become_the_authors_successor(cast: Cast, drill: Drill) -> None:
    lead(cast, cast.botan)
    leaving.move(cast.aki, UserState.LEFT, OF_PEOPLE, by=cast.admin, now=NOON)

    answer = cast.browser(cast.botan).post(f"/training/scenarios/{drill.scenario_id}/author")

    assert (answer.status_code, queries.secret(drill.scenario, cast.botan)) == (403, None)


def test_whoever_has_not_seen_it_does_not_say_that_it_is_true(cast: Cast, scenario: Scenario) -> None:
    with pytest.raises(scenarios.NotSeen):
        scenarios.confirm(scenario, by=cast.botan, now=NOON)


@pytest.mark.parametrize(
    ("who", "words", "is_found"),
    [
        ("botan", "replication", True),
        ("botan", "cart-api stopped", True),
        ("botan", "secretsymptom", False),
        ("aki", "secretsymptom", True),
        ("aki", "secretcause", False),
        ("aki", "secrethint", False),
    ],
)
def test_it_is_found_by_title_and_service_and_its_symptom_by_whoever_has_seen_it(
    cast: Cast, service: Service, scenario: Scenario, who: str, words: str, is_found: bool
) -> None:
    page = cast.browser(getattr(cast, who)).get(f"/search?q={words}&kind=scenarios").text

    assert (f'href="/training/scenarios/{scenario.id}/"' in page) == is_found


def test_put_away_it_is_not_found(cast: Cast, scenario: Scenario) -> None:
    scenarios.retire(scenario, by=cast.aki, now=NOON)

    page = cast.browser(cast.aki).get("/search?q=replication&kind=scenarios").text

    assert f'href="/training/scenarios/{scenario.id}/"' not in page


def test_visitors_look_for_no_scenario(cast: Cast, scenario: Scenario) -> None:
    db.session.commit()

    assert "Replication" not in cast.browser().get("/search?q=replication").text
