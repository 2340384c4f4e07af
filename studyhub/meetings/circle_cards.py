"""What a list shows of each circle beside its name, in a fixed number of statements."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from studyhub.circles import rules
from studyhub.circles.models import Participation
from studyhub.db import db, kept
from studyhub.meetings.circle_list import ListedCircle
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
    """One circle of a list. `people` is None for whoever is not inside, `spine` for a circle without a book."""

    circle: ListedCircle
    spine: SmallSpine | None
    people: int | None
    colleagues: Colleagues | None
    can_join: bool

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
    people = _people(ids) if is_member(user) else {}
    colleagues = _colleagues(ids, user) if is_member(user) else {}
    return [
        CircleCard(
            circle,
            books.get(circle.id),
            people.get(circle.id, 0) if is_member(user) else None,
            colleagues.get(circle.id),
            circle.role is None and rules.can_join(user, circle.state, circle.visibility),
        )
        for circle in circles
    ]


def _people(circle_ids: list[int]) -> dict[int, int]:
    return {row[0]: row[1] for row in db.session.execute(_counts(), {"ids": circle_ids})}


@kept
def _counts() -> Select[int, int]:
    return (
        select(Participation.circle_id, func.count())
        .where(Participation.circle_id.in_(IDS), Participation.is_present)
        .group_by(Participation.circle_id)
    )


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
