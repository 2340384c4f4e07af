"""The board of a rota that is planned anew: hours that were swapped are facts, and only the rest is shared out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from studyhub.rota import queries
from studyhub.rota.models import Shift
from studyhub.rota.planning import planner
from studyhub.rota.planning.board import Board
from studyhub.rota.planning.fitting import places
from studyhub.rota.planning.inputs import Candidate, Role, Rules, Seat, Slot
from studyhub.rota.planning.planner import Planned
from studyhub.rota.swaps.anew.planned import Swapped

# The teams of those who have a part of a shift beside whoever sits there.
Parts = Mapping[Seat, frozenset[str]]


class Seating(Board):
    """A board on which whoever has a shift by a swap sits there, whatever the rules would say: that was confirmed.

    `facts` are those seats with the ids of their people; `published` are the others, with whoever is to keep them.
    """

    def __init__(
        self,
        slots: Sequence[Slot],
        people: Iterable[Candidate],
        rules: Rules,
        *,
        facts: Mapping[Seat, int],
        published: Mapping[Seat, int],
        parts: Parts,
    ) -> None:
        everybody = sorted(people, key=lambda one: one.id)
        self.place_of = {one.id: place for place, one in enumerate(everybody)}
        super().__init__(slots, everybody, rules, {seat: self.place_of[id_] for seat, id_ in facts.items()})
        self.published, self.parts = published, parts

    def shares_team(self, person: int, slot: int) -> bool:
        """As on every board; whoever has only a part of the shift counts too.

        Their team is kept from both seats, as it is settled last who is called first.
        """
        teams = (self.parts.get((slot, role), ()) for role in range(len(self.rules.roles)))
        return super().shares_team(person, slot) or any(self.people[person].team in one for one in teams)

    def keep(self, seat: Seat, person_id: int) -> bool:
        """Leave a seat to whom it was published for, unless they are gone, away or beside their team. Whether it is.

        What somebody away cannot do any more counts for them all the same. Rest and caps move nothing that is
        published: what broke them was confirmed, or the rules are new.
        """
        slot, role = seat
        place = self.place_of.get(person_id)
        if place is not None and self.is_ill(place, slot):
            self.excuse(place, slot)
        if place is None or self.away[place] >> slot & 1 or self._is_beside_team(place, slot, role):
            return False
        self.put(slot, role, place)
        self.kept[seat] = place
        return True

    def _is_beside_team(self, person: int, slot: int, role: int) -> bool:
        """Of a part in the same role it may be: nobody is called first and second there."""
        others = (self.parts.get((slot, other), ()) for other in range(len(self.rules.roles)) if other != role)
        return super().shares_team(person, slot) or any(self.people[person].team in one for one in others)

    def give(self, seat: Seat, person_id: int) -> bool:
        """Give somebody a seat, if they may take it as things stand. Whether they have it."""
        place = self.place_of.get(person_id)
        if place is None or not self.can(place, seat[0]):
            return False
        self.put(*seat, place)
        return True


def seating(slots: Sequence[Slot], people: Sequence[Candidate], rules: Rules, swapped: Swapped) -> Seating:
    """The board with those who have shifts by swaps. Nobody sits on the others yet.

    A shift is the one of its day, in whatever hours: where borders moved, whoever had it is to keep it.
    """
    facts: dict[Seat, int] = {}
    published: dict[Seat, int] = {}
    parts: dict[Seat, frozenset[str]] = {}
    teams = _teams(people, swapped)
    for seat, shift in _by_seat(slots, rules, swapped.shifts()):
        person_id = swapped.seat(shift)
        if person_id is not None:
            is_fact = swapped.is_given(shift) and slots[seat[0]].starts_at == shift.starts_at
            (facts if is_fact else published)[seat] = person_id
        parts[seat] = frozenset(teams[id_] for id_ in swapped.beside(shift))
    known = {one.id for one in people}
    # Whoever is not in the pool any more has what they took over, and takes nothing else.
    gone = [Candidate(id_, teams[id_], from_on=date.max) for id_ in sorted(set(facts.values()) - known)]
    return Seating(slots, [*people, *gone], rules, facts=facts, published=published, parts=parts)


def _teams(people: Iterable[Candidate], swapped: Swapped) -> dict[int, str]:
    teams = {one.id: one.team for one in people}
    others = swapped.takers() - teams.keys()
    names = queries.primary_teams(others)
    return teams | {id_: names.get(id_, f"#{id_}") for id_ in others}


def _by_seat(slots: Sequence[Slot], rules: Rules, published: Iterable[Shift]) -> Iterable[tuple[Seat, Shift]]:
    numbers = {place: number for number, place in enumerate(places(slots))}
    of_role: dict[Role, list[Shift]] = {role: [] for role in rules.roles}
    for shift in published:
        of_role.get(shift.role, []).append(shift)
    for number, role in enumerate(rules.roles):
        for place, one in places(of_role[role]).items():
            if place in numbers and isinstance(one, Shift):
                yield (numbers[place], number), one


def plan_anew(board: Seating, *, seed: int = 0) -> list[Planned]:
    """Let people keep what is published, and share out what is left, as `planner.plan` does from nothing."""
    for seat, person_id in sorted(board.published.items()):
        board.keep(seat, person_id)
    return planner.planned(planner.share_out(board, seed=seed))
