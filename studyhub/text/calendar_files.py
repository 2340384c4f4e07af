"""iCalendar (RFC 5545): what calendar programs read of meetings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import icalendar

from studyhub.text.cleaning import clean_line, clean_text

CALENDAR_TYPE = "text/calendar"
PRODUCT = "-//StudyHub//StudyHub//JA"
REFRESH_EVERY = timedelta(hours=1)
# So far back calendars reach.
KEPT = timedelta(days=90)
# Events of calendars for all, each some two kilobytes: more than the largest organisation has within those days. They
# are written in turn, so of one that has more none is found again, and all are written as if nothing were remembered.
REMEMBERED = 10_000
END = b"END:VCALENDAR\r\n"


class NaiveTime(ValueError):
    """A time without an offset would be written floating: another hour in every zone."""


class EventStatus(StrEnum):
    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """One meeting.

    `uid` is the same for ever and in every calendar; `sequence` grows with time, place and status. `zone` is an IANA
    name. `stamp` is when the row was made, `modified` when it last changed. All times are aware.
    """

    uid: str
    sequence: int
    summary: str
    description: str
    location: str
    url: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    status: EventStatus
    stamp: datetime
    modified: datetime


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """A calendar to subscribe to. `url` is the page it comes from, without any token."""

    name: str
    url: str
    events: tuple[CalendarEvent, ...]


def write_calendar(calendar: Calendar, *, is_for_all: bool = False) -> bytes:
    """The subscription's file; the events in the order given. Raises NaiveTime.

    One that `is_for_all` is written again whenever one of its many events changed: what the others were is remembered.
    """
    written = _empty()
    # icalendar knows neither property to be text and would leave commas and semicolons bare.
    name = icalendar.vText(clean_line(calendar.name))
    # NAME is the standard's (RFC 7986), the other one is what most programs read.
    written.add("name", name)
    written.add("x-wr-calname", name)
    written.add("url", clean_line(calendar.url))
    # icalendar would leave VALUE out, without which the standard's default type does not fit.
    written.add("refresh-interval", REFRESH_EVERY, parameters={"VALUE": "DURATION"})
    written.add("x-published-ttl", icalendar.vDuration(REFRESH_EVERY))
    return _with_events(written, calendar.events, _remembered if is_for_all else _event)


def write_event(event: CalendarEvent) -> bytes:
    """A file with this one meeting, for whoever wants no subscription. Raises NaiveTime."""
    return _with_events(_empty(), (event,), _event)


def _empty() -> icalendar.Calendar:
    """A calendar without METHOD: it is read, nobody is invited by it."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    return calendar


def _with_events(
    calendar: icalendar.Calendar, events: Sequence[CalendarEvent], write: Callable[[CalendarEvent], bytes]
) -> bytes:
    for event in {event.zone: event for event in events}.values():
        calendar.add_component(_component(event))
    if events:
        # A program that knows the zone by another name, or not at all, needs its rules, for the years concerned.
        first, last = min(event.starts_at for event in events), max(event.ends_at for event in events)
        calendar.add_missing_timezones(first_date=date(first.year - 1, 1, 1), last_date=date(last.year + 2, 1, 1))
    # They come in the order of a set: another one in every process.
    calendar.subcomponents = sorted(filter(_is_zone, calendar.subcomponents), key=lambda zone: str(zone["TZID"]))
    frame = bytes(calendar.to_ical())
    return frame.removesuffix(END) + b"".join(map(write, events)) + END


def _is_zone(component: icalendar.Component) -> bool:
    return component.name == "VTIMEZONE"


def _event(event: CalendarEvent) -> bytes:
    return bytes(_component(event).to_ical())


_remembered = lru_cache(REMEMBERED)(_event)


def _component(event: CalendarEvent) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", clean_line(event.uid))
    component.add("sequence", event.sequence)
    component.add("summary", clean_line(event.summary))
    component.add("dtstart", in_zone(event.starts_at, event.zone))
    component.add("dtend", in_zone(event.ends_at, event.zone))
    component.add("dtstamp", in_zone(event.stamp, "UTC"))
    component.add("last-modified", in_zone(event.modified, "UTC"))
    component.add("status", event.status.upper())
    component.add("url", clean_line(event.url))
    if description := clean_text(event.description).strip():
        component.add("description", description)
    if location := clean_line(event.location):
        component.add("location", location)
    return component


def in_zone(moment: datetime, zone: str) -> datetime:
    """The moment in an IANA zone: a fixed offset would be written as a zone nobody knows. Raises NaiveTime."""
    if moment.tzinfo is None:
        raise NaiveTime(moment)
    return moment.astimezone(UTC if zone == "UTC" else ZoneInfo(zone)).replace(microsecond=0)
