"""Every state may follow those that are written here, and no other: a move too many lets texts out, or people in."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

import pytest

from studyhub.circles.models import Circle, CircleState
from studyhub.db import Base
from studyhub.drills.running.models import Drill
from studyhub.drills.running.states import DrillState
from studyhub.meetings.assigning.models import Assignment
from studyhub.meetings.models import Signup
from studyhub.notes.models import Release, ReleaseState
from studyhub.people.models import ImpossibleMove, User, UserState
from studyhub.services.models import Readiness
from studyhub.services.states import ReadinessState
from studyhub.sos.models import HelpWanted
from studyhub.sos.moves import HelpState
from tests.cast import NOON


class Machine(NamedTuple):
    """What moves, its states, and which may follow each."""

    model: type[Any]
    states: type[StrEnum]
    may_follow: Mapping[str, str]
    arguments: tuple[Any, ...] = ()


MACHINES = (
    Machine(
        Circle,
        CircleState,
        {
            "running": "paused finished ended",
            "paused": "running finished ended",
            "finished": "running",
            "ended": "running",
        },
    ),
    Machine(
        Drill,
        DrillState,
        {
            "planned": "running called_off",
            "called_off": "planned",
            "running": "interrupted revealed",
            "interrupted": "running revealed",
            "revealed": "debriefed",
            "debriefed": "",
        },
        (NOON,),
    ),
    Machine(
        HelpWanted,
        HelpState,
        {
            "open": "claimed resolved withdrawn",
            "claimed": "open resolved withdrawn",
            "resolved": "open claimed",
            "withdrawn": "open claimed",
        },
    ),
    Machine(
        Readiness,
        ReadinessState,
        {"practising": "shadowing ready", "shadowing": "ready", "ready": "ready"},
        (NOON,),
    ),
    Machine(
        Release,
        ReleaseState,
        {
            "requested": "in_review approved declined withdrawn",
            "in_review": "approved declined withdrawn",
            "approved": "retracted superseded",
            "retracted": "",
            "declined": "",
            "withdrawn": "",
            "superseded": "",
        },
    ),
    Machine(
        User,
        UserState,
        {
            "invited": "active left",
            "pending": "active left",
            "active": "on_leave suspended left",
            "on_leave": "active suspended left",
            "suspended": "active left",
            "left": "active invited",
        },
    ),
)
# Beside what else their states decide: test_signups.py, test_assignments.py.
ELSEWHERE = {Signup, Assignment}


def test_everything_that_moves_is_among_them() -> None:
    moving = {mapper.class_ for mapper in Base.registry.mappers if hasattr(mapper.class_, "move_to")}

    assert moving == {machine.model for machine in MACHINES} | ELSEWHERE


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.model.__name__)
def test_of_every_state_it_is_written_what_may_follow(machine: Machine) -> None:
    assert set(machine.may_follow) == set(machine.states)


@pytest.mark.parametrize(
    ("machine", "before"),
    [(machine, before) for machine in MACHINES for before in machine.may_follow],
    ids=lambda value: value.model.__name__ if isinstance(value, Machine) else value,
)
def test_a_state_is_followed_by_what_is_written_and_by_nothing_else(machine: Machine, before: str) -> None:
    followed = {after.value for after in machine.states if moves(machine, machine.states(before), after)}

    assert followed == set(machine.may_follow[before].split())


def moves(machine: Machine, before: StrEnum, after: StrEnum) -> bool:
    row = machine.model(state=before, **({"ran_seconds": 0} if machine.model is Drill else {}))
    move: Callable[..., None] = row.move_to
    try:
        move(after, *machine.arguments)
    except ImpossibleMove:
        return False
    assert row.state is after
    return True
