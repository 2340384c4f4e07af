"""Organisations made up at random, by a number."""

from datetime import date, timedelta
from random import Random

from studyhub.rota.planning.inputs import Candidate

FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)


def people(count: int, dice: Random, *, teams: int = 6, trips: int = 4, come_and_go: bool = False) -> list[Candidate]:
    """So many people over the teams, each away a few times; some come later or go earlier where that is asked for."""
    return [_person(number, dice, f"team {number % teams}", trips, come_and_go) for number in range(1, count + 1)]


def _person(number: int, dice: Random, team: str, trips: int, come_and_go: bool) -> Candidate:
    from_on = _day(dice) if come_and_go and dice.random() < 0.1 else None
    until_on = _day(dice) if come_and_go and dice.random() < 0.1 else None
    return Candidate(number, team, from_on, until_on, frozenset(_trips(dice, trips)))


def _day(dice: Random) -> date:
    return FIRST + timedelta(days=dice.randrange((LAST - FIRST).days))


def _trips(dice: Random, count: int) -> list[date]:
    trips = [(_day(dice), dice.randrange(1, 8)) for _ in range(count)]
    return [first + timedelta(days=number) for first, days in trips for number in range(days)]
