"""Noting that shifts somebody gives back count for them all the same."""

from collections.abc import Iterable
from datetime import date

from studyhub.rota.crediting import queries
from studyhub.rota.models import Shift
from studyhub.rota.planning.inputs import ShiftKind


def excuse(user_id: int, shifts: Iterable[Shift]) -> None:
    """Credit shifts that somebody on leave gives back, with what shared them out last. Does not commit.

    Those of a spreadsheet are forgotten: nobody noted among whom it was shared out.
    """
    by_rota: dict[int, list[list[object]]] = {}
    for shift in shifts:
        by_rota.setdefault(shift.rota_id, []).append(lost(user_id, shift.day, shift.kind, shift.points))
    for draft in queries.last_published(by_rota):
        if draft.pool is not None:
            draft.pool = draft.pool | {"excused": [*draft.pool["excused"], *by_rota[draft.rota_id]]}


def lost(user_id: int, day: date, kind: ShiftKind, points: int) -> list[object]:
    """A shift that somebody cannot do, as a draft keeps it."""
    return [user_id, day.isoformat(), kind.value, points]
