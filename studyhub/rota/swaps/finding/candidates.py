"""Who is asked to take hours, fairest first, and why others are not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from studyhub.people.models import User
from studyhub.rota import queries
from studyhub.rota.planning.explaining import Obstacle
from studyhub.rota.swaps.finding.situation import Hours, Situation, month_of, situation
from studyhub.rota.swaps.held import Duty


@dataclass(frozen=True)
class Offer:
    """Somebody who could take hours: what they have in that month and would have, and what of theirs is nearest.

    `rest` is what would be left of their rest where it is too little.
    """

    person: User
    team: str
    points: float
    after: float
    shifts: int
    nearest: Duty | None
    rest: timedelta | None = None


@dataclass(frozen=True)
class Offers:
    """Everybody in the pool but whoever gives: who could, fairest first; who could with less rest; who cannot, why.

    `asked` is how many are left out of it because they were asked already.
    """

    can: list[Offer]
    resting: list[Offer]
    cannot: list[tuple[Obstacle, list[User]]]
    asked: int = 0


def offers(hours: Hours, giver_id: int | None, *, now: datetime) -> Offers:
    """Who could take hours that somebody has. The number of statements stays the same however many people there are."""
    found = situation([hours], now=now)
    people = queries.people_of(found.people)
    teams = queries.primary_teams(found.people)
    can: list[Offer] = []
    resting: list[Offer] = []
    cannot: dict[Obstacle, list[User]] = {}
    for person in people:
        if person.id == giver_id:
            continue
        one = found.finding(person.id, hours)
        if one.obstacle is None or one.rest is not None:
            offer = _offer(person, teams.get(person.id, ""), hours, found, one.rest)
            (can if one.obstacle is None else resting).append(offer)
        else:
            cannot.setdefault(one.obstacle, []).append(person)
    return Offers(
        _fairest_first(can, hours),
        _fairest_first(resting, hours),
        [(kind, cannot[kind]) for kind in Obstacle if kind in cannot],
    )


def _offer(person: User, team: str, hours: Hours, found: Situation, rest: timedelta | None) -> Offer:
    mine = [duty for duty in found.duties if duty.user_id == person.id]
    first, last = month_of(hours.shift.day)
    of_month = [duty for duty in mine if first <= duty.day <= last]
    points = sum(duty.points for duty in of_month)
    more = Duty(hours.shift, hours.starts_at, hours.ends_at, person, None).points
    nearest = min(mine, key=lambda duty: _distance(duty, hours), default=None)
    return Offer(person, team, points, points + more, len(of_month), nearest, rest)


def _fairest_first(offered: Iterable[Offer], hours: Hours) -> list[Offer]:
    """Fewest points in that month first, then fewest shifts, then whose nearest shift is farthest away."""
    return sorted(
        offered,
        key=lambda one: (
            round(one.points, 3),
            one.shifts,
            -_distance(one.nearest, hours) if one.nearest else float("-inf"),
            one.person.id,
        ),
    )


def _distance(duty: Duty, hours: Hours) -> float:
    return max(hours.starts_at - duty.ends_at, duty.starts_at - hours.ends_at).total_seconds()
