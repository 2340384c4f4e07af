"""Meetings as events of calendars: of everybody's, of a circle's, and of a person's own."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select

from studyhub.circles import words
from studyhub.circles.models import Circle, Format
from studyhub.db import db
from studyhub.meetings.calendar import places
from studyhub.meetings.calendar.places import ChapterLine, Place
from studyhub.meetings.models import Meeting, MeetingState, SignupState
from studyhub.people.models import User
from studyhub.text.calendar_files import KEPT, CalendarEvent, EventStatus
from studyhub.words.saying import gettext as _
from studyhub.words.saying import pgettext


@dataclass(frozen=True)
class Wording:
    """Our public address, and what a calendar says of a meeting beside its own words."""

    root: str
    session: Callable[[int], str]
    online: Callable[[str], str]
    called_off: Callable[[str], str]
    chapter: Callable[[ChapterLine], str]
    together: Callable[[str], str]
    waiting: str
    postponed: str


def wording(root: str) -> Wording:
    """What calendars say, in the language of the moment."""
    return Wording(
        root=root,
        session=lambda number: _("Session %(number)s", number=number),
        online=lambda address: _("Join online: %(address)s", address=address),
        called_off=lambda session: pgettext("calendar", "Called off: %(session)s", session=session),
        chapter=lambda line: words.chapter_name(line.number, line.kind, line.title),
        together=lambda chapter: _("%(chapter)s (read together)", chapter=chapter),
        waiting=_("You are on the waitlist."),
        postponed=_("A new date is being looked for"),
    )


def public(root: str, *, since: datetime) -> list[CalendarEvent]:
    """All meetings of public circles that end after that moment: when they are and what about, not where."""
    return _outside(places.public(since=since), root)


def of_circle(circle: Circle, root: str, *, since: datetime) -> list[CalendarEvent]:
    """The meetings of a public circle that end after that moment: when they are and what about, not where."""
    return _outside(places.public(since=since).where(Meeting.circle_id == circle.id), root)


def inside(circle: Circle, root: str, *, since: datetime) -> list[CalendarEvent]:
    """All meetings of a circle that end after that moment, with place and link: for whoever takes part in it."""
    return _events(places.of_circle(circle, since=since), root, is_inside=True)


def _outside(wanted: Select[Meeting], root: str) -> list[CalendarEvent]:
    return _events(wanted, root, is_inside=False)


def _events(wanted: Select[Meeting], root: str, *, is_inside: bool) -> list[CalendarEvent]:
    meetings = db.session.scalars(wanted).all()
    lines, said = places.chapter_lines([meeting.id for meeting in meetings]), wording(root)
    return [_event(meeting, lines.get(meeting.id, []), said, is_inside=is_inside) for meeting in meetings]


def of_person(user: User, root: str, now: datetime) -> list[CalendarEvent]:
    """The meetings a person is signed up for or waits for, as far back as calendars reach, with place and link."""
    mine = places.mine(user, since=now - KEPT)
    lines, said = places.chapter_lines([meeting.id for meeting, _place in mine]), wording(root)
    return [_event(meeting, lines.get(meeting.id, []), said, place=place) for meeting, place in mine]


def of_meeting(meeting: Meeting, root: str, *, is_inside: bool) -> CalendarEvent:
    """One meeting; outside nobody learns where it is."""
    lines = places.chapter_lines([meeting.id]).get(meeting.id, [])
    return _event(meeting, lines, wording(root), is_inside=is_inside)


def _event(
    meeting: Meeting,
    chapter_lines: Sequence[ChapterLine],
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


def _summary(meeting: Meeting, chapter_lines: Sequence[ChapterLine], wording: Wording) -> str:
    """Which meeting it is; of one that is called off, that it is, and which it was."""
    named = meeting.title or (wording.chapter(chapter_lines[0]) if chapter_lines else "")
    number = meeting.number or meeting.called_off_number
    said = " ".join(filter(None, [meeting.circle.title, wording.session(number) if number else "", named]))
    return wording.called_off(said) if meeting.state is MeetingState.CANCELLED else said


def _description(
    meeting: Meeting,
    chapter_lines: Sequence[ChapterLine],
    wording: Wording,
    signup: SignupState | None,
    *,
    is_inside: bool,
) -> Iterable[str]:
    if meeting.state is MeetingState.POSTPONED:
        yield wording.postponed
    if signup is SignupState.WAITLISTED:
        yield wording.waiting
    all_together = meeting.effective_format is Format.READ_TOGETHER
    for line in chapter_lines:
        chapter = wording.chapter(line)
        yield wording.together(chapter) if all_together or line.is_read_together else chapter
    if meeting.description:
        yield meeting.description
    if meeting.online_url and is_inside:
        yield wording.online(meeting.online_url)


def _status(meeting: Meeting, signup: SignupState | None) -> EventStatus:
    if meeting.state is MeetingState.CANCELLED:
        return EventStatus.CANCELLED
    is_sure = meeting.state is MeetingState.SCHEDULED and signup in (None, SignupState.CONFIRMED)
    return EventStatus.CONFIRMED if is_sure else EventStatus.TENTATIVE
