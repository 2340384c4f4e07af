"""When and where a circle meets, said by the sessions that will be held: its head, and the proposal for one more.

So that no two pages disagree: what is planned is read, what was once planned only where nothing is to come.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from studyhub import zones
from studyhub.circles import words
from studyhub.circles.models import Circle
from studyhub.circles.planning.division import PerMeeting
from studyhub.circles.planning.planner import PlanRequest, slots
from studyhub.circles.planning.rhythm import EveryWeeks, NthWeekday, Rhythm
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.words import dates
from studyhub.words.saying import gettext as _
from studyhub.zones import ClosedDays

Days = EveryWeeks | NthWeekday


@dataclass(frozen=True)
class Usual:
    """How most of the sessions to come are held, by the circle's clocks."""

    days: Days
    start: time
    minutes: int


@dataclass(frozen=True)
class Head:
    """How the sessions to come are held; `next` is None where there is none, `usual` where none can be told.

    `vary` where some are at other times than the usual, `places_vary` where they are not all at one place.
    """

    usual: Usual | None
    next: Meeting | None
    next_is_usual: bool
    vary: bool
    place: str
    places_vary: bool


def to_come(meetings: Iterable[Meeting], now: datetime) -> list[Meeting]:
    """Those that will be held, or are being held, in the order given."""
    return [one for one in meetings if one.state is MeetingState.SCHEDULED and one.ends_at > now]


def head(circle: Circle, meetings: Iterable[Meeting], *, now: datetime) -> Head:
    """What a circle's head says, given its sessions in order of time."""
    coming = to_come(meetings, now)
    if not coming:
        return Head(_planned(circle), None, next_is_usual=False, vary=False, place=circle.place, places_vary=False)
    held = [_held(one) for one in coming]
    most, _count = Counter(held).most_common(1)[0]
    return Head(
        usual=_usual(circle, most, [one for one, how in zip(coming, held, strict=True) if how == most]),
        next=coming[0],
        next_is_usual=held[0] == most,
        vary=len(set(held)) > 1,
        place=coming[0].place,
        places_vary=len({one.place for one in coming}) > 1,
    )


_Held = tuple[int, time, int]


def _held(meeting: Meeting) -> _Held:
    """The weekday, the start and the length in minutes, by the circle's clocks."""
    starts_at = zones.in_zone(meeting.starts_at, meeting.circle.time_zone)
    return starts_at.weekday(), starts_at.time(), int((meeting.ends_at - meeting.starts_at).total_seconds()) // 60


def _planned(circle: Circle) -> Usual | None:
    if circle.weekday is None or circle.start_time is None:
        return None
    days: Days = EveryWeeks(circle.every_weeks or 1, circle.weekday)
    if circle.nth_of_month is not None:
        days = NthWeekday(circle.nth_of_month, circle.weekday)
    return Usual(days, circle.start_time, circle.minutes)


def _usual(circle: Circle, most: _Held, alike: Sequence[Meeting]) -> Usual | None:
    weekday, start, minutes = most
    planned = _planned(circle)
    if planned and (planned.days.weekday, planned.start, planned.minutes) == most:
        return planned
    if planned is None or len(alike) < 2:
        return None
    if isinstance(planned.days, NthWeekday):
        return Usual(NthWeekday(planned.days.nth, weekday), start, minutes)
    # Days off leave gaps: the shortest distance is the rhythm.
    weeks = min((later - earlier).days // 7 for earlier, later in pairwise(_day(one) for one in alike))
    return Usual(EveryWeeks(max(weeks, 1), weekday), start, minutes)


def _day(meeting: Meeting) -> date:
    return zones.in_zone(meeting.starts_at, meeting.circle.time_zone).date()


def said(head: Head) -> str:
    """When the circle meets, in one line; empty for one that meets when it is announced."""
    if head.usual is None and head.next is None:
        return ""
    if head.usual is not None and (head.next is None or (head.next_is_usual and not head.vary)):
        return _words(head.usual)
    if head.usual is not None and head.next_is_usual:
        return _("%(rhythm)s (some sessions are at other times)", rhythm=_words(head.usual))
    return _next_words(head)


def _words(usual: Usual) -> str:
    return f"{words.days_words(usual.days)} {words.hours(usual.start, usual.minutes)}"


def _next_words(head: Head) -> str:
    if head.next is None or head.next.circle.weekday is None:
        return ""
    zone = head.next.circle.time_zone
    span = f"{dates.day(head.next.starts_at, zone)} {dates.time_range(head.next.starts_at, head.next.ends_at, zone)}"
    if head.vary:
        return _("next on %(when)s; other sessions are at other times", when=span)
    return _("next on %(when)s", when=span)


def place_said(head: Head) -> str:
    """Where the circle meets, in one line; empty where no place is set."""
    if head.places_vary:
        return _("next in %(place)s; other sessions are elsewhere", place=head.place or _("place not set"))
    return head.place


@dataclass(frozen=True)
class Proposal:
    """One more session as it would follow; `day` is None for a circle without a rhythm."""

    day: date | None
    start: time | None
    minutes: int
    place: str
    online_url: str


def proposal(
    circle: Circle, meetings: Sequence[Meeting], closed_days: Sequence[ClosedDays], *, now: datetime
) -> Proposal:
    """One more session, as the sessions to come are held, and after the last of them."""
    coming = to_come(meetings, now)
    usual = head(circle, meetings, now=now).usual or _planned(circle)
    if usual is None:
        return Proposal(None, circle.start_time, circle.minutes, *_where(circle, coming))
    day = _next_day(circle, usual, coming, closed_days, now)
    return Proposal(day, usual.start, usual.minutes, *_where(circle, coming))


def _where(circle: Circle, coming: Sequence[Meeting]) -> tuple[str, str]:
    """Where most of them are."""
    found = Counter((one.place, one.online_url) for one in coming).most_common(1)
    return found[0][0] if found else (circle.place, circle.online_url)


def _next_day(
    circle: Circle, usual: Usual, coming: Sequence[Meeting], closed_days: Sequence[ClosedDays], now: datetime
) -> date | None:
    taken = {_day(one) for one in coming}
    start = zones.in_zone(now, circle.time_zone).date() + timedelta(days=1)
    if coming and isinstance(usual.days, NthWeekday):
        start = max(taken) + timedelta(days=1)
    elif coming and isinstance(usual.days, EveryWeeks):
        last = max(taken)
        start = last - timedelta(days=last.weekday()) + timedelta(weeks=usual.days.weeks)
    rhythm = Rhythm(usual.days, usual.start, usual.minutes, circle.time_zone)
    found = slots(PlanRequest(start, rhythm, PerMeeting(1), circle.holiday_rule, tuple(closed_days)))
    return next((slot.date for slot in found if slot.date not in taken), None)
