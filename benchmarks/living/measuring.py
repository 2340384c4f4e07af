"""What came of a rota that was lived through: figures that share no code with what planned it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from benchmarks.living.checker import TOKYO, Asked, problems
from benchmarks.living.lived import Lived, Piece
from benchmarks.living.story import A_DAY, PLANNED_AHEAD, Absence, Span, Story

REST_HOURS = 48
POINTS = {"weeknight": 1, "day_off": 2, "special": 4}
# When it is told in the morning that somebody is ill, what they have since the evening before runs.
MORNING = time(9)
# A vacancy that somebody could have taken is one nobody wanted: it is counted as a vacancy.
COULD, REST = "could have had", "too little rest"
Share = tuple[date, int | None, float]


@dataclass(frozen=True)
class Figures:
    """How far people are apart, each against their share of what fell while they were in the pool, and what broke.

    `surplus` is that of each in points, `settled_apart` the distance among those who were there all the time,
    `planned_apart` that before swaps. `credited` is as `surplus`, but counts what somebody ill could not do as done,
    and nobody as behind in a span that was planned before they came or came back. `broken` is what the checker says
    and nobody confirmed.
    """

    surplus: list[float]
    credited: list[float]
    settled_apart: float
    planned_apart: float
    special_apart: float
    days_off_apart: float
    broken: list[str]
    confirmed: int
    vacant: int

    @property
    def points_apart(self) -> float:
        return _apart(self.surplus)

    @property
    def credited_apart(self) -> float:
        return _apart(self.credited)


def measured(story: Story, lived: Lived, asked: Asked, teams: Sequence[str], spans: Sequence[Span]) -> Figures:
    """Figures of a story that was lived through; `spans` were planned one by one."""
    served = list(_shares(lived.pieces))
    planned = [(day, person, 1.0) for (day, _role), person in lived.planned_for.items()]
    found = [line for line in problems(_printed(story, lived, asked, teams), asked) if COULD not in line]
    confirmed = set(_confirmed(lived))
    excused = confirmed.union(_running(story, lived))
    surplus = _surplus(story, asked, served, POINTS)
    return Figures(
        surplus,
        _credited(story, asked, served, lived.excused, spans),
        _apart([one for person, one in enumerate(surplus) if story.is_settled(person)]),
        _apart(_surplus(story, asked, planned, POINTS)),
        _apart(_surplus(story, asked, served, {"special": 1})),
        _apart(_surplus(story, asked, served, {"day_off": 1, "special": 1})),
        [*(line for line in found if line not in excused), *_together(lived.pieces, teams)],
        sum(1 for line in found if line in confirmed),
        sum(1 for piece in lived.pieces if piece.person is None),
    )


def _shares(pieces: Iterable[Piece]) -> Iterator[Share]:
    """The day of each piece, whose it is, and how much of its shift it is, by hours."""
    whole: dict[tuple[date, str], timedelta] = {}
    for one in pieces:
        whole[one.day, one.role] = whole.get((one.day, one.role), timedelta(0)) + one.ends_at - one.starts_at
    return ((one.day, one.person, (one.ends_at - one.starts_at) / whole[one.day, one.role]) for one in pieces)


def _apart(values: Sequence[float]) -> float:
    """How far the largest is from the smallest."""
    return max(values) - min(values)


def _surplus(story: Story, asked: Asked, shares: Iterable[Share], worth: Mapping[str, int]) -> list[float]:
    """What each had beyond an equal share of what fell while they were in the pool."""
    surplus = [0.0] * story.people
    for day, person, share in shares:
        value = worth.get(asked.kind(day), 0) * share
        if person is None or not value:
            continue
        there = [one for one in range(story.people) if story.is_there(one, day)]
        surplus[person] += value
        for one in there:
            surplus[one] -= value / len(there)
    return surplus


def _credited(
    story: Story,
    asked: Asked,
    shares: Sequence[Share],
    excused: Sequence[tuple[date, int, float]],
    spans: Iterable[Span],
) -> list[float]:
    credited = [0.0] * story.people
    for day, number, share in excused:
        credited[number] += POINTS[asked.kind(day)] * share
    for span in spans:
        of_span = [one for one in shares if one[1] is not None and span.first <= one[0] <= span.last]
        in_time, late = _of_span(story, asked, of_span, span)
        # Of those who came too late to be planned with, what they took beyond a share counts.
        for number in range(story.people):
            credited[number] += in_time[number] + max(0.0, late[number])
    return credited


def _of_span(story: Story, asked: Asked, shares: Iterable[Share], span: Span) -> tuple[list[float], list[float]]:
    """What each had beyond a share on days they could be planned for, and on those of a span they came too late to."""
    in_time, late = [0.0] * story.people, [0.0] * story.people
    for day, person, share in shares:
        value = POINTS[asked.kind(day)] * share
        there = [one for one in range(story.people) if story.is_there(one, day)]
        planned = [one for one in there if story.is_there_since(one, span.first - PLANNED_AHEAD, day)]
        (in_time if person in planned else late)[person or 0] += value
        for one in there:
            (in_time if one in planned else late)[one] -= value / len(planned)
    return in_time, late


def _printed(story: Story, lived: Lived, asked: Asked, teams: Sequence[str]) -> dict[str, Any]:
    """As `rota plan --json` prints plans."""
    return {
        "people": [_person(story, person, team) for person, team in enumerate(teams)],
        "shifts": [_shift(one, asked) for one in _merged(lived.pieces)],
        "rules": {"rest_hours": REST_HOURS, "points": POINTS},
    }


def _person(story: Story, person: int, team: str) -> dict[str, Any]:
    away = [one for one in (*story.trips, *story.illnesses, *story.leaves) if one.person == person]
    from_on = story.joins_on.get(person, story.first)
    until = story.leaves_on[person] - A_DAY if person in story.leaves_on else story.last + 2 * A_DAY
    days = sorted({day.isoformat() for one in away for day in _days(one)})
    return {"id": person, "team": team, "from": from_on.isoformat(), "until": until.isoformat(), "unavailable": days}


def _days(absence: Absence) -> Iterator[date]:
    return (absence.first + A_DAY * number for number in range((absence.last - absence.first).days + 1))


def _shift(piece: Piece, asked: Asked) -> dict[str, Any]:
    start, end = _wall(piece.starts_at), _wall(piece.ends_at)
    said = {"kind": asked.kind(piece.day), "role": piece.role, "person": piece.person, "reason": "lived"}
    return {"start": start.isoformat(), "end": end.isoformat(), **said}


def _wall(moment: datetime) -> datetime:
    return moment.astimezone(TOKYO)


def _merged(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces of one shift that somebody has one after another are one."""
    merged: list[Piece] = []
    for one in sorted(pieces, key=lambda piece: (piece.role, piece.starts_at)):
        last = merged[-1] if merged else None
        if last and (last.day, last.role, last.person) == (one.day, one.role, one.person):
            merged[-1] = replace(last, ends_at=one.ends_at)
        else:
            merged.append(one)
    return merged


