"""Filling an empty organisation with the demo, through the same practices that people use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select

from studyhub.accounts import members
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.delivery.texts import Kind
from studyhub.demo import arrivals, population, settling
from studyhub.demo.stage import Stage
from studyhub.meetings.models import Meeting
from studyhub.people.models import User

ACTS_PER_LINE = 100

Begin = Callable[[Stage], None]


class NotEmpty(Exception):
    """There is a circle, or anybody but the first administrator."""


@dataclass(frozen=True)
class Filled:
    """How much there is now."""

    people: int
    circles: int
    meetings: int


def fill(
    begins: Sequence[Begin],
    *,
    password_hash: str,
    kinds: Mapping[str, Kind],
    now: datetime,
    say: Callable[[str], None] = lambda line: None,
) -> Filled:
    """Make the demo organisation as it would be at this moment. Raises NotEmpty. Does not commit.

    Each of `begins` lays down what happens of a feature, and when. Everybody has the one `password_hash`: whoever
    knows the password of one knows them all, so a salt for each would protect nothing, and forty would take ten
    seconds. Mail of all `kinds` is turned off for the invented people.
    """
    members.lock_accounts()
    if not is_empty():
        raise NotEmpty
    newest = settling.last_id()
    say("Bringing in people and teams …")
    stage = population.populate(password_hash=password_hash, kinds=kinds, now=now)
    say("Planning what happens …")
    for begin in begins:
        begin(stage)
    stage.timeline.play(now, lambda done: say(f"{done} things happened …") if done % ACTS_PER_LINE == 0 else None)
    arrivals.move_up()
    settling.settle(after_id=newest, now=now)
    return Filled(_count(User), _count(Circle), _count(Meeting))


def is_empty() -> bool:
    """Whether there is no circle and nobody but the first administrator."""
    has_circle = bool(db.session.scalar(select(exists().where(Circle.id.is_not(None)))))
    return not has_circle and _count(User) <= 1


def _count(model: type[User] | type[Circle] | type[Meeting]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0
