"""The hours of shifts, noted where circles look, with whoever has them; each change of hands ends here."""

from collections.abc import Collection, Iterator

from sqlalchemy import func, select

from studyhub.commitments import calendar
from studyhub.commitments.models import CommitmentKind
from studyhub.db import db
from studyhub.rota.models import Shift
from studyhub.rota.swaps import held
from studyhub.rota.swaps.models import Swap


def note(shifts: Collection[Shift]) -> None:
    """Note the hours of shifts anew. Does not commit."""
    forget(shifts)
    for duties in held.by_shift(shifts).values():
        for number, duty in enumerate(duties):
            if duty.user_id is not None:
                source = source_of(duty.shift, number)
                calendar.hold(source, CommitmentKind.SHIFT, duty.user_id, duty.starts_at, duty.ends_at)


def forget(shifts: Collection[Shift]) -> None:
    """Give the hours of shifts back, whoever had them. Does not commit."""
    db.session.flush()
    calendar.release(_sources(shifts))


def _sources(shifts: Collection[Shift]) -> Iterator[str]:
    """All that may be noted: a swap cuts a shift in two places at most."""
    ids = [shift.id for shift in shifts]
    rows = select(Swap.shift_id, func.count()).where(Swap.shift_id.in_(ids)).group_by(Swap.shift_id)
    swaps = dict(db.session.execute(rows).all())
    return (source_of(shift, number) for shift in shifts for number in range(2 * swaps.get(shift.id, 0) + 1))


def source_of(shift: Shift, number: int = 0) -> str:
    """What hours of a shift are called: those after the first change of hands by their number."""
    return f"shift:{shift.id}/{number}" if number else f"shift:{shift.id}"
