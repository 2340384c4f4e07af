"""What swaps mean for a plan: who sits where, who rests when, and which shifts stay as they are published."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from studyhub.rota.models import Shift
from studyhub.rota.planning.inputs import Role
from studyhub.rota.swaps import held
from studyhub.rota.swaps.held import Duty


@dataclass(frozen=True)
class Swapped:
    """The published shifts of a span as they really are, by the id of each."""

    duties: Mapping[int, Sequence[Duty]]

    def shifts(self) -> list[Shift]:
        """The published shifts."""
        return [duties[0].shift for duties in self.duties.values() if duties]

    def seat(self, shift: Shift) -> int | None:
        """Who sits at a shift while the rest is planned: whoever it stays with, or who took most of it over."""
        if not self.is_given(shift):
            return shift.user_id
        return max(self.duties[shift.id], key=lambda duty: duty.ends_at - duty.starts_at).user_id

    def beside(self, shift: Shift) -> set[int]:
        """Who took hours of a shift over and has them whoever sits at it, even where that is the same person."""
        takers = {duty.user_id for duty in self.duties[shift.id] if duty.swap is not None and duty.user_id is not None}
        return takers - {self.seat(shift)} if self.is_given(shift) else takers

    def takers(self) -> set[int]:
        """Everybody who has hours by a swap."""
        duties = (duty for of_shift in self.duties.values() for duty in of_shift)
        return {duty.user_id for duty in duties if duty.swap is not None and duty.user_id is not None}

    def is_given(self, shift: Shift) -> bool:
        """Whether nothing of a shift is with whom it was published for, by swaps."""
        duties = self.duties.get(shift.id, ())
        return bool(duties) and all(duty.swap is not None and duty.user is not None for duty in duties)

    def stays(self) -> dict[tuple[datetime, Role], Shift]:
        """Shifts that are published as they are whatever is planned: others have all of their hours."""
        return {(shift.starts_at, shift.role): shift for shift in self.shifts() if self.is_given(shift)}

    def elsewhere(self, around: Iterable[Duty]) -> list[Duty]:
        """Of duties those that a plan does not touch: other shifts, and parts of its own that somebody took over.

        Whoever has a part of their own shift by a swap has it still where the shift is planned for another.
        """
        given = {shift.id: self.seat(shift) if self.is_given(shift) else None for shift in self.shifts()}
        return [
            duty
            for duty in around
            if duty.shift.id not in given
            or (duty.swap is not None and duty.user_id not in {None, given[duty.shift.id]})
        ]


def swapped(published: Collection[Shift]) -> Swapped:
    """What became of published shifts by swaps."""
    return Swapped(held.by_shift(published))