def _confirmed(lived: Lived) -> Iterator[str]:
    """What the checker says of rests that were confirmed by name: before what was taken, and before what comes next."""
    for person in {person for person, _day in lived.confirmed}:
        mine = sorted(one.starts_at for one in _merged(lived.pieces) if one.person == person)
        days = [day for other, day in lived.confirmed if other == person]
        for before, start in pairwise([mine[0], *mine] if mine else []):
            if _wall(start).date() in days or _wall(before).date() in days:
                yield f"{person} has {REST} before {_wall(start)}"


def _running(story: Story, lived: Lived) -> Iterator[str]:
    """What the checker says of shifts that ran when somebody fell ill or went: they stay theirs to the end."""
    told = [(one.person, one.told) for one in (*story.illnesses, *story.leaves)]
    for person, day in (*told, *story.leaves_on.items()):
        morning = datetime.combine(day, MORNING, TOKYO)
        for one in _merged(lived.pieces):
            if one.person == person and one.starts_at < morning < one.ends_at:
                yield from (
                    f"{person} is {why} at {_wall(one.starts_at)}" for why in ("unavailable", "not in the pool")
                )


def _together(pieces: Sequence[Piece], teams: Sequence[str]) -> Iterator[str]:
    """Two of one team at once, also where only parts of their shifts meet, which the checker does not look for."""
    by_day: dict[date, list[Piece]] = {}
    for one in pieces:
        by_day.setdefault(one.day, []).append(one)
    for day, own in by_day.items():
        pairs = [(one, other) for one in own for other in own if one.role < other.role and _meet(one, other)]
        if any(teams[one.person or 0] == teams[other.person or 0] for one, other in pairs):
            yield f"two of one team on {day}"


def _meet(one: Piece, other: Piece) -> bool:
    has_people = one.person is not None and other.person is not None
    return has_people and one.starts_at < other.ends_at and other.starts_at < one.ends_at
