"""A circle of twelve people simulated from its first meeting to its last: who presents, by which way of asking.

`python -m tests.meetings.assigning.circle_simulation` prints the figures of docs/fairness.md.
"""

import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import permutations
from statistics import median
from typing import TypedDict

from studyhub.meetings.assigning import fairness
from studyhub.meetings.assigning.fairness import Person, Team

MEETINGS, CHAPTERS = 12, 2
TEAM_SIZES = (5, 4, 2, 1)
LONG_AWAY = range(3, 8)
FIRST_DAY = date(2026, 10, 7)
SEEDS = range(200)
# The share of hands raised by the keenest person, the second, …: each half as often as the one twice as far in front.
WILLINGNESS = tuple(1 / place for place in range(1, sum(TEAM_SIZES) + 1))


class Events(TypedDict):
    """How often somebody declines or is away, for each person and meeting; and whether one person is away for long."""

    declines: float
    away: float
    long_away: bool


USUAL: Events = {"declines": 0.15, "away": 0.1, "long_away": True}
Choose = Callable[["Circle", "Session", set[int]], int | None]


@dataclass(frozen=True)
class Session:
    """One meeting: who cannot come, and who would say no whatever chapter they are asked for."""

    day: date
    away: frozenset[int]
    unwilling: frozenset[int]


@dataclass
class Circle:
    """People by number, their teams, and on which days each presented."""

    chance: random.Random
    presented: dict[int, list[date]] = field(default_factory=dict)
    sessions: list[Session] = field(default_factory=list)

    def load(self, person: int) -> int:
        return len(self.presented[person])


def team_of(person: int) -> int:
    """The number of somebody's team; people are numbered team by team."""
    ends = [sum(TEAM_SIZES[: index + 1]) for index in range(len(TEAM_SIZES))]
    return next(team for team, end in enumerate(ends) if person < end)


PEOPLE = range(sum(TEAM_SIZES))
TEAMS = range(len(TEAM_SIZES))


def run(seed: int, choose: Choose, *, declines: float, away: float, long_away: bool) -> Circle:
    """Hold all meetings. The same seed gives the same absences and refusals, whatever the way of asking."""
    events = random.Random(f"events {seed}")  # noqa: S311 -- a simulation
    circle = Circle(random.Random(f"choice {seed}"), {person: [] for person in PEOPLE})  # noqa: S311 -- a simulation
    traveller = events.choice(PEOPLE) if long_away else None
    for number in range(MEETINGS):
        gone = {person for person in PEOPLE if events.random() < away}
        if traveller is not None and number in LONG_AWAY:
            gone.add(traveller)
        unwilling = frozenset(person for person in PEOPLE if events.random() < declines)
        session = Session(FIRST_DAY + timedelta(weeks=number), frozenset(gone), unwilling)
        circle.sessions.append(session)
        hold(circle, session, choose)
    return circle


def hold(circle: Circle, session: Session, choose: Choose) -> None:
    """Find a presenter for each chapter: whoever is asked and unwilling declines, and the next one is asked."""
    for _ in range(CHAPTERS):
        out = set(session.away)
        while (asked := choose(circle, session, out)) is not None and asked in session.unwilling:
            out.add(asked)
        if asked is not None:
            circle.presented[asked].append(session.day)


def fairly(circle: Circle, session: Session, out: set[int]) -> int | None:
    """The way of StudyHub."""
    teams = {
        team + 1: Team(str(team), TEAM_SIZES[team], sum(circle.load(one) for one in PEOPLE if team_of(one) == team))
        for team in TEAMS
    }
    ranked = fairness.rank([_person(circle, one, session) for one in PEOPLE if one not in out], teams)
    return ranked[0].person.user_id if ranked else None


def _person(circle: Circle, one: int, session: Session) -> Person:
    days = circle.presented[one]
    return Person(one, str(one), team_of(one) + 1, len(days), 0, max(days, default=None), session.day in days)


def by_raised_hands(circle: Circle, session: Session, out: set[int]) -> int | None:
    """Whoever raises a hand first, by WILLINGNESS; who takes one chapter of a meeting takes no second."""
    left = [one for one in PEOPLE if one not in out and session.day not in circle.presented[one]]
    return circle.chance.choices(left, [WILLINGNESS[one] for one in left])[0] if left else None


def apart(values: Sequence[float]) -> float:
    return max(values) - min(values)


def people_apart(circle: Circle) -> float:
    """Chapters between whoever presented most and least."""
    return apart([circle.load(one) for one in PEOPLE])


def teams_apart(circle: Circle) -> float:
    """Chapters per member between the team with most and the one with least."""
    loads = [sum(circle.load(one) for one in PEOPLE if team_of(one) == team) / TEAM_SIZES[team] for team in TEAMS]
    return apart(loads)


def pairs_compared(circle: Circle) -> list[tuple[int, int]]:
    """Pairs (one, other) in which the other could present whenever the one could: the other is to be as far."""
    missed = {
        person: {number for number, session in enumerate(circle.sessions) if misses(session, person)}
        for person in PEOPLE
    }
    return [(one, other) for one, other in permutations(PEOPLE, 2) if missed[other] <= missed[one]]


def misses(session: Session, person: int) -> bool:
    """Whether somebody could not or would not present in a meeting."""
    return person in session.away | session.unwilling


def ahead(circle: Circle) -> int:
    """How many chapters somebody presented more than another who could present whenever they could, at most."""
    return max(circle.load(one) - circle.load(other) for one, other in pairs_compared(circle))


def figures() -> list[str]:
    """The rows of the table in docs/fairness.md."""
    calm: Events = {"declines": 0, "away": 0, "long_away": False}
    ways: list[tuple[str, Choose]] = [("StudyHub", fairly), ("raised hands", by_raised_hands)]
    rows = []
    for circumstances, events in (("nobody away, nobody declines", calm), ("absences and refusals", USUAL)):
        for name, choose in ways:
            circles = [run(seed, choose, **events) for seed in SEEDS]
            cells = [_figures([measure(one) for one in circles]) for measure in (ahead, people_apart, teams_apart)]
            rows.append(f"| {circumstances} | {name} | {' | '.join(cells)} |")
    return rows


def _figures(values: Sequence[float]) -> str:
    within = sum(value <= 1 for value in values)
    return f"{median(values):.1f} / {max(values):.1f}, ≤ 1 in {within} of {len(values)}"


if __name__ == "__main__":
    sys.stdout.write("\n".join(figures()) + "\n")
