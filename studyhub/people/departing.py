"""What becomes of what a feature has of people: when they go, and when two accounts of one person are made one.

Rules: docs/rules.md, Member and Account. Nothing here commits.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import InstrumentedAttribute

from studyhub.people.models import User

Column = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]


class GiveBack(Protocol):
    """Let somebody who cannot take part any more give back what is to come. Does not commit."""

    def __call__(self, user: User, *, by: User, now: datetime) -> None: ...


class Settle(Protocol):
    """Let what a person may have once be there once, whichever of two accounts has it. Does not commit."""

    def __call__(self, going: User, staying: User, *, now: datetime) -> None: ...


@dataclass(frozen=True, kw_only=True)
class OfPeople:
    """What a feature has of people. Every column that names a person stands in one of these groups; a test looks.

    `moved`: nothing stands in the way, the account that stays takes the place of the other. `without_second`: a person
    has one of these of a kind; once `settle` has put the second out of the way, the rest moves. `one_by_one`: moved by
    `settle` itself. `ended`: of no use any more. `kept`: what was done stays under the account that did it.
    """

    moved: tuple[Column, ...] = ()
    without_second: tuple[Column, ...] = ()
    one_by_one: tuple[Column, ...] = ()
    ended: tuple[Column, ...] = ()
    kept: tuple[Column, ...] = ()
    settle: Settle | None = None
    give_back: GiveBack | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """All of them."""
        return (*self.moved, *self.without_second, *self.one_by_one, *self.ended, *self.kept)
