"""Whom to ask to present, in which order and why. Computes only; figures and measurements: docs/fairness.md.

The order: whoever did not say that they would rather not that day, then whoever has no chapter of this very meeting
yet, then the load of the person, then the load of their primary
team in proportion to its members, then who presented longest ago. A load is chapters presented in the last months and
those to come.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

LOAD_MONTHS = 3


class Because(StrEnum):
    """What put a person before the next one."""

    ONLY = "only"
    RATHER_NOT = "rather_not"
    OTHERS_PRESENT = "others_present"
    CHAPTERS = "chapters"
    TEAM = "team"
    LAST = "last"
    EQUAL = "equal"


# In the order of `Candidate.place`.
_CRITERIA = (Because.RATHER_NOT, Because.OTHERS_PRESENT, Because.CHAPTERS, Because.TEAM, Because.LAST)


@dataclass(frozen=True)
class Team:
    """A team's chapters and how many people share them."""

    name: str
    members: int
    chapters: int

    @property
    def per_member(self) -> Fraction:
        """Its load in proportion to its members."""
        return Fraction(self.chapters, max(self.members, 1))


@dataclass(frozen=True)
class Person:
    """What speaks for asking somebody. `last_on` is the day of their last chapter, one to come included."""

    user_id: int
    name: str
    team_id: int | None = None
    done: int = 0
    to_come: int = 0
    last_on: date | None = None
    is_in_session: bool = False
    would_rather_not: bool = False

    @property
    def chapters(self) -> int:
        """The person's load."""
        return self.done + self.to_come


@dataclass(frozen=True)
class Candidate:
    """A person in the order of asking."""

    person: Person
    team: Team | None
    because: Because = Because.ONLY

    @property
    def place(self) -> tuple[bool, bool, int, Fraction, date]:
        """Whoever has the least comes first. Without a team one is a team of one; never presented is longest ago."""
        person = self.person
        team_load = self.team.per_member if self.team else Fraction(person.chapters)
        wishes = person.would_rather_not, person.is_in_session
        return *wishes, person.chapters, team_load, person.last_on or date.min

    @property
    def basis(self) -> dict[str, Any]:
        """The figures the choice was made by, to be kept as JSON and said in any language."""
        return {
            "because": self.because,
            "done": self.person.done,
            "to_come": self.person.to_come,
            "team": self.team.name if self.team else None,
            "last_on": self.person.last_on.isoformat() if self.person.last_on else None,
        }


def rank(people: Iterable[Person], teams: Mapping[int, Team]) -> list[Candidate]:
    """People in the order in which they are to be asked, each with what put them before the next."""
    unranked = [Candidate(one, teams.get(one.team_id) if one.team_id else None) for one in people]
    ordered = sorted(unranked, key=lambda one: (one.place, one.person.user_id))
    return [Candidate(one.person, one.team, _because(one, ordered[index + 1 :])) for index, one in enumerate(ordered)]


def _because(one: Candidate, after: Sequence[Candidate]) -> Because:
    if not after:
        return Because.ONLY
    pairs = zip(_CRITERIA, one.place, after[0].place, strict=True)
    return next((criterion for criterion, mine, theirs in pairs if mine != theirs), Because.EQUAL)
