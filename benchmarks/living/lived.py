"""What living through a story leaves: who had which hours in the end, and what was counted on the way."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Piece:
    """Hours of the shift of a day in one role, and who had them when they began; None: nobody."""

    day: date
    role: str
    starts_at: datetime
    ends_at: datetime
    person: int | None


@dataclass
class Lived:
    """Counts, and pieces in order of time.

    `planned_for` has who a shift was published for last, by its day and role. `confirmed` are people and days of
    shifts they took with too little rest, which was confirmed by name. `moved` counts shifts that were given to
    another by planning again, `moved_needlessly` those of them whose person was there. `in_need` are shifts of today
    that somebody could not do or nobody had, `helped` those of them that somebody took. `excused` are shares of shifts
    of a day that somebody ill could not do.
    """

    pieces: list[Piece] = field(default_factory=list)
    planned_for: dict[tuple[date, str], int | None] = field(default_factory=dict)
    confirmed: set[tuple[int, date]] = field(default_factory=set)
    excused: list[tuple[date, int, float]] = field(default_factory=list)
    moved: int = 0
    moved_needlessly: int = 0
    asked: int = 0
    accepted: int = 0
    in_need: int = 0
    helped: int = 0

    @property
    def unanswered(self) -> int:
        """What nobody took: whoever asked stayed on duty."""
        return self.asked - self.accepted
