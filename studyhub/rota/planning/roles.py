"""The last pass: who of the two is called first. The planner shares out both roles as one."""

from studyhub.rota.planning.board import Board

PRIMARY, SECONDARY = 0, 1


def split(board: Board) -> None:
    """Let each be called first in half of their shifts, as near as it goes, and leave an empty seat to the second.

    Shifts that are kept keep their roles too.
    """
    if len(board.rules.roles) < 2:
        return
    lead = [0] * len(board.people)
    for slot, seats in enumerate(board.seats):
        if _is_free(board, slot) and seats[PRIMARY] is None:
            seats[PRIMARY], seats[SECONDARY] = seats[SECONDARY], None
        for role, person in enumerate(seats):
            if person is not None:
                lead[person] += 1 if role == PRIMARY else -1
    while sum(_turn(board, slot, lead) for slot in range(len(board.slots))):
        pass


def _is_free(board: Board, slot: int) -> bool:
    return not any((slot, role) in board.kept for role in (PRIMARY, SECONDARY))


def _turn(board: Board, slot: int, lead: list[int]) -> bool:
    """Turn a shift round where that makes both more even; each turn makes the sum of the squares smaller."""
    first, second = board.seats[slot]
    if first is None or second is None or not _is_free(board, slot) or lead[first] - lead[second] <= 2:
        return False
    board.seats[slot] = [second, first]
    lead[first] -= 2
    lead[second] += 2
    return True
