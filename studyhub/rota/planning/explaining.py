"""Why a shift went to whom, and why nobody could take it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from studyhub.rota.planning.board import Board


class Obstacle(StrEnum):
    """What keeps somebody from a shift; of several the first counts, in this order."""

    NOT_IN_POOL = "not_in_pool"
    UNAVAILABLE = "unavailable"
    OTHER_ROLE = "other_role"
    REST = "rest"
    SAME_TEAM = "same_team"
    CAP = "cap"


@dataclass(frozen=True)
class Standing:
    """What somebody has in the whole plan, and of the kind of the shift in question.

    `credited` are those of the points that they did not serve and do not have to.
    """

    person_id: int
    points: int
    shifts: int
    credited: int = 0


@dataclass(frozen=True)
class Why:
    """Who has a shift, with what they have, and what the others have who could take it as things stand.

    What is kept, or came from a spreadsheet, was not shared out, so that nobody else comes into question.
    """

    chosen: Standing
    others: tuple[Standing, ...]
    is_kept: bool = False
    is_imported: bool = False


@dataclass(frozen=True)
class Vacancy:
    """By obstacle, whom it keeps from a shift that nobody can take: everybody in the plan stands once.

    Without obstacles nobody is in the pool; or whoever had it went, or a spreadsheet had nobody, and no plan was asked.
    """

    obstacles: tuple[tuple[Obstacle, tuple[int, ...]], ...]
    is_left: bool = False
    is_imported: bool = False


def explain(board: Board, slot: int, role: int) -> Why | Vacancy:
    """The reason for what a plan says of a shift in one role."""
    person = board.seats[slot][role]
    if person is None:
        return Vacancy(tuple(_obstacles(board, slot)))
    is_kept = (slot, role) in board.kept
    others = () if is_kept else board.free_beside(slot, role)
    return Why(
        _standing(board, person, slot),
        tuple(sorted((_standing(board, other, slot) for other in others), key=lambda one: (one.points, one.person_id))),
        is_kept=is_kept,
    )


def _standing(board: Board, person: int, slot: int) -> Standing:
    counts, kind = board.counts[person], board.kinds[slot]
    return Standing(board.people[person].id, board.points[person], counts[kind], board.credited[person])


def _obstacles(board: Board, slot: int) -> Iterator[tuple[Obstacle, tuple[int, ...]]]:
    found: dict[Obstacle, list[int]] = {}
    for person, one in enumerate(board.people):
        found.setdefault(obstacle(board, person, slot), []).append(one.id)
    return ((kind, tuple(found[kind])) for kind in Obstacle if kind in found)


def obstacle(board: Board, person: int, slot: int) -> Obstacle:
    """The first thing that keeps somebody from a shift; somebody who could take it is none of its business."""
    one, shift = board.people[person], board.slots[slot]
    if not one.is_in_pool(shift):
        return Obstacle.NOT_IN_POOL
    if one.is_unavailable(shift):
        return Obstacle.UNAVAILABLE
    if person in board.seats[slot]:
        return Obstacle.OTHER_ROLE
    if board.near[slot] & board.taken[person] or board.resting[person] >> slot & 1:
        return Obstacle.REST
    return Obstacle.SAME_TEAM if board.shares_team(person, slot) else Obstacle.CAP
