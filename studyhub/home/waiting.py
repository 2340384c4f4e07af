"""What waits for a person: each thing with what settles it. A fixed number of queries, whatever waits."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from studyhub.people.models import User

Find = Callable[[User, datetime], Sequence[Any]]


class Turn(IntEnum):
    """In which order things stand: what others wait for comes before what only this person misses."""

    OUTAGE = 0
    ANSWER = 1
    ORGANIZE = 2
    WRITE = 3
    REVIEW = 4
    ADMINISTER = 5


@dataclass(frozen=True)
class Waits:
    """A kind of thing that waits for people.

    `find` gets a person and the time and answers what waits for them, at most `people.waiting.SHOWN` things, nothing
    for whoever may not settle it. `template` says each of `things` with the button that settles it.
    """

    turn: Turn
    find: Find
    template: str


@dataclass(frozen=True)
class Waiting:
    """What waits for one person: of each kind that has any its template and its things."""

    kinds: tuple[tuple[str, Sequence[Any]], ...]

    @property
    def count(self) -> int:
        """How many things wait."""
        return sum(len(things) for _template, things in self.kinds)


def waiting_for(user: User, kinds: Iterable[Waits], *, now: datetime) -> Waiting:
    """What of these kinds waits for this person now; kinds with the same turn stay in the order given."""
    found = ((kind.template, kind.find(user, now)) for kind in sorted(kinds, key=lambda kind: kind.turn))
    return Waiting(tuple((template, things) for template, things in found if things))
