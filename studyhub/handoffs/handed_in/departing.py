"""What becomes of the hand-offs of two accounts that are made one."""

from datetime import datetime

from sqlalchemy import Select, delete, func, select, update

from studyhub.db import db
from studyhub.handoffs.models import Handoff, HandoffResponse, HandoffRevision, HandoffService
from studyhub.people.departing import OfPeople
from studyhub.people.models import User


def settle(going: User, staying: User, *, now: datetime) -> None:
    """Of the same hours there is one hand-off; what the other account wrote stands among its earlier texts."""
    theirs = {(one.shift_id, one.starts_at): one for one in db.session.scalars(_of(staying))}
    for one in db.session.scalars(_of(going)).all():
        if (kept := theirs.get((one.shift_id, one.starts_at))) is not None:
            _put_before(one, kept)
            for table in (HandoffService, HandoffResponse):
                db.session.execute(delete(table).where(table.handoff_id == one.id))
            db.session.delete(one)
    db.session.flush()


def _of(user: User) -> Select[Handoff]:
    return select(Handoff).where(Handoff.author_id == user.id)


def _put_before(one: Handoff, kept: Handoff) -> None:
    """Give the texts of one hand-off to another, as earlier ones than its own."""
    count = db.session.scalar(select(func.max(HandoffRevision.number)).where(HandoffRevision.handoff_id == one.id)) or 0
    kept.head_number += count
    # Upwards from the last: no two have one number meanwhile.
    numbers = select(HandoffRevision.number).where(HandoffRevision.handoff_id == kept.id)
    for number in db.session.scalars(numbers.order_by(HandoffRevision.number.desc())).all():
        moved = update(HandoffRevision).where(HandoffRevision.handoff_id == kept.id, HandoffRevision.number == number)
        db.session.execute(moved.values(number=number + count))
    theirs = update(HandoffRevision).where(HandoffRevision.handoff_id == one.id)
    db.session.execute(theirs.values(handoff_id=kept.id))


OF_PEOPLE = OfPeople(moved=(Handoff.taken_by_id,), without_second=(Handoff.author_id,), settle=settle)
