"""Plans of a year beside weekly rotation, "longest since last" and a greedy, on the same input; see docs/oncall.md.

    python -m benchmarks.rota [SEEDS]

Prints a table in Markdown: by how many points people are apart (median and worst over the seeds), vacancies, and the
processor's time divided by that of the greedy.
"""

import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from statistics import median
from typing import NamedTuple

from studyhub.rota.planning.board import Board
from studyhub.rota.planning.cutting import cut
from studyhub.rota.planning.inputs import Candidate, Role, Rules
from studyhub.rota.planning.planner import share_out
from studyhub.zones import ClosedDays

FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)
CLOSED = (
    ClosedDays(date(2026, 12, 29), date(2027, 1, 3), "年末年始", is_special=True),
    ClosedDays(date(2027, 12, 29), date(2028, 1, 3), "年末年始", is_special=True),
)
SCENES = ((12, 1), (40, 1), (40, 2), (60, 2), (8, 2))
TEAMS, TRIPS, TRIP_DAYS = 6, 6, 8
# How somebody of those who may take a shift is chosen.
Choose = Callable[[Board, int, Sequence[int]], int]


class Outcome(NamedTuple):
    """What came of a plan: the points of each person, vacant shifts, and the processor's seconds."""

    points: list[int]
    vacant: int
    seconds: float

    @property
    def apart(self) -> int:
        return max(self.points) - min(self.points)


def crowd(count: int, seed: int) -> list[Candidate]:
    """People over six teams, each away six times in the year for one to eight days."""
    dice = Random(seed)  # noqa: S311 -- made up, not secret
    return [
        Candidate(number, f"team {number % TEAMS}", unavailable=frozenset(_trips(dice)))
        for number in range(1, count + 1)
    ]


def _trips(dice: Random) -> list[date]:
    begins = [(FIRST + timedelta(days=dice.randrange(365)), dice.randrange(1, TRIP_DAYS + 1)) for _ in range(TRIPS)]
    return [first + timedelta(days=number) for first, days in begins for number in range(days)]


def ours(people: Sequence[Candidate], rules: Rules, seed: int) -> Outcome:
    began = time.process_time()
    board = share_out(Board(cut(FIRST, LAST, rules, CLOSED), people, rules), seed=seed)
    return Outcome(board.points, len(board.holes()), time.process_time() - began)


def by(choose: Choose) -> Callable[[Sequence[Candidate], Rules, int], Outcome]:
    """A plan in order of days, each seat to whomever is chosen of those who may have it; nothing is moved after."""

    def planned(people: Sequence[Candidate], rules: Rules, _seed: int) -> Outcome:
        began = time.process_time()
        board = Board(cut(FIRST, LAST, rules, CLOSED), people, rules)
        for slot, role in board.all_seats():
            if may := board.free(slot):
                board.put(slot, role, choose(board, slot, may))
        return Outcome(board.points, len(board.holes()), time.process_time() - began)

    return planned


def weekly(board: Board, slot: int, may: Sequence[int]) -> int:
    """Whose week it is, or the next in the row who may."""
    count = len(board.people)
    turn = board.slots[slot].day.isocalendar().week % count
    return min(may, key=lambda person: (person - turn) % count)


def longest_ago(board: Board, _slot: int, may: Sequence[int]) -> int:
    """Whoever had no shift for the longest time."""
    return min(may, key=lambda person: (board.taken[person].bit_length(), person))


def fewest_points(board: Board, _slot: int, may: Sequence[int]) -> int:
    """Whoever has fewest points."""
    return min(may, key=lambda person: (board.points[person], person))


WAYS = {
    "weekly rotation": by(weekly),
    "longest since last": by(longest_ago),
    "fewest points, in order of days": by(fewest_points),
    "StudyHub": ours,
}


def main(seeds: int) -> None:
    """Print the table."""
    print("| people, roles | way | points apart, median / worst | vacant, median / worst | time / greedy |")
    print("|---|---|---|---|---|")
    for count, roles in SCENES:
        rules = Rules(roles=tuple(Role)[:roles])
        found = {name: [way(crowd(count, seed), rules, seed) for seed in range(seeds)] for name, way in WAYS.items()}
        greedy = median(one.seconds for one in found["fewest points, in order of days"])
        for name, outcomes in found.items():
            apart, vacant = [one.apart for one in outcomes], [one.vacant for one in outcomes]
            ratio = median(one.seconds for one in outcomes) / greedy
            cells = [f"{median(apart):g} / {max(apart)}", f"{median(vacant):g} / {max(vacant)}", f"{ratio:.1f}"]
            print(f"| {count}, {roles} | {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 20)
