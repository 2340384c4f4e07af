"""Each step is done by what happened after it began, or by a press, and may be taken again."""

from datetime import timedelta

import pytest

from studyhub.db import db
from studyhub.drills.running import casting, playing
from studyhub.drills.running.casting import Cast as Played
from studyhub.drills.running.models import Drill
from studyhub.meetings.attendance import attending
from studyhub.meetings.signing_up import joining
from studyhub.paths import shadowing, stepping
from studyhub.paths.models import Path
from studyhub.paths.steps import StepKind
from studyhub.people.models import User
from studyhub.services.models import Readiness, Service
from studyhub.services.states import ReadinessState
from tests.cast import NOON, Cast
from tests.drills.scenes import new_scenario, new_session
from tests.paths.scenes import done, look, new_night
from tests.services.conftest import new_service

HELD = NOON + timedelta(days=1, hours=7, minutes=10)


def played(cast: Cast, service: Service, responder: User, title: str = "Training") -> Drill:
    """A drill in tomorrow's session that Aki examines and whose answer is told."""
    session = new_session(cast, title)
    for person in (cast.botan, cast.editor):
        joining.join(session.circle, person, now=NOON)
    scenario = new_scenario(service, cast.aki, title)
    drill = casting.plan(session, scenario, Played(cast.aki, responder), by=cast.aki, now=NOON)
    playing.start(drill, by=cast.aki, now=HELD)
    playing.reveal(drill, by=cast.aki, now=HELD)
    db.session.commit()
    return drill


def attended(cast: Cast, drill: Drill, *people: User) -> None:
    sheet = attending.Sheet([one.id for one in people])
    attending.confirm(drill.meeting, sheet, by=cast.aki, now=NOON + timedelta(days=1, hours=9))
    db.session.commit()


def test_an_observer_in_a_session_of_training_has_listened(cast: Cast, path: Path, service: Service) -> None:
    drill = played(cast, new_service(cast, "mail"), cast.editor)
    look(1.5)
    before = done(path)

    attended(cast, drill, cast.aki, cast.botan, cast.editor)
    look(2)

    assert (before, done(path)) == ([], [StepKind.LISTEN])
    assert path.step(StepKind.LISTEN).done_at == HELD
    assert path.step(StepKind.LISTEN).done_by_id is None


def test_whoever_was_not_there_has_not_listened(cast: Cast, path: Path, service: Service) -> None:
    attended(cast, played(cast, service, cast.editor), cast.aki, cast.editor)

    look(2)

    assert done(path) == []


def test_a_responder_has_responded_and_not_listened(cast: Cast, path: Path, service: Service) -> None:
    attended(cast, played(cast, service, cast.botan), cast.aki, cast.botan)

    look(2)

    assert done(path) == [StepKind.RESPOND]


def test_a_drill_on_another_service_is_not_that_of_the_path(cast: Cast, path: Path, service: Service) -> None:
    played(cast, new_service(cast, "mail"), cast.botan)

    look(2)

    assert done(path) == []


def test_a_shift_of_ones_own_is_the_first_night_once_it_is_over(cast: Cast, path: Path) -> None:
    night = new_night(cast.botan, 10)

    look(10.5)
    before = done(path)
    look(12)

    assert (before, done(path)) == ([], [StepKind.NIGHT])
    assert path.step(StepKind.NIGHT).done_at == night.ends_at


def test_a_night_shadowed_is_a_step_and_readiness(cast: Cast, path: Path, service: Service) -> None:
    night = new_night(cast.aki, 10)
    shadowing.plan(path, night.id, by=cast.botan, now=NOON)
    db.session.commit()

    look(10.5)
    before = done(path)
    look(12)
    look(13)

    assert (before, done(path)) == ([], [StepKind.SHADOW])
    readiness = db.session.scalars(db.select(Readiness)).one()
    assert (readiness.state, readiness.signed_off_by_id) == (ReadinessState.SHADOWING, None)
    assert readiness.since == night.ends_at


def test_a_press_does_a_step_once(cast: Cast, path: Path) -> None:
    step = path.step(StepKind.QUIRKS)
    stepping.tick(step, by=cast.botan, now=NOON)

    stepping.tick(step, by=cast.chika, now=NOON + timedelta(days=1))

    assert (step.done_at, step.done_by_id) == (NOON, cast.botan.id)


def test_taken_again_a_step_waits_for_what_happens_from_then_on(cast: Cast, path: Path) -> None:
    new_night(cast.botan, 10)
    look(12)
    step = path.step(StepKind.NIGHT)
    now = NOON + timedelta(days=12)

    stepping.take_again(step, by=cast.botan, now=now)
    stepping.take_again(step, by=cast.botan, now=now)
    db.session.commit()
    look(13)
    before = done(path)
    new_night(cast.botan, 20)
    look(22)

    assert (before, done(path), step.repeats) == ([], [StepKind.NIGHT], 1)


@pytest.mark.parametrize("days", [1, 59])
def test_a_step_taken_again_is_due_in_two_weeks_at_the_earliest(cast: Cast, path: Path, days: int) -> None:
    step, now = path.step(StepKind.QUIRKS), NOON + timedelta(days=days)
    stepping.tick(step, by=cast.botan, now=now)

    stepping.take_again(step, by=cast.botan, now=now)

    assert step.due_on == (now + timedelta(days=14)).date()


def test_an_ended_path_is_done_by_nothing(cast: Cast, path: Path) -> None:
    path.ended_at, path.ended_by_id = NOON, cast.botan.id
    new_night(cast.botan, 10)

    look(12)

    assert done(path) == []
