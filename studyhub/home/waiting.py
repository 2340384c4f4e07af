"""What waits for a person: each thing with what settles it. One question finds the kinds of which anything waits."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, literal_column, select

from studyhub.db import db, kept
from studyhub.people.models import User
from studyhub.people.waiting import asked_by

Find = Callable[[User, datetime], Sequence[Any]]


class Turn(IntEnum):
    """In which order things stand: what others wait for comes before what only this person misses."""

    OUTAGE = 0
    ANSWER = 1
    ORGANIZE = 2
    WRITE = 3
    SUSTAIN = 4
    REVIEW = 5
    ADMINISTER = 6


@dataclass(frozen=True)
class Waits:
    """A kind of thing that waits for people.

    `find` gets a person and the time and answers what waits for them, at most `people.waiting.SHOWN` things, nothing
    for whoever may not settle it. `template` says each of `things` with the button that settles it. `asks` builds the
    statement that `find` executes, always the same one, and `asked` says with what: where it has no row, `find` is not
    called.
    """

    turn: Turn
    find: Find
    template: str
    asks: Callable[[], Select[*tuple[Any, ...]]] | None = None
    asked: Callable[[User, datetime], dict[str, Any]] = asked_by


@dataclass(frozen=True)
class Beside:
    """Something else of a person's that home shows, in a place of its own, where there is any; as `Waits`."""

    find: Find
    asks: Callable[[], Select[*tuple[Any, ...]]]
    asked: Callable[[User, datetime], dict[str, Any]] = asked_by


Kind = Waits | Beside


@dataclass(frozen=True)
class Waiting:
    """What waits for one person: of each kind that has any its template and its things."""

    kinds: tuple[tuple[str, Sequence[Any]], ...]

    @property
    def count(self) -> int:
        """How many things wait."""
        return sum(len(things) for _template, things in self.kinds)


def found_for(user: User, kinds: Sequence[Kind], *, now: datetime) -> Mapping[Kind, Sequence[Any]]:
    """What of these kinds there is for this person now; those of which there is nothing are left out."""
    nothing = _nothing_of(kinds, user, now)
    found = ((kind, kind.find(user, now)) for kind in kinds if kind not in nothing)
    return {kind: things for kind, things in found if things}


def in_turn(found: Mapping[Kind, Sequence[Any]]) -> Waiting:
    """What waits, in its order; kinds with the same turn stay as they were given."""
    waits = sorted((kind for kind in found if isinstance(kind, Waits)), key=lambda kind: kind.turn)
    return Waiting(tuple((kind.template, found[kind]) for kind in waits))


def _nothing_of(kinds: Sequence[Kind], user: User, now: datetime) -> set[Kind]:
    """Those of which there is nothing, by one statement: mostly that is all of them."""
    asks = {kind: kind.asks for kind in kinds if kind.asks}
    values: dict[str, Any] = {}
    for kind in asks:
        values |= kind.asked(user, now)
    answers = db.session.execute(_any_of(tuple(asks.values())), values).one() if asks else ()
    return {kind for kind, is_any in zip(asks, answers, strict=True) if not is_any}


@kept
def _any_of(asks: tuple[Callable[[], Select[*tuple[Any, ...]]], ...]) -> Select[*tuple[Any, ...]]:
    return select(*(_is_any(build()) for build in asks))


def _is_any(rows: Select[*tuple[Any, ...]]) -> ColumnElement[bool]:
    return rows.with_only_columns(literal_column("1"), maintain_column_froms=True).order_by(None).limit(None).exists()
