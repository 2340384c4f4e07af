"""The second pass: a hole walks until it comes to a shift that somebody can take."""

from random import Random

from studyhub.rota.planning.board import Board, bits_of
from studyhub.rota.planning.filling import fairest
from studyhub.rota.planning.inputs import Seat

STEPS_A_SEAT, STEPS_LEAST = 5, 400
# For so many steps a shift that somebody gave up for a hole is not given back to them.
REMEMBERED = 40


def close(board: Board, dice: Random) -> None:
    """Fill holes by moving others: whoever is kept from one by a single shift takes it, and that one is the hole.

    A step closes as many as it opens, or one more: no walk ends worse than it began.
    """
    holes = board.holes()
    barred: dict[tuple[int, int], int] = {}
    for step in range(max(STEPS_LEAST, STEPS_A_SEAT * len(board.all_seats()))):
        if not holes:
            return
        hole = dice.choice(holes)
        if (person := fairest(board, hole[0])) is not None:
            board.put(*hole, person)
            holes.remove(hole)
        elif opened := _walk(board, hole, barred, step, dice):
            holes[holes.index(hole)] = opened


def _walk(board: Board, hole: Seat, barred: dict[tuple[int, int], int], step: int, dice: Random) -> Seat | None:
    """Give the hole to somebody whom one shift keeps from it. Returns the seat that opens, None if there is nobody."""
    slot = hole[0]
    ways = []
    for person in range(len(board.people)):
        given = _kept_by_one(board, person, slot)
        if given is not None and barred.get((person, slot), -1) < step:
            ways.append((person, given))
    if not ways:
        return None
    person, given = dice.choice(ways)
    role = board.role_of(given, person)
    board.lift(given, role)
    if not board.can(person, slot):
        board.put(given, role, person)
        return None
    board.put(*hole, person)
    barred[person, given] = step + REMEMBERED
    return given, role


def _kept_by_one(board: Board, person: int, slot: int) -> int | None:
    """The one shift, if it may move, that leaves somebody no rest for this one."""
    in_the_way = board.near[slot] & board.taken[person]
    if board.blocked[person] >> slot & 1 or not in_the_way or in_the_way & (in_the_way - 1):
        return None
    given = bits_of(in_the_way)[0]
    may_move = given != slot and (given, board.role_of(given, person)) not in board.kept
    return given if may_move else None
