"""Which columns of the pager name people, and what becomes of them."""

from datetime import datetime

from sqlalchemy import select, update

from studyhub.db import db
from studyhub.pager.models import Pager, PagerPerson, PagerSpan
from studyhub.people.departing import OfPeople
from studyhub.people.models import User


def settle(going: User, staying: User, *, now: datetime) -> None:
    """Keep the pager's id of the account that stays; what was told of the other is told anew. Does not commit."""
    ids = {one.user_id: one for one in db.session.scalars(select(PagerPerson))}
    if going.id in ids and staying.id in ids:
        db.session.delete(ids[going.id])
    theirs = update(PagerSpan).where(PagerSpan.user_id == going.id, PagerSpan.withdraw_at.is_(None))
    db.session.execute(theirs.values(withdraw_at=now))
    db.session.flush()


OF_PEOPLE = OfPeople(
    moved=(PagerSpan.user_id,), without_second=(PagerPerson.user_id,), kept=(Pager.connected_by_id,), settle=settle
)
