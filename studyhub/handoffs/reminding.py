"""Reminding whoever went off duty without handing over: once, at the end of their hours."""

from datetime import datetime

from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.delivery.texts import Payload
from studyhub.handoffs import asking, queries
from studyhub.people.models import User
from studyhub.rota.models import Shift
from studyhub.rota.swaps import held
from studyhub.rota.swaps.held import Duty


def remind(now: datetime) -> None:
    """Tell each whose hours ended and who wrote nothing. Does not commit."""
    ended = [duty for duty in asking.asked(asking.around(now)) if duty.ends_at <= now < asking.closes_at(duty)]
    if not ended:
        return
    written = queries.of_shifts({duty.shift.id for duty in ended})
    wanted = [duty for duty in ended if not asking.is_written(duty, written)]
    messages = outbox.without_told((duty.user, _key(duty), _payload(duty)) for duty in wanted if duty.user)
    if messages:
        outbox.add_many("handoff_wanted", messages, now=now)


def _key(duty: Duty) -> str:
    return f"handoff_wanted:{duty.shift.id}:{duty.ends_at.timestamp():.0f}"


def _payload(duty: Duty) -> Payload:
    hours = {"starts_at": duty.starts_at.isoformat(), "ends_at": duty.ends_at.isoformat()}
    return {"shift_id": duty.shift.id, **hours}


def is_wanted(payload: Payload, reader: User, now: datetime) -> bool:
    """Whether nothing was handed over since, and it still can be."""
    ends_at = datetime.fromisoformat(payload["ends_at"])
    shift = db.session.get(Shift, payload["shift_id"])
    if shift is None or now >= ends_at + asking.AFTER:
        return False
    mine = [duty for duty in held.of_shift(shift) if duty.user_id == reader.id and duty.ends_at == ends_at]
    return bool(mine) and queries.of_duty(mine[0]) is None
