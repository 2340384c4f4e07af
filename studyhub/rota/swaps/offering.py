"""Telling everybody who could that hours are nobody's: the first who takes them has them."""

from datetime import datetime

from studyhub.audit import trail
from studyhub.delivery import outbox
from studyhub.people.models import User
from studyhub.rota import queries as rotas
from studyhub.rota.models import Shift
from studyhub.rota.swaps import asking, held
from studyhub.rota.swaps.finding.candidates import offers


def offer(shift: Shift, *, by: User, now: datetime) -> list[User]:
    """Tell everybody who could take what is vacant of a shift, once a day; returns them. Does not commit.

    Raises NotHeld where nothing is vacant any more, NobodyCould (`asking`).
    """
    vacant = next((duty for duty in held.of_shift(shift) if duty.user is None and duty.ends_at > now), None)
    if vacant is None:
        raise asking.NotHeld
    people = [one.person for one in offers(asking.as_hours(vacant), None, now=now).can]
    if not people:
        raise asking.NobodyCould
    hours = [vacant.starts_at.isoformat(), vacant.ends_at.isoformat(), shift.role.value]
    key = f"shift_offered:{':'.join(hours)}:{rotas.today(now)}"
    payload = {"shift_id": shift.id, "shift": hours}
    outbox.add_many("shift_offered", [(user, key, payload) for user in people], by=by, now=now)
    trail.record("shift.offered", shift, by=by, now=now, after={"user_ids": [user.id for user in people]})
    return people
