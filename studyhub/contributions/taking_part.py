"""In which circles a person takes part, and to which session they go next, as far as the reader may see it."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from studyhub.circles import queries as circles
from studyhub.circles.models import Circle, CircleState, Participation
from studyhub.db import db, kept
from studyhub.meetings.models import Meeting, MeetingState, Signup, SignupState
from studyhub.people.models import User
from studyhub.people.readers import READER, read_by

GOES_ON = frozenset({CircleState.RUNNING, CircleState.PAUSED})


class TakesPart(NamedTuple):
    """A circle a person takes part in; `is_common` is whether the reader does too, `next_at` when it meets next."""

    id: int
    slug: str
    title: str
    state: CircleState
    time_zone: str
    is_organizer: bool
    is_common: bool
    next_at: datetime | None

    @property
    def goes_on(self) -> bool:
        """Whether it is not over."""
        return self.state in GOES_ON


def circles_of(person: User, reader: User, *, now: datetime) -> list[TakesPart]:
    """The circles a person takes part in, those in common first."""
    found = db.session.execute(_circles(), read_by(reader) | {"person": person.id, "now": now})
    return sorted((TakesPart(*row) for row in found), key=lambda one: (not one.is_common, one.title, one.id))


@kept
def _circles() -> Select[*tuple[Any, ...]]:
    own = aliased(Participation)
    is_common = exists().where(own.circle_id == Circle.id, own.user_id == READER, own.is_present)
    next_at = select(func.min(Meeting.starts_at)).where(
        Meeting.circle_id == Circle.id, Meeting.state == MeetingState.SCHEDULED, Meeting.starts_at > bindparam("now")
    )
    return (
        select(Circle.id, Circle.slug, Circle.title, Circle.state, Circle.time_zone)
        .add_columns(Participation.is_organizer, is_common, next_at.scalar_subquery())
        .join(Participation, Participation.circle_id == Circle.id)
        .where(Participation.user_id == bindparam("person"), Participation.is_present)
        .where(circles.is_visible(Circle.id, is_member=True))
    )


def next_meeting(person: User, reader: User, *, now: datetime) -> Meeting | None:
    """The session a person has a seat in next."""
    return db.session.scalar(_next(), read_by(reader) | {"person": person.id, "now": now})


@kept
def _next() -> Select[Meeting]:
    seat = exists().where(
        Signup.meeting_id == Meeting.id, Signup.user_id == bindparam("person"), Signup.state == SignupState.CONFIRMED
    )
    return (
        select(Meeting)
        .where(seat, Meeting.state == MeetingState.SCHEDULED, Meeting.ends_at > bindparam("now"))
        .where(circles.is_visible(Meeting.circle_id, is_member=True))
        .options(joinedload(Meeting.circle))
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(1)
    )
