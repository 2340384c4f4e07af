"""Which drill comes next: the service by need, then whose turn it is, then who examines. Rules: docs/rules.md, Drills.

Computes only. The same board, seed and number of spins always give the same pick.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import log
from random import Random
from typing import NamedTuple, TypeVar

from studyhub.drills.wheel.facts import Board, PersonFacts, ScenarioFacts, ServiceFacts
from studyhub.drills.wheel.needs import Slice, slices
from studyhub.services.states import Standing

T = TypeVar("T", PersonFacts, ScenarioFacts)
# Begun is finished first. Whoever shadows waits for a night, and whoever is ready practises last.
_PROGRESS = {
    Standing.STALE: 0,
    Standing.PRACTISING: 0,
    Standing.COLD: 1,
    Standing.SHADOWING: 2,
    Standing.READY: 3,
}


class Lack(StrEnum):
    """Why nothing can be picked."""

    NO_SCENARIO = "no_scenario"
    ALL_SEEN = "all_seen"
    NOBODY_FREE = "nobody_free"


class Pair(NamedTuple):
    """Somebody, and a scenario whose answer they have not seen."""

    person: PersonFacts
    scenario: ScenarioFacts


@dataclass(frozen=True)
class Pick:
    """A drill as the wheel proposes it, and what it was chosen by. Nobody to examine is None."""

    scenario: ScenarioFacts
    service: ServiceFacts
    responder: PersonFacts
    examiner: PersonFacts | None
    slices: Sequence[Slice]
    ready: Sequence[PersonFacts]

    @property
    def ids(self) -> tuple[int, int, int | None]:
        """Which scenario it is, who responds, and who examines."""
        return self.scenario.id, self.responder.id, self.examiner.id if self.examiner else None


def pick_drill(board: Board, *, seed: str, spin: int = 0) -> Pick | Lack:
    """The drill that is needed most, by chance among what is needed about as much.

    Whoever has seen an answer never responds to it. Spun again, the wheel goes on to what it would have said next.
    """
    pairs = _turn(_pairs(board))
    if not pairs:
        return _lack(board)
    turn = list({one.person.id: one.person for one in pairs}.values())
    possible = {one.scenario.service_id for one in pairs}
    on_wheel = slices([one for one in board.services if one.id in possible], board, turn)
    service = _draw(on_wheel, seed)[spin % len(on_wheel)].service
    of_service = [one for one in pairs if one.scenario.service_id == service.id]
    responder, further = _nth(_responders(of_service, service), seed, spin // len(on_wheel))
    scenario, _times = _nth(_scenarios(of_service, responder), seed, further)
    examiner = choose_examiner(board, scenario, responder)
    return Pick(scenario, service, responder, examiner, on_wheel, board.ready_for(service.id))


def _pairs(board: Board) -> list[Pair]:
    """Whom any scenario can be played with: where it can be, with somebody there who examines."""
    services = {one.id for one in board.services}
    examiners = {one.id: _examiners(board, one) for one in board.scenarios}
    pairs = [
        Pair(person, scenario)
        for person in board.people
        if person.can_come
        for scenario in board.scenarios
        if scenario.service_id in services and scenario.is_open_to(person)
    ]
    examined = [pair for pair in pairs if any(one is not pair.person for one in examiners[pair.scenario.id])]
    return examined or pairs


def _examiners(board: Board, scenario: ScenarioFacts) -> list[PersonFacts]:
    """Whoever can come and is ready for the service, or has seen the answer."""
    return [
        one
        for one in board.people
        if one.can_come
        and one.id not in scenario.to_respond
        and (one.standing(scenario.service_id) is Standing.READY or one.id in scenario.seen)
    ]


def _turn(pairs: Sequence[Pair]) -> list[Pair]:
    """Those of whoever has the fewest drills; whoever would rather not that day comes after all others."""

    def place(pair: Pair) -> tuple[bool, int]:
        return pair.person.would_rather_not, pair.person.drills

    first = min(map(place, pairs), default=None)
    return [one for one in pairs if place(one) == first]


def _lack(board: Board) -> Lack:
    if not board.scenarios:
        return Lack.NO_SCENARIO
    is_open = any(scenario.is_open_to(person) for person in board.people for scenario in board.scenarios)
    return Lack.NOBODY_FREE if is_open else Lack.ALL_SEEN


def _draw(on_wheel: Sequence[Slice], seed: str) -> list[Slice]:
    """The slices in the order in which they come up, each with a chance as large as it is wide."""
    chance = Random(seed)  # noqa: S311 -- nothing is kept secret by it
    # Waiting times at rates as large as the needs: the first comes up with a chance in proportion, and so on.
    waits = [(-log(1.0 - chance.random()) / one.need, index) for index, one in enumerate(on_wheel)]
    return [on_wheel[index] for _wait, index in sorted(waits)]


def _nth(equal: Sequence[T], seed: str, number: int) -> tuple[T, int]:
    """The one of this number among equals that are shuffled, and how often all of them came up before."""
    shuffled = list(equal)
    Random(seed).shuffle(shuffled)  # noqa: S311 -- nothing is kept secret by it
    return shuffled[number % len(shuffled)], number // len(shuffled)


def _responders(pairs: Sequence[Pair], service: ServiceFacts) -> list[PersonFacts]:
    """Who is on the way before who has not begun, then who responded longest ago."""

    def place(one: PersonFacts) -> tuple[int, date]:
        return _PROGRESS[one.standing(service.id)], one.last_on or date.min

    able = {one.person.id: one.person for one in pairs}.values()
    first = min(map(place, able))
    return [one for one in able if place(one) == first]


def _scenarios(pairs: Sequence[Pair], responder: PersonFacts) -> list[ScenarioFacts]:
    """What woke somebody last month comes first, then what was played least."""

    def place(one: ScenarioFacts) -> tuple[int, int]:
        return -one.woke, one.played

    able = [one.scenario for one in pairs if one.person is responder]
    first = min(map(place, able))
    return [one for one in able if place(one) == first]


def choose_examiner(board: Board, scenario: ScenarioFacts, responder: PersonFacts) -> PersonFacts | None:
    """Somebody ready for the service who examined least; where none can come, somebody who has seen the answer."""

    def place(one: PersonFacts) -> tuple[bool, bool, int, date, bool, int]:
        is_ready = one.standing(scenario.service_id) is Standing.READY
        last_on = one.examined_last_on or date.min
        return not is_ready, one.would_rather_not, one.examining, last_on, one.id not in scenario.seen, one.id

    able = [one for one in _examiners(board, scenario) if one is not responder]
    return min(able, key=place, default=None)
