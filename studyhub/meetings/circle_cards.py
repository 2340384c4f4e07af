"""What a list shows of each circle beside its name, in a fixed number of statements."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, Select, bindparam, func, select

from studyhub.circles.models import Participation
from studyhub.circles.queries import ListedCircle
from studyhub.db import db, kept
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.meetings.spines import SmallSpine, small_spines
from studyhub.people.models import User
from studyhub.people.readers import is_member

# In the place of the circles of a page: statements are built once.
IDS: BindParameter[int] = bindparam("ids", expanding=True)


class CircleCard(NamedTuple):
    """One circle of a list. `people` is None for whoever is not inside, `spine` for a circle without a book."""

    circle: ListedCircle
    spine: SmallSpine | None
    next_at: datetime | None
    people: int | None
    is_mine: bool


def cards(circles: Sequence[ListedCircle], user: User | None, *, now: datetime) -> list[CircleCard]:
    """The cards of these circles, in their order."""
    ids = [circle.id for circle in circles]
    is_inside = is_member(user)
    books, nexts = small_spines(ids, now=now), _next_times(ids, now)
    people = _people(ids) if is_inside else {}
    mine = _mine(ids, user) if user and is_inside else set()
    return [
        CircleCard(
            circle,
            books.get(circle.id),
            nexts.get(circle.id),
            people.get(circle.id, 0) if is_inside else None,
            circle.id in mine,
        )
        for circle in circles
    ]


def _next_times(circle_ids: list[int], now: datetime) -> dict[int, datetime]:
    rows = db.session.execute(_next_meetings(), {"ids": circle_ids, "now": now})
    return {row[0]: row[1] for row in rows}


@kept
def _next_meetings() -> Select[int, datetime]:
    return (
        select(Meeting.circle_id, func.min(Meeting.starts_at))
        .where(Meeting.circle_id.in_(IDS), Meeting.state == MeetingState.SCHEDULED, Meeting.ends_at > bindparam("now"))
        .group_by(Meeting.circle_id)
    )


def _people(circle_ids: list[int]) -> dict[int, int]:
    return {row[0]: row[1] for row in db.session.execute(_counts(), {"ids": circle_ids})}


@kept
def _counts() -> Select[int, int]:
    return (
        select(Participation.circle_id, func.count())
        .where(Participation.circle_id.in_(IDS), Participation.is_present)
        .group_by(Participation.circle_id)
    )


def _mine(circle_ids: list[int], user: User) -> set[int]:
    return set(db.session.scalars(_joined(), {"ids": circle_ids, "user_id": user.id}))


@kept
def _joined() -> Select[int]:
    is_mine = Participation.user_id == bindparam("user_id")
    return select(Participation.circle_id).where(Participation.circle_id.in_(IDS), is_mine, Participation.is_present)
