"""Thanks where two accounts of one person are made one. Nothing here commits."""

from sqlalchemy import delete, or_, select

from studyhub.db import db
from studyhub.meetings.thanks.models import Thanks
from studyhub.people.models import User
from studyhub.people.pairs import pairs


def settle(going: User, staying: User) -> None:
    """Let the account that stays have written and got it all, the same once; thanks to oneself are gone."""
    both = [going.id, staying.id]
    to_oneself = Thanks.writer_id.in_(both) & Thanks.presenter_id.in_(both)
    db.session.execute(delete(Thanks).where(to_oneself))
    theirs = select(Thanks).where(or_(Thanks.writer_id.in_(both), Thanks.presenter_id.in_(both)))
    rows = db.session.scalars(theirs.order_by(Thanks.id)).all()
    for kept, other in pairs(rows, lambda one: _said(one, going, staying)):
        kept.is_shown = kept.is_shown or other.is_shown
        db.session.delete(other)
    db.session.flush()
    for one in db.session.scalars(theirs):
        writer_id, presenter_id = _people(one, going, staying)
        one.writer_id, one.presenter_id = writer_id, presenter_id
    db.session.flush()


def _said(one: Thanks, going: User, staying: User) -> tuple[int, int, int, str]:
    return (one.meeting_id, *_people(one, going, staying), one.text)


def _people(one: Thanks, going: User, staying: User) -> tuple[int, int]:
    writer_id, presenter_id = (staying.id if id_ == going.id else id_ for id_ in (one.writer_id, one.presenter_id))
    return writer_id, presenter_id
