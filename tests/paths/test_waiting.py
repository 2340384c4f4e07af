"""Home: one's own next step, what the people one mentors are late with, and whom to sign off after a night."""

from datetime import timedelta

import pytest

from studyhub import clock
from studyhub.db import db
from studyhub.paths import making, queries, shadowing, stepping
from studyhub.paths.handed_in import waiting
from studyhub.paths.models import Path
from studyhub.people.models import User
from studyhub.services import keeping, readying
from studyhub.services.models import Service
from studyhub.services.states import ReadinessState
from studyhub.teams import memberships
from tests.cast import NOON, Cast
from tests.paths.scenes import look, new_night


def next_steps(user: User, days: int) -> list[str]:
    return [kind for *_others, kind, _due in waiting.next_steps(user, NOON + timedelta(days=days))]


def test_ones_own_next_step_is_one_line_of_home(cast: Cast, path: Path) -> None:
    browser = cast.browser(cast.botan)
    clock.start_at(NOON)

    before = browser.get("/").text
    stepping.tick(path.steps[0], by=cast.botan, now=NOON)
    after = browser.get("/").text

    assert before.count("次の一歩:サービス固有の事情を読む") == 1
    assert after.count("次の一歩:トレーニングを聴く") == 1


def test_the_mentor_is_told_once_it_is_overdue(cast: Cast, path: Path) -> None:
    due = (path.steps[0].due_on - NOON.date()).days

    assert [next_steps(cast.chika, due), next_steps(cast.chika, due + 1)] == [[], ["quirks"]]
    assert next_steps(cast.botan, due) == ["quirks"]
    # Leads and keepers look where they like; home is for who walks and who goes along.
    assert next_steps(cast.aki, due + 1) == []


def test_an_ended_path_and_one_that_arrived_wait_for_nobody(cast: Cast, path: Path) -> None:
    for step in path.steps:
        stepping.tick(step, by=cast.chika, now=NOON)
    arrived = next_steps(cast.botan, 90)
    stepping.take_again(path.steps[2], by=cast.botan, now=NOON)
    again = next_steps(cast.botan, 90)
    making.end(path, by=cast.botan, now=NOON)

    assert (arrived, again, next_steps(cast.botan, 90)) == ([], ["respond"], [])


def test_a_path_for_a_service_that_is_no_more_waits_for_nobody_and_is_in_no_list(
    cast: Cast, path: Path, service: Service
) -> None:
    keeping.retire(service, by=cast.admin, now=NOON)

    assert next_steps(cast.botan, 90) == []
    assert queries.open_paths(cast.botan) == queries.open_paths_of(cast.team, cast.aki) == []


@pytest.fixture
def shadowed(cast: Cast, path: Path) -> Path:
    shadowing.plan(path, new_night(cast.aki, 10).id, by=cast.botan, now=NOON)
    db.session.commit()
    look(12)
    return path


def signing(user: User, days: int = 12) -> list[str]:
    return [name for _id, name, *_others in waiting.to_sign_off(user, NOON + timedelta(days=days))]


def test_after_a_night_the_lead_is_asked_while_nobody_is_ready(cast: Cast, shadowed: Path) -> None:
    assert [signing(one) for one in (cast.aki, cast.botan, cast.chika, cast.admin)] == [["Botan"], [], [], []]


def test_whoever_is_ready_in_the_team_is_asked_in_the_leads_place(cast: Cast, shadowed: Path, service: Service) -> None:
    ready = cast.person("Dai")
    memberships.add_member(cast.team, ready, by=cast.admin, now=NOON)
    readying.tick(service, [ready.id], by=cast.admin, now=NOON)

    assert [signing(one) for one in (cast.aki, ready)] == [[], ["Botan"]]


def test_signed_off_or_a_month_later_nobody_is_asked(cast: Cast, shadowed: Path, service: Service) -> None:
    later = signing(cast.aki, 43)

    readying.sign_off(service, cast.botan, ReadinessState.READY, by=cast.aki, now=NOON + timedelta(days=13))

    assert (later, signing(cast.aki)) == ([], [])
