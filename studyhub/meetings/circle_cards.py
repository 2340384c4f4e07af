"""What a list shows of each circle beside its name, in a fixed number of statements."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from studyhub.circles import rules
from studyhub.circles.models import Circle, Participation
from studyhub.db import db, kept
from studyhub.meetings.circle_list import ListedCircle
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.spines import SmallSpine, small_spines
from studyhub.people.models import User
from studyhub.people.readers import is_member
from studyhub.teams.models import Membership, Team

# In the place of the circles of a page: statements are built once.
IDS: BindParameter[int] = bindparam("ids", expanding=True)
COLLEAGUES_SHOWN = 2


class Colleagues(NamedTuple):
    """Who of the reader's own team is in a circle, in the order of their reading (kana)."""

    team: str
    names: tuple[str, ...]

    @property
    def more(self) -> int:
        """How many there are besides those that a card names."""
        return max(len(self.names) - COLLEAGUES_SHOWN, 0)


class CircleCard(NamedTuple):
    """One circle of a list. `people` is None for whoever is not inside, `spine` for a circle without a book.

    `is_full` is whether there is no seat left in any session to come.
    """

    circle: ListedCircle
    spine: SmallSpine | None
    people: int | None
    colleagues: Colleagues | None
    can_join: bool
    is_full: bool

    @property
    def wanted(self) -> int:
        """How many chapters want a presenter, as members are told."""
        return self.spine.wanted if self.spine and self.people is not None else 0

    @property
    def can_catch_up(self) -> bool:
        """Whether somebody who comes in now has something to catch up with."""
        return self.can_join and self.people is not None and self.spine is not None and self.spine.done > 0


def cards(circles: Sequence[ListedCircle], user: User | None, *, now: datetime) -> list[CircleCard]:
    """The cards of these circles, in their order."""
    ids = [circle.id for circle in circles]
    books = small_spines(ids, now=now)
    people = _people(ids, now) if is_member(user) else {}
    colleagues = _colleagues(ids, user) if is_member(user) else {}
    return [
        CircleCard(
            circle,
            books.get(circle.id),
            people[circle.id].taking_part if circle.id in people else 0 if is_member(user) else None,
            colleagues.get(circle.id),
            circle.role is None and rules.can_join(user, circle.state, circle.visibility),
            circle.id in people and people[circle.id].is_full,
        )
        for circle in circles
    ]


class _People(NamedTuple):
    circle_id: int
    taking_part: int
    is_full: bool


def _people(circle_ids: list[int], now: datetime) -> dict[int, _People]:
    found = (_People(*row) for row in db.session.execute(_counts(), {"ids": circle_ids, "now": now}))
    return {one.circle_id: one for one in found}


@kept
def _counts() -> Select[*tuple[Any, ...]]:
    """Of each circle how many take part, and whether sessions come and all of them are full."""
    is_coming = and_(
        Meeting.circle_id == Circle.id, Meeting.state == MeetingState.SCHEDULED, Meeting.starts_at > bindparam("now")
    )
    comes = exists().where(is_coming).correlate(Circle)
    has_room = exists().where(is_coming, ~signup_queries.is_full()).correlate(Circle)
    people = select(func.count()).where(Participation.circle_id == Circle.id, Participation.is_present)
    counted = select(Circle.id, people.correlate(Circle).scalar_subquery(), and_(comes, ~has_room))
    return counted.where(Circle.id.in_(IDS))


def _colleagues(circle_ids: list[int], user: User) -> dict[int, Colleagues]:
    found: dict[int, Colleagues] = {}
    for circle_id, team, name in db.session.execute(_of_own_team(), {"ids": circle_ids, "user_id": user.id}):
        before = found.get(circle_id, Colleagues(team, ()))
        found[circle_id] = before._replace(names=(*before.names, name))
    return found


@kept
def _of_own_team() -> Select[int, str, str]:
    mine, theirs = aliased(Membership), aliased(Membership)
    is_mine = and_(mine.user_id == bindparam("user_id"), mine.is_primary)
    is_colleague = and_(theirs.user_id == Participation.user_id, theirs.user_id != bindparam("user_id"))
    return (
        select(Participation.circle_id, Team.name, User.name)
        .join(theirs, is_colleague)
        .join(mine, and_(mine.team_id == theirs.team_id, is_mine))
        .join(Team, Team.id == mine.team_id)
        .join(User, User.id == Participation.user_id)
        .where(Participation.circle_id.in_(IDS), Participation.is_present)
        .order_by(Participation.circle_id, User.reading, User.id)
    )
