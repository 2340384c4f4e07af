"""When those of a team are away from their desks this week: the sessions in which they have a seat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Select, bindparam, select

from studyhub.circles import queries as circles
from studyhub.circles.models import Circle
from studyhub.db import db, kept
from studyhub.meetings.models import Meeting, MeetingState, Signup, SignupState
from studyhub.meetings.week import midnight_after, sunday_of
from studyhub.people.models import MEMBERS, User
from studyhub.people.readers import read_by
from studyhub.teams.models import Membership, Team


@dataclass(frozen=True)
class Away:
    """One session and who of the team goes there, in the order of their reading."""

    id: int
    circle: str
    number: int | None
    starts_at: datetime
    ends_at: datetime
    names: Sequence[str]


def away(team: Team, reader: User, *, zone: str, now: datetime) -> list[Away]:
    """The sessions of the week (meetings/week.py) of a reader in this IANA zone, as far as they may see them."""
    until = midnight_after(sunday_of(now, zone), zone)
    rows = db.session.execute(_seats(), read_by(reader) | {"team_id": team.id, "now": now, "until": until})
    return [_away(list(seats)) for _id, seats in groupby(rows, lambda row: row.id)]


def _away(seats: Sequence[Any]) -> Away:
    one = seats[0]
    return Away(one.id, one.circle, one.number, one.starts_at, one.ends_at, [seat.name for seat in seats])


@kept
def _seats() -> Select[*tuple[Any, ...]]:
    return (
        select(Meeting.id, Circle.title.label("circle"), Meeting.number, Meeting.starts_at, Meeting.ends_at, User.name)
        .join(Circle, Circle.id == Meeting.circle_id)
        .join(Signup, Signup.meeting_id == Meeting.id)
        .join(User, User.id == Signup.user_id)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.team_id == bindparam("team_id"), User.state.in_(MEMBERS))
        .where(Signup.state == SignupState.CONFIRMED, Meeting.state == MeetingState.SCHEDULED)
        .where(Meeting.ends_at > bindparam("now"), Meeting.starts_at < bindparam("until"))
        .where(circles.is_visible(Meeting.circle_id, is_member=True))
        .order_by(Meeting.starts_at, Meeting.id, User.reading, User.id)
    )
