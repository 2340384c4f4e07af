"""The machine without its moves: what the database says is what the model says, after every step."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, ClassVar, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import invariant
from sqlalchemy import select

from studyhub.commitments.models import Commitment, CommitmentKind
from studyhub.db import db
from studyhub.people.models import ImpossibleMove, User
from studyhub.rota import queries as rota_queries
from studyhub.rota.models import Rota
from studyhub.rota.swaps import answering, asking, held, queries, unanswered, undoing
from studyhub.rota.swaps.finding.situation import Hours as RealHours
from studyhub.rota.swaps.models import Swap, SwapKind
from tests.cast import NOON, Cast
from tests.meetings.machines import Machine
from tests.rota.swaps.swap_machine.model import AN_HOUR, Claim, Hours, Model, Place, each_hour

PEOPLE, TEAMS = 12, 4
# A choice among what there is at that moment, by its remainder.
CHOICE = st.integers(0, 59)
PERSON = st.integers(0, PEOPLE - 1)
# A week before the rota begins, the evening before, in the middle of it, and in a night of its end.
BEGINNINGS = [NOON, *(NOON + timedelta(days=days, hours=hours) for days, hours in ((5, 10), (9, 3), (13, 11)))]
REFUSALS = (
    answering.Ended,
    answering.NotAsked,
    asking.NotHeld,
    asking.NotRunning,
    asking.CannotTake,
    asking.RestBroken,
    asking.NobodyCould,
    undoing.TooLate,
    ImpossibleMove,
)
One = TypeVar("One")


class SwapMachine(Machine):
    """Each run begins with the same published rota, at another moment."""

    cast: ClassVar[Cast]
    people: ClassVar[Sequence[User]]
    rota: ClassVar[Rota]
    keeper: ClassVar[User]

    def __init__(self) -> None:
        super().__init__()
        self.numbers = {user.id: number for number, user in enumerate(self.people)}
        self.shifts = {Place(one.starts_at, one.role.value): one for one in rota_queries.shifts_of(self.rota)}
        self.model = Model(
            {place: shift.ends_at for place, shift in self.shifts.items()},
            {place: self.number(shift.user_id) for place, shift in self.shifts.items()},
            [number % TEAMS for number in range(PEOPLE)],
            NOON,
        )
        # What the model has of swaps that were accepted.
        self.claims: dict[int, Claim] = {}

    def number(self, user_id: int | None) -> int | None:
        """Whom the model knows by another number."""
        return None if user_id is None else self.numbers[user_id]

    def real(self, hours: Hours) -> RealHours:
        """Hours of a shift of the database."""
        return RealHours(self.shifts[hours.place], hours.since, hours.until)

    def really(self, act: Callable[[], One], *, is_allowed: bool) -> One | None:
        """Do it, or see it refused, as the model expects. A refused press changes nothing: it is rolled back."""
        done: One | None = None
        refused = None
        try:
            with db.session.begin_nested():
                done = act()
        except REFUSALS as error:
            refused = error
        assert (refused is None) == is_allowed, f"expected {is_allowed}, got {refused!r}"
        return done

    def swaps(self) -> list[Swap]:
        """Every swap, in order."""
        return list(db.session.scalars(queries.swaps().order_by(Swap.id)))

    def open_requests(self) -> list[Swap]:
        """What is asked for and not answered, over or not."""
        return list(db.session.scalars(queries.swaps().where(*queries.IS_OPEN).order_by(Swap.id)))

    def asked(self, swap: Swap) -> dict[int, bool]:
        """Who was asked, and whether they may still answer."""
        return {self.numbers[ask.user_id]: ask.declined_at is None for ask in queries.asks_of([swap.id])}

    def hours_of(self, swap: Swap) -> Hours:
        """The hours of a swap as the model has them."""
        return Hours(Place(swap.shift.starts_at, swap.shift.role.value), swap.starts_at, swap.ends_at)

    def later(self, time: timedelta) -> None:
        """Time moves on, and the worker does what it does."""
        self.model.now += time
        unanswered.remind(self.model.now)

    @invariant()
    def is_that_of_the_model(self) -> None:
        # Every press is a request of its own, which remembers nothing of the one before.
        db.session.flush()
        db.session.expire_all()
        self.hours_are_whose_the_model_says()
        self.hours_are_noted()
        self.nobody_has_two_roles_and_no_team_both()
        self.what_is_asked_for_is_still_held()

    def hours_are_whose_the_model_says(self) -> None:
        table = {(hour, role): cell.person for hour, roles in self.model.table.items() for role, cell in roles.items()}
        since, until = min(self.model.table), max(self.model.table) + AN_HOUR
        found = [
            ((hour, duty.role.value), self.number(duty.user_id))
            for duty in held.held(since, until)
            for hour in each_hour(duty.starts_at, duty.ends_at)
        ]
        assert len(found) == len(table)
        assert dict(found) == table

    def hours_are_noted(self) -> None:
        rows = db.session.scalars(select(Commitment).where(Commitment.kind == CommitmentKind.SHIFT))
        noted = Counter(
            (hour, self.numbers[row.user_id]) for row in rows for hour in each_hour(row.starts_at, row.ends_at)
        )
        has = Counter(
            (hour, cell.person)
            for hour, roles in self.model.table.items()
            for cell in roles.values()
            if cell.person is not None
        )
        assert noted == has

    def nobody_has_two_roles_and_no_team_both(self) -> None:
        """Of one team both may be where one of them was away, and what runs stayed theirs."""
        for hour, roles in self.model.table.items():
            people = [cell.person for cell in roles.values() if cell.person is not None]
            assert len(set(people)) == len(people), (hour, roles)
            if not self.model.went.intersection(people):
                teams = [self.model.teams[person] for person in people]
                assert len(set(teams)) == len(teams), (hour, roles)

    def what_is_asked_for_is_still_held(self) -> None:
        for swap in db.session.scalars(queries.still_to_come(self.model.now)):
            assert self.model.has_all(self.number(swap.giver_id), self.hours_of(swap)), swap.id
            if swap.kind is SwapKind.EXCHANGE and swap.in_return is not None:
                place = Place(swap.in_return.starts_at, swap.in_return.role.value)
                assert {piece.person for piece in self.model.pieces(place)} & self.asked(swap).keys()


def pick(found: Sequence[Any], choice: int) -> Any:
    """One of them, or None."""
    return found[choice % len(found)] if found else None
