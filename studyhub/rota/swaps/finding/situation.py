"""Who could take hours of a shift, by the planner's own rules, over what everybody has already."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from studyhub import zones
from studyhub.rota import queries
from studyhub.rota.candidates import candidates
from studyhub.rota.models import Shift
from studyhub.rota.planning.board import Board
from studyhub.rota.planning.cutting import A_DAY, slot
from studyhub.rota.planning.explaining import Obstacle, obstacle
from studyhub.rota.planning.inputs import Candidate, Role, Rules, Slot
from studyhub.rota.swaps.held import Duty, held
from studyhub.settings import organization

ROLES = tuple(Role)
# The order in which the board names what keeps somebody from a shift.
_FIRST = {kind: number for number, kind in enumerate(Obstacle)}


@dataclass(frozen=True)
class Hours:
    """Hours of a shift that may change hands."""

    shift: Shift
    starts_at: datetime
    ends_at: datetime

    def overlaps(self, duty: Duty) -> bool:
        """Whether a duty has time in common with them."""
        return self.starts_at < duty.ends_at and duty.starts_at < self.ends_at


@dataclass(frozen=True)
class Finding:
    """What keeps somebody from hours: nothing, an obstacle, or only too little rest, and then how much is left."""

    obstacle: Obstacle | None = None
    rest: timedelta | None = None

    @property
    def is_free(self) -> bool:
        """Whether nothing does, so that nobody has to confirm anything."""
        return self.obstacle is None


@dataclass(frozen=True)
class Situation:
    """What everybody in the pool has in a span of time, and the rules."""

    duties: Sequence[Duty]
    people: Mapping[int, Candidate]
    rules: Rules

    def finding(self, person_id: int, hours: Hours, *, without: Collection[Duty] = ()) -> Finding:
        """What keeps somebody from hours, if they give these duties away in return.

        Their other parts of the same shift and role need no rest between.
        """
        if person_id not in self.people:
            return Finding(Obstacle.NOT_IN_POOL)
        found = self._obstacle(person_id, hours, self.rules, without)
        if found is not Obstacle.REST:
            return Finding(found)
        # Without rest, only what runs at the same time is too near.
        other = self._obstacle(person_id, hours, replace(self.rules, rest=timedelta(0)), without)
        if other is None:
            return Finding(Obstacle.REST, self._rest(person_id, hours, without))
        return Finding(other)

    def is_absent(self, person_id: int, hours: Hours) -> bool:
        """Whether somebody is away at some of the hours, or not in the pool."""
        slot = _slot(hours.shift, hours.starts_at, hours.ends_at, self.rules)
        person = self.people.get(person_id)
        return person is None or person.is_unavailable(slot) or not person.is_in_pool(slot)

    def _obstacle(self, person_id: int, hours: Hours, rules: Rules, without: Collection[Duty]) -> Obstacle | None:
        """The first thing that keeps somebody from any piece of the hours; None where they could take all of them."""
        beside = [duty for duty in self.duties if hours.overlaps(duty) and duty.shift.role is not hours.shift.role]
        mine = [one for one in self._others(person_id, hours, without) if one not in beside]
        pieces = list(_pieces(hours, beside))
        ids = [person_id, *(id_ for id_ in _ids(beside) if id_ in self.people and id_ != person_id)]
        slots = [_slot(*piece, rules) for piece, _duty in pieces] + [
            _slot(one.shift, one.starts_at, one.ends_at, rules) for one in mine
        ]
        places = sorted(range(len(slots)), key=lambda number: slots[number].starts_at)
        at = {number: place for place, number in enumerate(places)}
        kept = {(at[len(pieces) + number], 0): 0 for number in range(len(mine))}
        seat = 1 - ROLES.index(hours.shift.role)
        for number, (_piece, duty) in enumerate(pieces):
            if duty is not None and duty.user_id in ids:
                kept[at[number], seat] = ids.index(duty.user_id)
        board = Board(
            [slots[number] for number in places], [self.people[id_] for id_ in ids], replace(rules, roles=ROLES), kept
        )
        found = [obstacle(board, 0, at[number]) for number in range(len(pieces)) if not board.can(0, at[number])]
        return min(found, key=_FIRST.__getitem__, default=None)

    def _others(self, person_id: int, hours: Hours, without: Collection[Duty]) -> list[Duty]:
        return [
            duty
            for duty in self.duties
            if duty.user_id == person_id
            and duty not in without
            and (duty.shift.id != hours.shift.id or hours.overlaps(duty))
        ]

    def _rest(self, person_id: int, hours: Hours, without: Collection[Duty]) -> timedelta | None:
        """The shortest time between hours and what somebody has before and after."""
        others = self._others(person_id, hours, without)
        gaps = [max(hours.starts_at - duty.ends_at, duty.starts_at - hours.ends_at) for duty in others]
        return min(gaps, default=None)


def _ids(duties: Iterable[Duty]) -> list[int]:
    """Who has any of these duties."""
    return sorted({duty.user.id for duty in duties if duty.user is not None})


def _pieces(hours: Hours, beside: Iterable[Duty]) -> list[tuple[tuple[Shift, datetime, datetime], Duty | None]]:
    """Hours cut where the other role changes hands, each with who has that then."""
    duties = list(beside)
    inside = (moment for duty in duties for moment in (duty.starts_at, duty.ends_at))
    borders = sorted(
        {hours.starts_at, hours.ends_at, *(one for one in inside if hours.starts_at < one < hours.ends_at)}
    )
    return [
        ((hours.shift, since, until), next((one for one in duties if one.starts_at <= since < one.ends_at), None))
        for since, until in pairwise(borders)
    ]


def _slot(shift: Shift, starts_at: datetime, ends_at: datetime, rules: Rules) -> Slot:
    return slot(shift.day, shift.kind, starts_at, ends_at, rules)


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the month of a day."""
    first = day.replace(day=1)
    return first, (first + 31 * A_DAY).replace(day=1) - A_DAY


def situation(hours: Sequence[Hours], *, now: datetime) -> Situation:
    """What everybody has around hours: the months they lie in, and as long before and after as people rest.

    The number of statements stays the same.
    """
    kept_rules = queries.rules()
    rules = kept_rules.for_planning(organization.current().time_zone)
    first = min(month_of(one.shift.day)[0] for one in hours)
    last = max(month_of(one.shift.day)[1] for one in hours)
    margin = rules.rest + A_DAY
    since = min(zones.to_utc(first, rules.day_begins, rules.zone), *(one.starts_at for one in hours)) - margin
    until = max(zones.to_utc(last, rules.day_ends, rules.zone), *(one.ends_at for one in hours)) + margin
    people = {one.id: one for one in candidates(first, last + A_DAY, kept_rules, now=now)}
    return Situation(held(since, until), people, rules)
