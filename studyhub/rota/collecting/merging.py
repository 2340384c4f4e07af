"""One answer of a person whose two accounts become one."""

from datetime import datetime

from sqlalchemy import Select, select

from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.collecting.models import CollectionAnswer


def settle(going: User, staying: User, *, now: datetime) -> None:
    """Of two answers to one question the given one stays. Does not commit."""
    theirs = {one.collection_id: one for one in db.session.scalars(_of(staying))}
    for one in db.session.scalars(_of(going)):
        if (other := theirs.get(one.collection_id)) is not None:
            other.answered_at = other.answered_at or one.answered_at
            db.session.delete(one)
    db.session.flush()


def _of(user: User) -> Select[CollectionAnswer]:
    return select(CollectionAnswer).where(CollectionAnswer.user_id == user.id)
