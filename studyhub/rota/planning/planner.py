"""A whole plan: kind by kind, then what stayed empty, the roles, and the reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from studyhub.rota.planning import evening, filling, holes, roles
from studyhub.rota.planning.board import Board
from studyhub.rota.planning.explaining import Vacancy, Why, explain
from studyhub.rota.planning.inputs import Candidate, Kept, Role, Rules, Slot


@dataclass(frozen=True)
class Planned:
    """A shift in one role: who has it and why them, or nobody and why not."""

    slot: Slot
    role: Role
    person_id: int | None
    reason: Why | Vacancy


def plan(
    slots: Sequence[Slot], people: Sequence[Candidate], rules: Rules, *, kept: Kept | None = None, seed: int = 0
) -> list[Planned]:
    """Share out shifts, in order of time and role. Nobody gets what breaks a rule; what nobody may take stays vacant.

    `kept` says by number of shift and role who has what is published: it stays, save where its person may not have
    it any more (gone, unavailable), and only the rest is shared out and evened out. The order of `people` does not
    matter, and the same seed gives the same plan. docs/oncall.md has the method's figures beside those of others.
    """
    board = share_out(slots, people, rules, kept=kept, seed=seed)
    return [_planned(board, slot, role) for slot, role in board.all_seats()]


def share_out(
    slots: Sequence[Slot], people: Sequence[Candidate], rules: Rules, *, kept: Kept | None = None, seed: int = 0
) -> Board:
    """As `plan`, without the reasons: the board with everybody seated."""
    board = Board(slots, sorted(people, key=lambda one: one.id), rules)
    _keep(board, kept or {})
    dice = Random(seed)  # noqa: S311 -- a plan is no secret
    for kind in board.dearest_first():
        filling.fill(board, kind)
        evening.even_out(board, kind, dice)
    if board.holes():
        _close(board, dice)
    roles.split(board)
    return board


def _close(board: Board, dice: Random) -> None:
    """Fill what stayed empty; what moved for it made points uneven, and evening out may open a way for somebody."""
    holes.close(board, dice)
    for kind in board.dearest_first():
        evening.even_out(board, kind, dice)
    for kind in board.dearest_first():
        filling.fill(board, kind)


def _keep(board: Board, kept: Kept) -> None:
    """Sit those down first whose shifts are published, in order, as far as they may still have them."""
    places = {one.id: place for place, one in enumerate(board.people)}
    for (slot, role), person_id in sorted(kept.items()):
        seat = slot, board.rules.roles.index(role)
        place = places.get(person_id)
        if place is not None and board.can(place, slot):
            board.put(*seat, place)
            board.kept[seat] = place
        elif place is not None and board.is_ill(place, slot):
            board.excuse(place, slot)


def _planned(board: Board, slot: int, role: int) -> Planned:
    person = board.seats[slot][role]
    person_id = None if person is None else board.people[person].id
    return Planned(board.slots[slot], board.rules.roles[role], person_id, explain(board, slot, role))
