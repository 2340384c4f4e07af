"""Which columns of private addresses name people, and what becomes of them."""

from datetime import datetime

from sqlalchemy import select

from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.duty.models import DutyAddress
from studyhub.people.departing import OfPeople
from studyhub.people.models import User, UserState
from studyhub.rota import queries


def give_back(user: User, *, by: User, now: datetime) -> None:
    """Tell the rota's keepers which addresses somebody who has left made, and knows. Does not commit.

    They are the organisation's and stay: a pager that reads one would call nobody any more.
    """
    made = select(DutyAddress.name).where(DutyAddress.made_by_id == user.id, DutyAddress.revoked_at.is_(None))
    names = list(db.session.scalars(made.order_by(DutyAddress.id))) if user.state is UserState.LEFT else []
    if names:
        key, payload = f"duty_addresses_known:{user.id}:{now.isoformat()}", {"person": user.name, "names": names}
        keepers = [keeper for keeper in queries.keepers() if keeper.id != user.id]
        outbox.add_many("duty_addresses_known", [(keeper, key, payload) for keeper in keepers], by=by, now=now)


OF_PEOPLE = OfPeople(moved=(DutyAddress.made_by_id,), give_back=give_back)
