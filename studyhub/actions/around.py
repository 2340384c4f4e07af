"""What a line is read with: the people of the circle, the day, and the day of the next session."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, select

from studyhub.actions.reading.owners import People, Person
from studyhub.actions.reading.suggesting import Around
from studyhub.circles.models import Circle, Participation
from studyhub.db import db, kept
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.people.models import User, UserState


def owners(circle: Circle) -> list[Person]:
    """Who can have an action of a circle: those in it who are there, by their reading (kana)."""
    rows = db.session.execute(_owners(), {"circle_id": circle.id})
    return [Person(id_, name, handle or "") for id_, name, handle in rows]


@kept
def _owners() -> Select[int, str, str | None]:
    rows = select(User.id, User.name, User.chat_handle).join(Participation, Participation.user_id == User.id)
    is_here = (Participation.circle_id == bindparam("circle_id"), Participation.is_present)
    return rows.where(*is_here, User.state == UserState.ACTIVE).order_by(User.reading, User.id)


def around(
    circle: Circle, meeting: Meeting | None, people: list[Person], *, now: datetime, known: Collection[str] = ()
) -> Around:
    """What lines of a session are read with, or those of a circle without one, as of now."""
    zone, moment = ZoneInfo(circle.time_zone), meeting.starts_at if meeting else now
    following = db.session.scalar(_next_start(), {"circle_id": circle.id, "after": moment})
    next_on = following.astimezone(zone).date() if following else None
    return Around(moment.astimezone(zone).date(), next_on, People.of(people), known)


@kept
def _next_start() -> Select[datetime]:
    rows = select(Meeting.starts_at).where(Meeting.circle_id == bindparam("circle_id"))
    rows = rows.where(Meeting.starts_at > bindparam("after"), Meeting.state == MeetingState.SCHEDULED)
    return rows.order_by(Meeting.starts_at).limit(1)
