"""Calendars to subscribe to: their events, and when the newest of them last changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from studyhub.people.models import User
from studyhub.text.calendar_files import Calendar, CalendarEvent

# What a feature has for one person, written with our public address, as far back from now as calendars reach.
OfPerson = Callable[[User, str, datetime], Sequence[CalendarEvent]]


@dataclass(frozen=True)
class Subscription:
    """A calendar, and when the newest of its events last changed."""

    calendar: Calendar
    changed_at: datetime


def subscription(name: str, url: str, events: Sequence[CalendarEvent], *, began: datetime) -> Subscription:
    """A calendar of these events; without any it changed when it `began`."""
    changed_at = max((event.modified for event in events), default=began)
    return Subscription(Calendar(name=name, url=url, events=tuple(events)), changed_at)


def of_person(user: User, parts: Sequence[OfPerson], root: str, *, now: datetime) -> list[CalendarEvent]:
    """What features have for a person, one after the other by time."""
    events = [event for part in parts for event in part(user, root, now)]
    return sorted(events, key=lambda event: event.starts_at)
