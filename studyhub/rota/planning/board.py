"""The board on which a plan is made: who sits where, who may sit where, and what each has.

Shifts are bits: whether somebody rests long enough is one `and` of two numbers, however long the rota is.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product
from typing import cast

from studyhub.rota.planning.credits import openings
from studyhub.rota.planning.inputs import Candidate, Rules, Seat, ShiftKind, Slot

KINDS = tuple(ShiftKind)


class Board:
    """Seats of a rota, and the people by their place in `people`. `kept` stays as it is, whatever else moves."""

    def __init__(
        self, slots: Sequence[Slot], people: Sequence[Candidate], rules: Rules, kept: Mapping[Seat, int] | None = None
    ) -> None:
        self.slots, self.people, self.rules = slots, people, rules
        self.kinds = [KINDS.index(slot.kind) for slot in slots]
        self.worth = [rules.points[slot.kind] for slot in slots]
        self.months = [(slot.day.year, slot.day.month) for slot in slots]
        self.near = near(slots, rules)
        self.away = [_bits(slots, one.is_unavailable) | ~_bits(slots, one.is_in_pool) for one in people]
        self.resting = [_bits(slots, partial(one.rests, rest=rules.rest)) for one in people]
        self.blocked = [away | resting for away, resting in zip(self.away, self.resting, strict=True)]
        self.rather_not = [_bits(slots, one.would_rather_not) for one in people]
        self.taken = [0] * len(people)
        begins = openings(slots, people, rules)
        self.points, self.counts = [one.points for one in begins], [one.counts for one in begins]
        self.credited = [one.credited for one in begins]
        self.excused: list[tuple[int, Slot]] = []
        self.seats: list[list[int | None]] = [[None] * len(rules.roles) for _ in slots]
        self.kept = dict(kept or {})
        for (slot, role), person in self.kept.items():
            self.put(slot, role, person)

    def can(self, person: int, slot: int) -> bool:
        """Whether somebody may take a seat of a shift as things stand."""
        return not (
            self.blocked[person] >> slot & 1
            or self.near[slot] & self.taken[person]
            or self.shares_team(person, slot)
            or self._is_capped(person, slot)
        )

    def shares_team(self, person: int, slot: int) -> bool:
        """Whether somebody of the same team, or they themselves, sit at a shift already."""
        team = self.people[person].team
        return any(other is not None and self.people[other].team == team for other in self.seats[slot])

    def _is_capped(self, person: int, slot: int) -> bool:
        rules = self.rules
        if rules.shifts_a_month is None and rules.days_off_a_month is None:
            return False
        mine = [other for other in self.shifts_of(person) if self.months[other] == self.months[slot]]
        days_off = sum(1 for other in mine if self.slots[other].kind is not ShiftKind.WEEKNIGHT)
        is_day_off = self.slots[slot].kind is not ShiftKind.WEEKNIGHT
        return (rules.shifts_a_month is not None and len(mine) >= rules.shifts_a_month) or (
            is_day_off and rules.days_off_a_month is not None and days_off >= rules.days_off_a_month
        )

    def shifts_of(self, person: int) -> list[int]:
        """The shifts somebody has, in order."""
        return bits_of(self.taken[person])

    def free(self, slot: int) -> list[int]:
        """Who may take a seat of a shift as things stand, in the order of the pool."""
        bit, near, taken = 1 << slot, self.near[slot], self.taken
        # Most are kept from it by a day away or too little rest: that is looked at first, for all at once.
        rested = [person for person, blocked in enumerate(self.blocked) if not (blocked & bit or near & taken[person])]
        return [person for person in rested if not (self.shares_team(person, slot) or self._is_capped(person, slot))]

    def free_beside(self, slot: int, role: int) -> list[int]:
        """Who else could have taken a seat that somebody has."""
        person = self.lift(slot, role)
        others = [other for other in self.free(slot) if other != person]
        self.put(slot, role, person)
        return others

    def put(self, slot: int, role: int, person: int) -> None:
        """Give somebody an empty seat."""
        self.seats[slot][role] = person
        self.taken[person] |= 1 << slot
        self.points[person] += self.worth[slot]
        self.counts[person][self.kinds[slot]] += 1

    def is_ill(self, person: int, slot: int) -> bool:
        """Whether somebody is in the pool for a published shift, and noted a day away since."""
        one, shift = self.people[person], self.slots[slot]
        return one.is_in_pool(shift) and one.is_unavailable(shift)

    def excuse(self, person: int, slot: int) -> None:
        """Count a published shift for whoever cannot do it any more: nobody makes up for having been ill."""
        self.points[person] += self.worth[slot]
        self.counts[person][self.kinds[slot]] += 1
        self.credited[person] += self.worth[slot]
        self.excused.append((self.people[person].id, self.slots[slot]))

    def lift(self, slot: int, role: int) -> int:
        """Empty a seat. Returns who had it."""
        person = cast(int, self.seats[slot][role])
        self.seats[slot][role] = None
        self.taken[person] &= ~(1 << slot)
        self.points[person] -= self.worth[slot]
        self.counts[person][self.kinds[slot]] -= 1
        return person

    def person_at(self, seat: Seat) -> int | None:
        """Who has a seat."""
        return self.seats[seat[0]][seat[1]]

    def dearest_first(self) -> list[int]:
        """The kinds by what a shift of them is worth."""
        return sorted(range(len(KINDS)), key=lambda kind: -self.rules.points[KINDS[kind]])

    def slots_of(self, kind: int) -> list[int]:
        """The shifts of a kind, in order of time."""
        return [slot for slot, other in enumerate(self.kinds) if other == kind]

    def seats_of(self, kind: int) -> list[Seat]:
        """The seats of a kind, in order of time."""
        return list(product(self.slots_of(kind), range(len(self.rules.roles))))

    def all_seats(self) -> list[Seat]:
        """Every seat, in order of time."""
        return list(product(range(len(self.slots)), range(len(self.rules.roles))))

    def holes(self) -> list[Seat]:
        """The seats that are empty, in order."""
        return [(slot, role) for slot, role in self.all_seats() if self.seats[slot][role] is None]

    def role_of(self, slot: int, person: int) -> int:
        """Which seat of a shift somebody has."""
        return self.seats[slot].index(person)


def near(slots: Sequence[Slot], rules: Rules) -> list[int]:
    """For each shift those, itself too, that leave no rest between them and it, as bits."""
    found = [0] * len(slots)
    for number, slot in enumerate(slots):
        other = number
        while other < len(slots) and (other == number or slots[other].starts_at < slot.ends_at + rules.rest):
            found[number] |= 1 << other
            found[other] |= 1 << number
            other += 1
    return found


def bits_of(mask: int) -> list[int]:
    """The numbers of the bits that are set, in order."""
    numbers = []
    while mask:
        lowest = mask & -mask
        numbers.append(lowest.bit_length() - 1)
        mask ^= lowest
    return numbers


def _bits(slots: Sequence[Slot], holds: Callable[[Slot], bool]) -> int:
    return sum(1 << number for number, slot in enumerate(slots) if holds(slot))
