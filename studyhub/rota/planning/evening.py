"""The third pass: shifts are given and exchanged as long as that makes what people have more even."""

from collections.abc import Callable
from random import Random

from studyhub.rota.planning.board import Board
from studyhub.rota.planning.inputs import Seat

# Enough for a year of 60 people, two roles: points then differ by one. Of special days there are few seats.
MOVES_A_SEAT, MOVES_LEAST = 6, 200
# How much of a kind somebody has. The smaller their squares, the more even two people are.
Measure = Callable[[int], tuple[int, ...]]


def even_out(board: Board, kind: int, dice: Random) -> None:
    """Try moves of shifts of a kind, and keep each that leaves two people no more uneven than they were.

    The cheapest kind evens out the points that the dear ones leave uneven; of each dear kind everybody is to have as
    many. A move that changes nothing is kept: a shift may have to pass through many hands.
    What is kept does not move, and nobody is moved to a day on which they would rather not.
    """
    seats = [seat for seat in board.seats_of(kind) if board.person_at(seat) is not None and seat not in board.kept]
    if not seats or len(board.people) < 2:
        return
    everybody = range(len(board.people))
    measure = _points(board) if kind == board.dearest_first()[-1] else _count(board, kind)
    for move in range(max(MOVES_LEAST, MOVES_A_SEAT * len(seats))):
        seat = dice.choice(seats)
        if move % 2:
            _exchange(board, seat, dice.choice(seats))
        else:
            _give(board, seat, min(everybody, key=measure) if move % 4 else dice.choice(everybody), measure)


def _points(board: Board) -> Measure:
    return lambda person: (board.points[person],)


def _count(board: Board, kind: int) -> Measure:
    """Shifts of a kind, then points: of those with as many, whoever has a dearer one gets the fewer."""
    return lambda person: (board.counts[person][kind], board.points[person])


def _give(board: Board, seat: Seat, to: int, measure: Measure) -> None:
    giver = board.person_at(seat)
    if giver is None or giver == to:
        return
    before = _squares(measure, giver, to)
    board.lift(*seat)
    if _suits(board, to, seat):
        board.put(*seat, to)
        if _squares(measure, giver, to) <= before:
            return
        board.lift(*seat)
    board.put(*seat, giver)


def _exchange(board: Board, seat: Seat, other: Seat) -> None:
    """Two people exchange shifts of a kind: nobody has more by that, but others may come to fit."""
    one, two = board.person_at(seat), board.person_at(other)
    if one is None or two is None or one == two or seat[0] == other[0]:
        return
    board.lift(*seat)
    board.lift(*other)
    if _suits(board, two, seat):
        board.put(*seat, two)
        if _suits(board, one, other):
            board.put(*other, one)
            return
        board.lift(*seat)
    board.put(*seat, one)
    board.put(*other, two)


def _suits(board: Board, person: int, seat: Seat) -> bool:
    return not board.rather_not[person] >> seat[0] & 1 and board.can(person, seat[0])


def _squares(measure: Measure, one: int, two: int) -> list[int]:
    return [mine**2 + theirs**2 for mine, theirs in zip(measure(one), measure(two), strict=True)]
