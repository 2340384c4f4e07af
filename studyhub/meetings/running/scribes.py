"""Who writes and shares the notes of a meeting: its scribe, as long as they can.

A meeting goes on naming a scribe who has gone, or to whom its circle is closed by now; notes are then asked for as if
it had none. Rules: docs/rules.md, Reminders and Editors' page.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, bindparam, exists, select
from sqlalchemy.orm import aliased

from studyhub.circles import queries as circles
from studyhub.circles.models import Circle
from studyhub.db import db, kept
from studyhub.meetings.models import Meeting
from studyhub.people.models import User, UserState


def has_scribe() -> ColumnElement[bool]:
    """Whether the meeting of a row has a scribe who can write: active, and its circle is open to them."""
    circle, scribe = aliased(Circle), aliased(User)
    is_there = scribe.id == Meeting.scribe_id, scribe.state == UserState.ACTIVE
    may_open = circle.id == Meeting.circle_id, circles.is_open_to_each(circle, scribe)
    return exists().where(*is_there, *may_open).correlate(Meeting)


def scribes(meeting_ids: Collection[int]) -> dict[int, User]:
    """The scribes who can write, by the ids of their meetings; one statement."""
    return {row[0]: row[1] for row in db.session.execute(_scribes(), {"ids": list(meeting_ids)})}


@kept
def _scribes() -> Select[int, User]:
    rows = select(Meeting.id, User).join(User, User.id == Meeting.scribe_id)
    return rows.where(Meeting.id.in_(bindparam("ids", expanding=True)), has_scribe())
