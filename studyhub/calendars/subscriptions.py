"""Meetings as calendars to subscribe to: for everybody, of one circle, and a person's own."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from studyhub.calendars import queries
from studyhub.calendars.queries import Place
from studyhub.calendars.writer import Calendar, CalendarEvent, EventStatus
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.meetings.models import Meeting, MeetingState, SignupState
from studyhub.people.models import User

KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Wording:
    """Our public address, and what a calendar says of a meeting beside its own words."""

    root: str
    session: Callable[[int], str]
    online: Callable[[str], str]
    called_off: Callable[[str], str]
    waiting: str
    postponed: str


@dataclass(frozen=True)
class Subscription:
    """A calendar, and when the newest of its meetings last changed."""

    calendar: Calendar
    changed_at: datetime


def for_everybody(name: str, wording: Wording, *, began: datetime, now: datetime) -> Subscription:
    """All meetings of public circles: when they are and what about, not where."""
    rows = db.session.scalars(queries.public(since=now - KEPT)).all()
    return _subscription(name, f"{wording.root}/circles/", _outside(rows, wording), began)


def of_circle(circle: Circle, name: str, wording: Wording, *, now: datetime) -> Subscription:
    """The meetings of a public circle: when they are and what about, not where."""
    rows = db.session.scalars(queries.public(since=now - KEPT).where(Meeting.circle_id == circle.id)).all()
    home = f"{wording.root}/circles/{circle.slug}/"
    return _subscription(name, home, _outside(rows, wording), circle.created_at)


def of_person(user: User, name: str, wording: Wording, *, now: datetime) -> Subscription:
    """The meetings a person is signed up for or waits for, with place and link."""
    mine = queries.mine(user, since=now - KEPT)
    lines = queries.chapter_lines([meeting.id for meeting, _place in mine])
    events = [event(meeting, lines.get(meeting.id, []), wording, place=place) for meeting, place in mine]
    return _subscription(name, f"{wording.root}/", events, user.created_at)


def _outside(meetings: Sequence[Meeting], wording: Wording) -> list[CalendarEvent]:
    lines = queries.chapter_lines([meeting.id for meeting in meetings])
    return [event(meeting, lines.get(meeting.id, []), wording, is_inside=False) for meeting in meetings]


def _subscription(name: str, url: str, events: Sequence[CalendarEvent], began: datetime) -> Subscription:
    changed_at = max((event.modified for event in events), default=began)
    return Subscription(Calendar(name=name, url=url, events=tuple(events)), changed_at)


def event(
    meeting: Meeting,
    chapter_lines: Sequence[str],
    wording: Wording,
    *,
    place: Place | None = None,
    is_inside: bool = True,
) -> CalendarEvent:
    """One meeting. Outside nobody learns where it is; `place` is that of whoever reads, if any."""
    signup = place.state if place else None
    modified = max(meeting.updated_at, place.changed_at or meeting.updated_at) if place else meeting.updated_at
    return CalendarEvent(
        uid=f"{meeting.uid}@studyhub",
        sequence=meeting.sequence + (place.changes if place else 0),
        summary=_summary(meeting, chapter_lines, wording),
        description="\n".join(_description(meeting, chapter_lines, wording, signup, is_inside=is_inside)),
        location=meeting.place if is_inside else "",
        url=f"{wording.root}/meetings/{meeting.id}/",
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=meeting.circle.time_zone,
        status=_status(meeting, signup),
        # Without METHOD the standard wants both stamps to be the last revision's.
        stamp=modified,
        modified=modified,
    )


def _summary(meeting: Meeting, chapter_lines: Sequence[str], wording: Wording) -> str:
    """Which meeting it is; of one that is called off, that it is, and which it was."""
    named = meeting.title or (chapter_lines[0] if chapter_lines else "")
    number = meeting.number or meeting.called_off_number
    words = " ".join(filter(None, [meeting.circle.title, wording.session(number) if number else "", named]))
    return wording.called_off(words) if meeting.state is MeetingState.CANCELLED else words


def _description(
    meeting: Meeting, chapter_lines: Sequence[str], wording: Wording, signup: SignupState | None, *, is_inside: bool
) -> Iterable[str]:
    if meeting.state is MeetingState.POSTPONED:
        yield wording.postponed
    if signup is SignupState.WAITLISTED:
        yield wording.waiting
    yield from chapter_lines
    if meeting.description:
        yield meeting.description
    if meeting.online_url and is_inside:
        yield wording.online(meeting.online_url)


def _status(meeting: Meeting, signup: SignupState | None) -> EventStatus:
    if meeting.state is MeetingState.CANCELLED:
        return EventStatus.CANCELLED
    is_sure = meeting.state is MeetingState.SCHEDULED and signup in (None, SignupState.CONFIRMED)
    return EventStatus.CONFIRMED if is_sure else EventStatus.TENTATIVE
