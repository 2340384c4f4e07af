"""What becomes of the shifts of somebody who goes or rests."""

from datetime import datetime

from studyhub.audit import trail
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.people.models import User, UserState
from studyhub.rota import queries
from studyhub.rota.crediting.excusing import excuse
from studyhub.rota.models import Rota, Shift
from studyhub.rota.reasons import LEFT
from studyhub.rota.swaps import departing, settling


def give_back(user: User, *, by: User, now: datetime) -> None:
    """Leave the shifts vacant that somebody had and that have not begun, and tell the keepers. Does not commit.

    Hours they took over are those of whoever gave them again; hours they gave away stay with whoever took them.
    What runs stays theirs: somebody has to be called until another is found. Whoever rests does not make up for it.
    """
    swapped = departing.give_back(user, by=by, now=now)
    shifts = [shift for shift in db.session.scalars(queries.shifts_of_person(user.id, now)) if shift.starts_at > now]
    if user.state is UserState.ON_LEAVE:
        excuse(user.id, shifts)
    for shift in shifts:
        shift.user_id, shift.reason = None, LEFT
        shift.sequence, shift.changed_at = shift.sequence + 1, now
    for shift in swapped:
        shift.sequence, shift.changed_at = shift.sequence + 1, now
    settling.settle({shift.id: shift for shift in (*swapped, *shifts)}.values(), now=now)
    for rota in queries.rotas_of(shifts):
        _tell(rota, [shift for shift in shifts if shift.rota_id == rota.id], user, by=by, now=now)


def _tell(rota: Rota, shifts: list[Shift], user: User, *, by: User, now: datetime) -> None:
    trail.record("shift.given_back", rota, by=by, now=now, before={"user_id": user.id, "shifts": len(shifts)})
    payload = {
        "person": user.name,
        "rota": rota.name,
        "rota_id": rota.id,
        "shifts": [[shift.starts_at.isoformat(), shift.ends_at.isoformat(), shift.role.value] for shift in shifts],
    }
    key = f"shifts_vacant:{rota.id}:{user.id}:{now.isoformat()}"
    outbox.add_many("shifts_vacant", [(keeper, key, payload) for keeper in queries.keepers()], by=by, now=now)
