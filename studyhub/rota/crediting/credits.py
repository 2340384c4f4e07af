"""What is credited to people: what fell to each of the others before they came or while they were on leave, and what
others took over for them because they were ill. Only computes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from studyhub.rota.planning.inputs import ShiftKind
from studyhub.rota.swaps.held import Duty, of_people


class SharedOut(NamedTuple):
    """The days of a rota from one on were shared out among these people; None: nobody noted among whom."""

    rota_id: int
    from_on: date
    people: frozenset[int] | None


class Excused(NamedTuple):
    """A shift of somebody, or a share of it, that went to others because they could not do it."""

    user_id: int
    rota_id: int
    day: date
    kind: ShiftKind
    share: float
    points: float


class Credit(NamedTuple):
    """What counts for somebody, of the shifts of a kind that began in a month, given by its first day."""

    user_id: int
    month: date
    kind: ShiftKind
    share: float
    points: float


@dataclass(frozen=True)
class History:
    """How days were shared out, in the order of publication, and what people were excused from."""

    plans: Sequence[SharedOut]
    excused: Sequence[Excused] = ()


@dataclass
class _Block:
    """Days of a rota that were shared out among the same people, with what fell on them, and what each had of it.

    Only those are credited who are among the people of a later plan: for whoever goes, nothing is made even.
    """

    pool: frozenset[int]
    later: frozenset[int]
    had: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    fallen: dict[tuple[date, ShiftKind], list[float]] = field(default_factory=lambda: defaultdict(lambda: [0.0, 0.0]))

    @property
    def points(self) -> float:
        return sum(points for _share, points in self.fallen.values())


Key = tuple[int, tuple[int, ...]]


@dataclass
class Account:
    """What somebody has when a plan begins; `credited` are those of the points that they did not serve."""

    points: float = 0
    credited: float = 0
    shares: dict[ShiftKind, float] = field(default_factory=lambda: defaultdict(float))


def accounts(duties: Iterable[Duty], history: History) -> dict[int, Account]:
    """What everybody has of these duties, and by what is credited for them; nobody new has an entry."""
    had = of_people(duties)
    blocks = _blocks(had, history)
    found: dict[int, Account] = defaultdict(Account)
    for block in blocks.values():
        for person in block.pool:
            found[person] = Account()
    for person, duty in had:
        _add(found[person], duty.kind, duty.share, duty.points)
    new = set().union(*(plan.people or () for plan in history.plans)) - found.keys()
    for credit in _credits(had, blocks, history):
        if credit.user_id not in new:
            _add(found[credit.user_id], credit.kind, credit.share, credit.points)
            found[credit.user_id].credited += credit.points
    return dict(found)


def _add(account: Account, kind: ShiftKind, share: float, points: float) -> None:
    account.points += points
    account.shares[kind] += share


def credits_of(duties: Iterable[Duty], history: History) -> list[Credit]:
    """What is credited to everybody for these duties.

    Whoever was not in the pool when days were shared out, or is not in a later plan of the same days, is credited with
    what each of those got on average who were in all of them; what they took of these days all the same is counted
    first. An excused shift counts like a served one, unless they served on its day after all.
    """
    had = of_people(duties)
    return list(_credits(had, _blocks(had, history), history))


def _credits(had: Sequence[tuple[int, Duty]], blocks: Mapping[Key, _Block], history: History) -> Iterator[Credit]:
    served = {(person, duty.day) for person, duty in had}
    places = _Places(history.plans)
    for one in history.excused:
        if (one.user_id, one.day) not in served:
            yield Credit(one.user_id, one.day.replace(day=1), one.kind, one.share, one.points)
            if (block := blocks.get(places.key(one.rota_id, one.day))) is not None:
                block.had[one.user_id] += one.points
    for block in blocks.values():
        yield from _missed(block)


def _missed(block: _Block) -> Iterator[Credit]:
    each = block.points / len(block.pool) if block.pool else 0
    for person in sorted(block.later - block.pool) if each else ():
        left = max(0.0, 1 - block.had[person] / each) / len(block.pool)
        if left:
            for (month, kind), (share, points) in block.fallen.items():
                yield Credit(person, month, kind, left * share, left * points)


class _Places:
    """By which plans each day of each rota was shared out."""

    def __init__(self, plans: Sequence[SharedOut]) -> None:
        self.plans = plans
        self.of_rotas: dict[int, list[tuple[int, date]]] = defaultdict(list)
        for number, plan in enumerate(plans):
            self.of_rotas[plan.rota_id].append((number, plan.from_on))

    def key(self, rota_id: int, day: date) -> Key:
        """A rota, and the numbers of the plans by which it was shared out on a day."""
        return rota_id, tuple(number for number, first in self.of_rotas.get(rota_id, ()) if first <= day)

    def block(self, key: Key, served: frozenset[int]) -> _Block:
        """The days of a key, with nothing on them yet; `served` are those who had something of its rota."""
        numbers = key[1]
        pools = [people for number in numbers if (people := self.plans[number].people) is not None]
        after = self.plans[numbers[-1] + 1 if numbers else 0 :]
        later = frozenset().union(*(plan.people or () for plan in after))
        # Of a spreadsheet nobody knows who was in the pool.
        return _Block(frozenset.intersection(*pools) if pools else served, later)


def _blocks(had: Sequence[tuple[int, Duty]], history: History) -> dict[Key, _Block]:
    places, blocks = _Places(history.plans), dict[Key, _Block]()
    served: dict[int, set[int]] = defaultdict(set)
    for person, duty in had:
        served[duty.shift.rota_id].add(person)
    for person, duty in had:
        key = places.key(duty.shift.rota_id, duty.day)
        if key not in blocks:
            blocks[key] = places.block(key, frozenset(served[key[0]]))
        block = blocks[key]
        block.had[person] += duty.points
        fallen = block.fallen[duty.day.replace(day=1), duty.kind]
        fallen[0] += duty.share
        fallen[1] += duty.points
    return blocks
