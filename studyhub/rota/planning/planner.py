"""A whole plan: kind by kind, then what stayed empty, the roles, and the reasons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from studyhub.rota.planning import evening, filling, holes, roles
from studyhub.rota.planning.board import Board
from studyhub.rota.planning.explaining import Vacancy, Why, explain
from studyhub.rota.planning.inputs import Candidate, Role, Rules, Slot

BoardT = TypeVar("BoardT", bound=Board)


@dataclass(frozen=True)
class Planned:
    """A shift in one role: who has it and why them, or nobody and why not."""

    slot: Slot
    role: Role
    person_id: int | None
    reason: Why | Vacancy


def plan(slots: Sequence[Slot], people: Iterable[Candidate], rules: Rules, *, seed: int = 0) -> list[Planned]:
    """Share out shifts, in order of time and role. Nobody gets what breaks a rule; what nobody may take stays vacant.

    The order of `people` does not matter, and the same seed gives the same plan. docs/oncall.md has the method's
    figures beside those of others.
    """
    return planned(share_out(Board(slots, sorted(people, key=lambda one: one.id), rules), seed=seed))


def share_out(board: BoardT, *, seed: int = 0) -> BoardT:
    """Seat people where nobody sits yet, and even out what is not kept; the board itself."""
    dice = Random(seed)  # noqa: S311 -- a plan is no secret
    for kind in board.dearest_first():
        filling.fill(board, kind)
        evening.even_out(board, kind, dice)
    if board.holes():
        _close(board, dice)
    roles.split(board)
    return board


def planned(board: Board) -> list[Planned]:
    """What a board says, in order of time and role, with the reasons."""
    return [_planned(board, slot, role) for slot, role in board.all_seats()]


def _close(board: Board, dice: Random) -> None:
    """Fill what stayed empty; what moved for it made points uneven, and evening out may open a way for somebody."""
    holes.close(board, dice)
    for kind in board.dearest_first():
        evening.even_out(board, kind, dice)
    for kind in board.dearest_first():
        filling.fill(board, kind)


def _planned(board: Board, slot: int, role: int) -> Planned:
    person = board.seats[slot][role]
    person_id = None if person is None else board.people[person].id
    return Planned(board.slots[slot], board.rules.roles[role], person_id, explain(board, slot, role))
