"""Which drill comes next: the service by need, then whose turn it is, then who examines. Rules: docs/rules.md, Drills.

Computes only. The same board, seed and number of spins always give the same pick.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from math import log
from random import Random
from typing import TypeVar

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
    ALL_PLANNED = "all_planned"
    NOBODY_FREE = "nobody_free"


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
    turn = _turn(board)
    if turn is None:
        return _lack(board)
    on_wheel = slices([one for one in board.services if one.id in turn.barred], board, turn.people)
    service = _draw(on_wheel, seed)[spin % len(on_wheel)].service
    responder, further = _nth(_responders(turn.of(service), service), seed, spin // len(on_wheel))
    scenario, _times = _nth(_scenarios(board, service, responder), seed, further)
    examiner = choose_examiner(board, scenario, responder)
    return Pick(scenario, service, responder, examiner, on_wheel, board.ready_for(service.id))


@dataclass(frozen=True)
class _Turn:
    """Whose turn it is, and for each service that anybody can respond in, the ids of those of them who cannot.

    Those are few, and an organisation has thousands of people: nothing is asked of each for each service.
    """

    people: Sequence[PersonFacts]
    barred: Mapping[int, AbstractSet[int]]

    def of(self, service: ServiceFacts) -> list[PersonFacts]:
        """Whose turn it is for this service."""
        return [one for one in self.people if one.id not in self.barred[service.id]]


def _turn(board: Board) -> _Turn | None:
    """Whose turn it is: whoever has the fewest drills of all who can respond to anything.

    Whoever would rather not that day comes after all others. Where nobody finds an examiner, it goes on without one.
    """

    def place(one: PersonFacts) -> tuple[bool, int]:
        return one.would_rather_not, one.drills

    groups = [list(group) for _place, group in groupby(sorted(board.able.values(), key=place), key=place)]
    for needs_examiner in (True, False):
        barred = _barred(board, needs_examiner=needs_examiner)
        for group in groups:
            ids = {one.id for one in group}
            theirs = {service_id: those & ids for service_id, those in barred.items() if not ids <= those}
            if theirs:
                nowhere = frozenset.intersection(*map(frozenset, theirs.values()))
                return _Turn([one for one in group if one.id not in nowhere], theirs)
    return None


def _barred(board: Board, *, needs_examiner: bool) -> dict[int, AbstractSet[int]]:
    """Who can respond to no scenario of a service, for each that has one for anybody."""
    found: dict[int, AbstractSet[int]] = {}
    for one in board.scenarios:
        examiners = board.examiners(one) if needs_examiner else None
        if one.is_in_session or examiners == set():
            continue
        # Nobody examines themselves.
        alone = examiners if examiners and len(examiners) == 1 else set()
        barred = one.seen | one.to_respond | alone
        found[one.service_id] = found.get(one.service_id, barred) & barred
    return found


def _is_examined(examiners: set[int] | None, person: PersonFacts) -> bool:
    return examiners is None or len(examiners - {person.id}) > 0


def _lack(board: Board) -> Lack:
    if not board.scenarios:
        return Lack.NO_SCENARIO
    unseen = [one for one in board.scenarios if any(one.is_unseen_by(person) for person in board.people)]
    if not unseen:
        return Lack.ALL_SEEN
    return Lack.ALL_PLANNED if all(one.is_in_session for one in unseen) else Lack.NOBODY_FREE


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


def _responders(people: Sequence[PersonFacts], service: ServiceFacts) -> list[PersonFacts]:
    """Who is on the way before who has not begun, then who responded longest ago."""

    def place(one: PersonFacts) -> tuple[int, date]:
        return _PROGRESS[one.standing(service.id)], one.last_on or date.min

    first = min(map(place, people))
    return [one for one in people if place(one) == first]


def _scenarios(board: Board, service: ServiceFacts, responder: PersonFacts) -> list[ScenarioFacts]:
    """What woke somebody last month comes first, then what was played least; what somebody examines before all that."""

    def place(one: ScenarioFacts) -> tuple[bool, int, int]:
        return not _is_examined(board.examiners(one), responder), -one.woke, one.played

    able = [one for one in board.scenarios if one.service_id == service.id and one.is_open_to(responder)]
    first = min(map(place, able))
    return [one for one in able if place(one) == first]


def choose_examiner(board: Board, scenario: ScenarioFacts, responder: PersonFacts) -> PersonFacts | None:
    """Somebody ready for the service who examined least; where none can come, somebody who has seen the answer."""

    def place(one: PersonFacts) -> tuple[bool, bool, int, date, bool, int]:
        is_ready = one.standing(scenario.service_id) is Standing.READY
        last_on = one.examined_last_on or date.min
        return not is_ready, one.would_rather_not, one.examining, last_on, one.id not in scenario.seen, one.id

    able = [board.able[user_id] for user_id in board.examiners(scenario) - {responder.id}]
    return min(able, key=place, default=None)
