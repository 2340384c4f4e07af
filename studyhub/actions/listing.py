"""What the list of a circle shows: its actions, open, done or dropped, and its decisions, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam

from studyhub.actions import queries
from studyhub.actions.models import Action, Decision
from studyhub.circles.models import Circle
from studyhub.db import db, kept
from studyhub.people import readers
from studyhub.people.models import User
from studyhub.people.readers import read_by

PAGE_SIZE = 50


class Shown(StrEnum):
    """Which of them."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
    DECISIONS = "decisions"


@dataclass(frozen=True)
class Page:
    """One page: actions or decisions, which page it is, and whether there is a next one."""

    actions: Sequence[Action]
    decisions: Sequence[Decision]
    number: int
    has_next: bool


def page(circle: Circle, user: User | None, shown: Shown, number: int) -> Page:
    """What this person may see of a circle."""
    asked = read_by(user) | {"circle_id": circle.id, "offset": (number - 1) * PAGE_SIZE, "limit": PAGE_SIZE + 1}
    is_member = readers.is_member(user)
    # One more than is shown tells whether there is a next page.
    if shown is Shown.DECISIONS:
        decisions = list(db.session.scalars(_decisions(is_member), asked))
        return Page([], decisions[:PAGE_SIZE], number, len(decisions) > PAGE_SIZE)
    actions = list(db.session.scalars(_actions(is_member, shown), asked))
    return Page(actions[:PAGE_SIZE], [], number, len(actions) > PAGE_SIZE)


@kept
def _actions(is_member: bool, shown: Shown) -> Select[Action]:
    rows = queries.shown_actions(is_member=is_member).where(Action.circle_id == bindparam("circle_id"))
    if shown is Shown.OPEN:
        rows = queries.next_due_first(rows.where(Action.is_open))
    elif shown is Shown.DONE:
        rows = rows.where(Action.done_at.is_not(None)).order_by(Action.done_at.desc(), Action.id.desc())
    else:
        rows = rows.where(Action.dropped_at.is_not(None)).order_by(Action.dropped_at.desc(), Action.id.desc())
    return rows.offset(bindparam("offset")).limit(bindparam("limit"))


@kept
def _decisions(is_member: bool) -> Select[Decision]:
    rows = queries.shown_decisions(is_member=is_member).where(Decision.circle_id == bindparam("circle_id"))
    return rows.order_by(Decision.id.desc()).offset(bindparam("offset")).limit(bindparam("limit"))


def today(circle: Circle, now: datetime) -> date:
    """The day in a circle's zone."""
    return now.astimezone(ZoneInfo(circle.time_zone)).date()
