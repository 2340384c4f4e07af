"""How much each service needs a drill now: as wide is its slice of the wheel. Figures: docs/training.md."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from studyhub.drills.wheel.facts import Board, PersonFacts, ServiceFacts
from studyhub.services.states import Standing

# With three ready one may be on holiday and another ill.
WANTED = 3
# A person missing for whom nobody has begun, and one for whom somebody has; somebody's turn who has begun it.
MISSING, BEGUN, NEXT_STEP = 6, 2, 8
# A night that its alerts took, of so many at most; and what every service has.
WOKE, WOKE_MAX, LEAST = 2, 3, 1
# What needs less than half of the greatest need waits: the wheel chooses among what is about as urgent.
NEARLY = 2
# One drill more brings them further; whoever shadows needs a night, and not a drill.
PRACTISES = frozenset({Standing.PRACTISING, Standing.STALE})
ON_THE_WAY = PRACTISES | {Standing.SHADOWING}


@dataclass(frozen=True)
class Slice:
    """A service on the wheel, with its need, how many are ready for it, and its part of the whole in percent."""

    service: ServiceFacts
    need: int
    ready: int
    percent: int = 0


def need(service: ServiceFacts, board: Board, practised: Collection[int]) -> int:
    """The points of a service: for each person missing of three, and for the nights its alerts took.

    Somebody missing for whom another is on the way counts less. `practised` are the ids of the services with which one
    of those whose turn it is has begun: there the next drill brings somebody further, and that counts most.
    """
    missing = max(0, WANTED - len(board.ready_for(service.id)))
    on_the_way = sum(len(board.by_standing.get((service.id, one), ())) for one in ON_THE_WAY)
    begun = min(missing, on_the_way)
    is_next_step = bool(missing) and service.id in practised
    points = MISSING * (missing - begun) + BEGUN * begun + NEXT_STEP * is_next_step
    return LEAST + points + WOKE * min(service.woke, WOKE_MAX)


def slices(services: Sequence[ServiceFacts], board: Board, turn: Collection[PersonFacts]) -> list[Slice]:
    """The services on the wheel, the widest first: those whose need is at least half of the greatest."""
    practised = {id_ for person in turn for id_, how_far in person.standings.items() if how_far in PRACTISES}
    needs = [(need(one, board, practised), one) for one in services]
    greatest = max((points for points, _one in needs), default=0)
    kept = sorted((-points, one.name, one.id, one) for points, one in needs if points * NEARLY >= greatest)
    total = -sum(row[0] for row in kept)
    return [
        Slice(one, -points, len(board.ready_for(one.id)), round(100 * -points / total))
        for points, _name, _id, one in kept
    ]
