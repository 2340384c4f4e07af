"""A second opinion on a plan: reads what is printed, and shares no code with what planned it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import jpholiday

A_DAY = timedelta(days=1)
TOKYO = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True)
class Shift:
    start: datetime
    end: datetime
    kind: str
    role: str
    person: int | None
    reason: str

    def touches(self, zone: ZoneInfo) -> set[date]:
        first = self.start.astimezone(zone).date()
        last = (self.end - timedelta(seconds=1)).astimezone(zone).date()
        return {first + A_DAY * number for number in range((last - first).days + 1)}


@dataclass(frozen=True)
class Asked:
    """What a plan was asked for."""

    first: date
    last: date
    zone: ZoneInfo = TOKYO
    day_begins: time = time(10)
    day_ends: time = time(19)
    roles: tuple[str, ...] = ("primary", "secondary")
    special: frozenset[date] = frozenset()
    closed: frozenset[date] = frozenset()

    def kind(self, day: date) -> str:
        if day in self.special:
            return "special"
        is_off = day in self.closed or day.weekday() > 4 or jpholiday.is_holiday(day)
        return "day_off" if is_off else "weeknight"

    def at(self, day: date, wall: time) -> datetime:
        return datetime.combine(day, wall, self.zone)

    def covered(self) -> Iterator[tuple[datetime, datetime]]:
        """The hours outside the days of the teams, from border to border."""
        day = self.first
        while day <= self.last:
            begins = self.day_ends if self.kind(day) == "weeknight" else self.day_begins
            yield self.at(day, begins), self.at(day + A_DAY, self.day_begins)
            day += A_DAY


def problems(plan: Mapping[str, Any], asked: Asked) -> list[str]:
    """What is wrong with a plan, each in a sentence; nothing where all rules hold."""
    shifts = [_shift(one) for one in plan["shifts"]]
    return [
        *_uncovered(shifts, asked),
        *_badly_given(plan, shifts, asked),
        *_tired(plan, shifts),
        *_together(plan, shifts),
        *_unexplained(plan, shifts, asked),
    ]


def _shift(one: Mapping[str, Any]) -> Shift:
    start, end = datetime.fromisoformat(one["start"]), datetime.fromisoformat(one["end"])
    return Shift(start, end, one["kind"], one["role"], one["person"], one["reason"])


def _uncovered(shifts: Sequence[Shift], asked: Asked) -> Iterator[str]:
    wanted = list(asked.covered())
    for role in asked.roles:
        spans = sorted((one.start, one.end) for one in shifts if one.role == role)
        if any(first[1] > second[0] for first, second in pairwise(spans)):
            yield f"two are {role} at once"
        if _merged(spans) != _merged(wanted):
            yield f"hours of {role} are not those outside the day"
    yield from (f"{one.start} is {one.kind}" for one in shifts if one.kind not in _kinds_of(one, asked))


def _kinds_of(one: Shift, asked: Asked) -> set[str]:
    # A part of a day off may begin after midnight, and is of the day that its first part began on.
    began = one.start.astimezone(asked.zone)
    return {asked.kind(began.date() if began.time() >= asked.day_begins else began.date() - A_DAY)}


def _merged(spans: Sequence[tuple[datetime, datetime]]) -> list[list[datetime]]:
    merged: list[list[datetime]] = []
    for start, end in spans:
        if merged and merged[-1][1] == start:
            merged[-1][1] = end
        else:
            merged.append([start, end])
    return merged


def _badly_given(plan: Mapping[str, Any], shifts: Sequence[Shift], asked: Asked) -> Iterator[str]:
    people = {one["id"]: one for one in plan["people"]}
    for shift in shifts:
        if shift.person is not None and (why := _out(people[shift.person], shift, asked)):
            yield f"{shift.person} is {why} at {shift.start}"


def _out(person: Mapping[str, Any], shift: Shift, asked: Asked) -> str:
    days = shift.touches(asked.zone)
    if person["from"] > min(days).isoformat() or person["until"] < max(days).isoformat():
        return "not in the pool"
    return "unavailable" if {day.isoformat() for day in days} & set(person["unavailable"]) else ""


def _rest_of(plan: Mapping[str, Any]) -> timedelta:
    return timedelta(hours=plan["rules"]["rest_hours"])


def _elapsed(earlier: datetime, later: datetime) -> timedelta:
    """The time that passes, which clocks on the wall do not always show."""
    return timedelta(seconds=later.timestamp() - earlier.timestamp())


def _tired(plan: Mapping[str, Any], shifts: Sequence[Shift]) -> Iterator[str]:
    for person in plan["people"]:
        mine = sorted((one for one in shifts if one.person == person["id"]), key=lambda one: one.start)
        for first, second in pairwise(mine):
            if _elapsed(first.end, second.start) < _rest_of(plan):
                yield f"{person['id']} has too little rest before {second.start}"


def _together(plan: Mapping[str, Any], shifts: Sequence[Shift]) -> Iterator[str]:
    teams = {one["id"]: one["team"] for one in plan["people"]}
    at_once: dict[datetime, list[int]] = {}
    for one in shifts:
        if one.person is not None:
            at_once.setdefault(one.start, []).append(one.person)
    for start, people in at_once.items():
        if len({teams[person] for person in people}) < len(people):
            yield f"two of one team at {start}"


def _unexplained(plan: Mapping[str, Any], shifts: Sequence[Shift], asked: Asked) -> Iterator[str]:
    yield from (f"no reason at {one.start}" for one in shifts if not one.reason)
    for vacant in (one for one in shifts if one.person is None):
        for person in plan["people"]:
            if _could(plan, shifts, asked, person, vacant):
                yield f"{person['id']} could have had {vacant.start}"


def _could(
    plan: Mapping[str, Any], shifts: Sequence[Shift], asked: Asked, person: Mapping[str, Any], vacant: Shift
) -> bool:
    teams = {one["id"]: one["team"] for one in plan["people"]}
    beside = [one.person for one in shifts if one.start == vacant.start and one.person is not None]
    mine = [one for one in shifts if one.person == person["id"]]
    is_tired = any(
        _elapsed(one.end, vacant.start) < _rest_of(plan) and _elapsed(vacant.end, one.start) < _rest_of(plan)
        for one in mine
    )
    return not (_out(person, vacant, asked) or is_tired or person["team"] in {teams[other] for other in beside})
