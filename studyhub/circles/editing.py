"""Changing what a circle says of itself. Does not commit."""

from dataclasses import dataclass, fields
from datetime import datetime, time

from studyhub.audit import trail
from studyhub.circles import finding, locking, slugs
from studyhub.circles.models import Circle, Format, Level, ReadingName, Visibility
from studyhub.circles.planning.planner import HolidayRule
from studyhub.circles.planning.rhythm import EveryWeeks, NthWeekday
from studyhub.people.models import User


@dataclass(frozen=True)
class Details:
    """What an organiser may change. Place, link, capacity and format are those of sessions added from now on."""

    title: str
    description: str
    visibility: Visibility
    format: Format
    reading_name: ReadingName
    level: Level | None
    is_open_half_way: bool
    place: str
    online_url: str
    capacity: int | None
    has_checkin: bool


@dataclass(frozen=True)
class CircleRhythm:
    """How often a circle meets and when: every so many weeks, or the nth weekday of a month; the other is None."""

    every_weeks: int | None
    nth_of_month: int | None
    weekday: int
    start_time: time
    minutes: int
    holiday_rule: HolidayRule

    @property
    def days(self) -> EveryWeeks | NthWeekday:
        """The days of it."""
        if self.nth_of_month is not None:
            return NthWeekday(self.nth_of_month, self.weekday)
        return EveryWeeks(self.every_weeks or 1, self.weekday)

    def has_days_of(self, circle: Circle) -> bool:
        """Whether the circle meets on the same days already."""
        names = ("every_weeks", "nth_of_month", "weekday", "holiday_rule")
        return all(getattr(self, name) == getattr(circle, name) for name in names)


def edit(circle: Circle, new: Details, *, by: User, now: datetime) -> None:
    """Keep what an organiser wrote; the address stays, unless the circle is for participants only from now on."""
    locking.lock(circle)
    changed = [field.name for field in fields(new) if getattr(circle, field.name) != getattr(new, field.name)]
    if not changed:
        return
    for name in changed:
        setattr(circle, name, getattr(new, name))
    if circle.visibility is Visibility.PARTICIPANTS:
        slugs.hide(circle)
    finding.make_findable(circle)
    trail.record("circle.updated", circle, by=by, now=now, circle_id=circle.id, after={"changed": changed})


def set_rhythm(circle: Circle, new: CircleRhythm, *, by: User, now: datetime) -> None:
    """Let the circle meet in another rhythm; what becomes of its sessions is for who plans them. It must be locked."""
    changed = [field.name for field in fields(new) if getattr(circle, field.name) != getattr(new, field.name)]
    for name in changed:
        setattr(circle, name, getattr(new, name))
    if changed:
        trail.record("circle.updated", circle, by=by, now=now, circle_id=circle.id, after={"changed": changed})
