"""What swaps mean for a plan: who sits where, who rests when, and which shifts stay as they are published."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from studyhub.rota.models import Shift
from studyhub.rota.planning.inputs import Role
from studyhub.rota.swaps import held
from studyhub.rota.swaps.held import Duty


@dataclass(frozen=True)
class Swapped:
    """The published shifts of a span as they really are, by the id of each."""

    duties: Mapping[int, Sequence[Duty]]

    def seat(self, shift: Shift, rest: timedelta) -> int | None:
        """Who sits at a shift while the rest is planned: whoever it stays with, or who took most of it over.

        Nobody where they would rest too little before or after a shift of their own: that was confirmed once.
        """
        if not self.is_given(shift):
            return shift.user_id
        most = max(self.duties[shift.id], key=lambda duty: duty.ends_at - duty.starts_at)
        return None if _is_near(most, self._kept(), rest) else most.user_id

    def _kept(self) -> list[Shift]:
        """The shifts that stay with whom they were published for, at least in part."""
        shifts = (duties[0].shift for duties in self.duties.values() if duties)
        return [shift for shift in shifts if not self.is_given(shift)]

    def is_given(self, shift: Shift) -> bool:
        """Whether nothing of a shift is with whom it was published for, by swaps."""
        duties = self.duties.get(shift.id, ())
        return bool(duties) and all(duty.swap is not None and duty.user is not None for duty in duties)

    def stays(self) -> dict[tuple[datetime, Role], Shift]:
        """Shifts that are published as they are whatever is planned: others have all of their hours."""
        shifts = (duties[0].shift for duties in self.duties.values() if duties and self.is_given(duties[0].shift))
        return {(shift.starts_at, shift.role): shift for shift in shifts}

    def elsewhere(self, around: Iterable[Duty], rest: timedelta) -> list[Duty]:
        """Of duties those that a plan does not touch: other shifts, and parts of its own that others took over.

        Too little rest between what somebody took over and their own shifts was confirmed once, and moves nothing.
        """
        seats = {id_: self.seat(duties[0].shift, rest) for id_, duties in self.duties.items() if duties}
        kept = self._kept()
        return [
            duty
            for duty in around
            if (duty.shift.id not in seats or duty.user_id not in {None, seats[duty.shift.id]})
            and not (duty.swap is not None and _is_near(duty, kept, rest))
        ]


def _is_near(duty: Duty, shifts: Iterable[Shift], rest: timedelta) -> bool:
    """Whether whoever has a duty has one of these shifts without rest between."""
    return any(
        shift.starts_at < duty.ends_at + rest and duty.starts_at < shift.ends_at + rest
        for shift in shifts
        if shift.user_id == duty.user_id and shift.id != duty.shift.id
    )


def swapped(published: Collection[Shift]) -> Swapped:
    """What became of published shifts by swaps."""
    return Swapped(held.by_shift(published))
