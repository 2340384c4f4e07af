"""The first pass: the dearest shifts first, and each to whoever has least."""

from studyhub.rota.planning.board import KINDS, Board
from studyhub.rota.planning.inputs import ShiftKind

_WEEKNIGHT = KINDS.index(ShiftKind.WEEKNIGHT)
Rank = tuple[int, int, int]


def fill(board: Board, kind: int) -> None:
    """Fill each seat of a kind that somebody may take as things stand, the shift first that fewest could take."""
    for slot in sorted(board.slots_of(kind), key=lambda slot: _choice(board, slot)):
        for role, sitting in enumerate(board.seats[slot]):
            if sitting is None and (person := fairest(board, slot)) is not None:
                board.put(slot, role, person)


def _choice(board: Board, slot: int) -> tuple[int, int]:
    return sum(1 for blocked in board.blocked if not blocked >> slot & 1), slot


def fairest(board: Board, slot: int) -> int | None:
    """Whoever of those who may take a shift has least; None if nobody may."""
    return min(board.free(slot), key=lambda person: rank(board, person, slot), default=None)


def rank(board: Board, person: int, slot: int) -> Rank:
    """What somebody has, as far as it counts for this shift: the less, the sooner they take it.

    For the dear kinds shifts of the kind come first, for nights points. A day somebody would rather not counts like
    one more of the kind.
    """
    kind = board.kinds[slot]
    unwilling = board.rather_not[person] >> slot & 1
    count, points = board.counts[person][kind] + unwilling, board.points[person] + unwilling * board.worth[slot]
    return (points, count, person) if kind == _WEEKNIGHT else (count, points, person)
