"""What happens to a rota while it is lived through: made up by a number, the same whichever way of planning it meets.

People are numbers from 0 on. Whatever depends on who has a shift is drawn from its day and role, not in turn.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random

A_DAY = timedelta(days=1)
SICK_A_DAY, SICK_DAYS_MOST = 0.008, 5
TRIPS_A_YEAR, TRIP_DAYS_MOST = 4, 7
LEAVE_DAYS = (30, 90)
WISHES, NOTICE_DAYS_MOST = 0.1, 14
# How many are asked to take something over, and how likely each of them does.
ASKED_AT_ONCE, YES = 8, 0.2
PART, EXCHANGED_WITHIN = timedelta(hours=5), timedelta(days=30)
PLANNED_AHEAD = timedelta(days=21)


@dataclass(frozen=True)
class Span:
    """Days that are planned at once, both ends included."""

    first: date
    last: date


class Wish(StrEnum):
    """What whoever has a shift would like to do with it."""

    GIVE = "give"
    PART = "part"
    EXCHANGE = "exchange"


@dataclass(frozen=True)
class Absence:
    """Days, both ends included, on which somebody is ill or on leave; told in the morning of `told`."""

    person: int
    told: date
    first: date
    last: date


class Story:
    """A span of days of so many people. Of these some join, some leave, some go on leave, and most are ill at times."""

    def __init__(self, seed: int, people: int, first: date, last: date, *, leavers: int, joiners: int, leaves: int):
        self.seed, self.people, self.first, self.last = seed, people, first, last
        dice = self._dice("story")
        order = dice.sample(range(people), people)
        moved = [order.pop() for _ in range(leavers + joiners + leaves)]
        self.leaves_on = {person: self._day(dice) for person in moved[:leavers]}
        self.joins_on = {person: self._day(dice) for person in moved[leavers : leavers + joiners]}
        self.leaves = [self._leave(dice, person) for person in moved[leavers + joiners :]]
        self.trips = [trip for person in range(people) for trip in self._trips(dice, person)]
        self.illnesses = [one for person in range(people) for one in self._illnesses(dice, person)]

    @property
    def days(self) -> list[date]:
        return [self.first + A_DAY * number for number in range((self.last - self.first).days + 1)]

    def is_there(self, person: int, day: date) -> bool:
        """Whether somebody is in the pool on a day: who is ill for days, or on a trip, is; on leave nobody is."""
        has_come = person not in self.joins_on or self.joins_on[person] <= day
        has_gone = person in self.leaves_on and self.leaves_on[person] <= day
        is_on_leave = any(one.person == person and one.first <= day <= one.last for one in self.leaves)
        return has_come and not has_gone and not is_on_leave

    def is_ill(self, person: int, day: date) -> bool:
        """Whether somebody is ill on a day or the one after it, which the shift of the day touches."""
        mine = (one for one in self.illnesses if one.person == person)
        return any(one.first <= day + A_DAY and day <= one.last for one in mine)

    def is_there_since(self, person: int, first: date, day: date) -> bool:
        """Whether somebody is in the pool on a day, came before the first of two days, and was on no leave between."""
        has_come = person not in self.joins_on or self.joins_on[person] <= first
        was_away = any(one.person == person and one.first <= day and first <= one.last for one in self.leaves)
        return has_come and not was_away and self.is_there(person, day)

    def is_settled(self, person: int) -> bool:
        """Whether somebody neither comes, nor goes, nor is on leave."""
        return not ({person} & (self.joins_on.keys() | self.leaves_on.keys() | {one.person for one in self.leaves}))

    def wish(self, day: date, role: str) -> tuple[Wish, date] | None:
        """What whoever has the shift of a day would like, and when they say so; mostly nothing."""
        dice = self._dice("wish", day, role)
        if dice.random() > WISHES:
            return None
        kind = dice.choices(list(Wish), (5, 2, 3))[0]
        return kind, day - A_DAY * dice.randint(1, NOTICE_DAYS_MOST)

    def says_yes(self, person: int, day: date, role: str) -> bool:
        """Whether somebody takes over the shift of a day when asked."""
        return self._dice("yes", person, day, role).random() < YES

    def _dice(self, *about: object) -> Random:
        return Random(f"{self.seed} {about}")  # noqa: S311 -- made up, not secret

    def _day(self, dice: Random) -> date:
        """A day, neither among the first nor among the last."""
        days = (self.last - self.first).days
        return self.first + A_DAY * dice.randrange(days // 6, days * 5 // 6)

    def _leave(self, dice: Random, person: int) -> Absence:
        first = self._day(dice)
        return Absence(person, first, first, first + A_DAY * dice.randint(*LEAVE_DAYS))

    def _trips(self, dice: Random, person: int) -> list[Absence]:
        """Days away that are known before anything is planned."""
        count = round(TRIPS_A_YEAR * (self.last - self.first).days / 365)
        firsts = [self.first + A_DAY * dice.randrange((self.last - self.first).days) for _ in range(count)]
        return [Absence(person, self.first, first, first + A_DAY * dice.randrange(TRIP_DAYS_MOST)) for first in firsts]

    def _illnesses(self, dice: Random, person: int) -> list[Absence]:
        """Half of them are told on the morning of the first day, half on the one before."""
        found: list[Absence] = []
        for day in self.days[1:]:
            is_well = not found or found[-1].last < day
            if dice.random() < SICK_A_DAY and is_well and self.is_there(person, day):
                last = day + A_DAY * dice.randrange(SICK_DAYS_MOST)
                found.append(Absence(person, day - A_DAY * dice.randrange(2), day, min(last, self.last)))
        return found
