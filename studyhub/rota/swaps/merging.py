"""Two accounts of one person that become one, as far as shifts and swaps name both."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import aliased

from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota import queries as rota
from studyhub.rota.models import Shift
from studyhub.rota.planning.inputs import Role
from studyhub.rota.swaps import asking, queries, settling
from studyhub.rota.swaps.models import Swap, SwapAsk


def settle(going: User, staying: User, *, now: datetime) -> None:
    """Let a person be asked once, never by themselves, and be in one role of a shift. Does not commit.

    Where the accounts had both roles at once, the secondary one is vacant, and the keepers are told.
    """
    queries.lock()
    _forget_asks(going, staying)
    shifts: dict[int, Shift] = {}
    others = rota.duties_of_person(staying.id, now)
    for mine in rota.duties_of_person(going.id, now):
        for other in others:
            if asking.as_hours(mine).overlaps(other):
                duty = mine if mine.role is Role.SECONDARY else other
                starts_at, ends_at = max(mine.starts_at, other.starts_at), min(mine.ends_at, other.ends_at)
                settling.leave_vacant(duty, starts_at, ends_at, by=staying, now=now)
                shifts[duty.shift.id] = duty.shift
    settling.hand_over(list(shifts.values()), now=now)


def _forget_asks(going: User, staying: User) -> None:
    other = aliased(SwapAsk)
    twice = select(other.swap_id).where(other.user_id == staying.id).scalar_subquery()
    of_staying = select(Swap.id).where(Swap.giver_id == staying.id).scalar_subquery()
    of_going = select(Swap.id).where(Swap.giver_id == going.id).scalar_subquery()
    for user, own in ((going, of_staying), (staying, of_going)):
        asked = delete(SwapAsk).where(SwapAsk.user_id == user.id, SwapAsk.swap_id.in_(own))
        db.session.execute(asked, execution_options={"synchronize_session": False})
    asked = delete(SwapAsk).where(SwapAsk.user_id == going.id, SwapAsk.swap_id.in_(twice))
    db.session.execute(asked, execution_options={"synchronize_session": False})
