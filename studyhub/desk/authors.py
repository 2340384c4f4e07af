"""Those who wrote a note and are told of what becomes of it."""

from sqlalchemy import literal, select

from studyhub.circles import queries as circles
from studyhub.db import db
from studyhub.notes import queries as notes
from studyhub.notes.models import Note
from studyhub.people.models import MEMBERS, User


def who_may_open(note: Note) -> list[User]:
    """The members who wrote a shared note and may open it still, in the order in which they began."""
    wrote = notes.authors_of([note.id]).get(note.id, [])
    if note.shared_at is None or not wrote:
        return []
    members = select(User.id).where(User.id.in_([one.id for one in wrote]), User.state.in_(MEMBERS))
    may = set(db.session.scalars(members.where(circles.is_visible_to_each(literal(note.circle_id)))))
    return [one for one in wrote if one.id in may]
