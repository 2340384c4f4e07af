"""Mails that remind of a session: when, one's own part, what is read, what others wrote, and ways to say no.

Written when they leave, from what holds then; only its reader, and what they may see, decides what is in them.
"""

from functools import lru_cache
from typing import Any

from sqlalchemy import func, select

from studyhub.db import db
from studyhub.delivery.texts import Desk, File, Letter, Line, Link, Part, Payload, mail_subject
from studyhub.meetings.calendar import events
from studyhub.meetings.models import Meeting, Signup, SignupState
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.people.readers import is_member
from studyhub.reminders import absence, facts, links, phrases, said
from studyhub.reminders.links import Absence, Stop
from studyhub.text.calendar_files import CalendarEvent, write_event
from studyhub.words import dates
from studyhub.words.names import polite
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext

FILE = "studyhub-{}.ics"


def day_before(payload: Payload, desk: Desk) -> Letter:
    """The day before, to whoever comes."""
    meeting, told = _now_holds(payload, desk)
    spoken = said.most_agreed(meeting, desk.reader)
    parts = [*_to_read(told, _("To read")), *_said(meeting, spoken)]
    deeds = [
        Link(_("Write a thought or a question"), f"/meetings/{meeting.id}/?write=1", is_main=True),
        *_online(meeting, desk),
        *_absence(meeting, desk),
    ]
    why = _("You get this the day before, because you are signed up.")
    return _letter(meeting, told, desk, deeds=deeds, parts=parts, closing=_closing(), why=why)


def hour_before(payload: Payload, desk: Desk) -> Letter:
    """An hour before: when, where, and one button."""
    meeting, told = _now_holds(payload, desk)
    deeds = _online(meeting, desk, is_main=True) or [_page(meeting)]
    return _letter(meeting, told, desk, deeds=deeds, why=_("You get this an hour before, because you are signed up."))


def week_before(payload: Payload, desk: Desk) -> Letter:
    """A week before, to whoever presents."""
    meeting, told = _now_holds(payload, desk)
    mine = [part for part in told["chapters"] if part["is_mine"]]
    before = facts.of_others(facts.chapters_before([part["id"] for part in mine]), mine)
    earlier = [phrases.chapter_before(one.title, one.presenters) for one in before.values()]
    lines = [Line(part["title"], _mark(part), phrases.to_read(part)) for part in mine]
    closing = _("If you cannot present, please say so on the session's page: then there is time to find cover.")
    why = _("You get this a week before, because you present.")
    return _letter(
        meeting,
        told,
        desk,
        subject=mail_subject(phrases.to_present(told), phrases.session(told)),
        deeds=[_page(meeting)],
        parts=[Part(_("To read"), lines)],
        lines=earlier,
        closing=closing,
        why=why,
    )


def _now_holds(payload: Payload, desk: Desk) -> tuple[Meeting, dict[str, Any]]:
    """The session, and what its reader is told of it, as both are now."""
    meeting = db.session.get_one(Meeting, payload["meeting_id"])
    return meeting, facts.program([meeting]).of(meeting, desk.reader)


def _letter(meeting: Meeting, told: dict[str, Any], desk: Desk, *, subject: str = "", **words: Any) -> Letter:
    return Letter(
        subject=subject or phrases.subject(told),
        title=phrases.session_and_title(told),
        brand=meeting.circle.title,
        before=_before(told),
        when=_when(meeting),
        lead=_lead(meeting, desk),
        own=phrases.own_part(told),
        stops=_stops(meeting, desk),
        file=_file(meeting, desk),
        **words,
    )


def _when(meeting: Meeting) -> str:
    zone = meeting.circle.time_zone
    day, hours = dates.day(meeting.starts_at, zone), dates.time_range(meeting.starts_at, meeting.ends_at, zone)
    words = " ".join(filter(None, [phrases.how_soon(meeting.starts_at, zone), day, hours]))
    if zone == dates.reader_zone():
        return words
    mine = dates.when(meeting.starts_at)
    return _("%(when)s (%(zone)s; for you %(mine)s)", when=words, zone=zone, mine=mine)


def _before(told: dict[str, Any]) -> str:
    numbers = [phrases.chapter_number(part) for part in told["chapters"] if part["number"]]
    return _(", ").join(filter(None, [*numbers, phrases.pages(told["chapters"])]))


def _lead(meeting: Meeting, desk: Desk) -> str:
    """Where, and how many come; for members."""
    if not is_member(desk.reader):
        return ""
    places = [meeting.place, _("online") if meeting.online_url else ""]
    where = _(" or ").join(filter(None, places))
    seated = select(func.count()).where(Signup.meeting_id == meeting.id, Signup.state == SignupState.CONFIRMED)
    count = db.session.scalar(seated) or 0
    come = ngettext("%(num)s person comes", "%(num)s people come", count)
    return " ・ ".join(filter(None, [where, come]))


def _to_read(told: dict[str, Any], heading: str) -> list[Part]:
    if not told["chapters"]:
        return []
    pages = phrases.pages(told["chapters"])
    lines = [_line(part) for part in told["chapters"]]
    return [Part(" ・ ".join(filter(None, [heading, pages])), lines)]


def _line(part: dict[str, Any]) -> Line:
    return Line(part["title"], _mark(part), _by_whom(part))


def _mark(part: dict[str, Any]) -> str:
    return phrases.chapter_number(part) if part["number"] else ""


def _by_whom(part: dict[str, Any]) -> str:
    if part["is_read_together"]:
        return _("Read together")
    return _("Presented by %(names)s", names=polite(part["presenters"])) if part["presenters"] else ""


def _said(meeting: Meeting, spoken: said.Said) -> list[Part]:
    if not spoken.thoughts:
        return []
    lines = [Line(one.text, small=_who_and_likes(one)) for one in spoken.thoughts]
    more = spoken.total - len(lines)
    link = None
    if more:
        label = ngettext("Read %(num)s more", "Read %(num)s more", more)
        link = Link(label, f"/meetings/{meeting.id}/#thoughts")
    return [Part(_("Thoughts and questions so far"), lines, link, are_words=True)]


def _who_and_likes(one: said.Thought) -> str:
    likes = ngettext("%(num)s agrees", "%(num)s agree", one.likes) if one.likes else ""
    return " ・ ".join(filter(None, [one.name, likes]))


def _closing() -> str:
    return _("Come as you are: having read half of it, or only to listen. The calendar file (.ics) is attached.")


def _online(meeting: Meeting, desk: Desk, *, is_main: bool = False) -> list[Link]:
    if not meeting.online_url or not is_member(desk.reader):
        return []
    return [Link(_("Join online"), meeting.online_url, is_main)]


def _page(meeting: Meeting) -> Link:
    return Link(_("Open the session"), f"/meetings/{meeting.id}/", is_main=True)


def _absence(meeting: Meeting, desk: Desk) -> list[Link]:
    signup = signup_queries.active_signup(meeting, desk.reader)
    if signup is None:
        return []
    path = links.absence_path(desk.secret_key, Absence(signup.id, meeting.starts_at))
    is_withdrawal = absence.is_withdrawal(meeting, desk.reader)
    return [Link(_("Withdraw my sign-up") if is_withdrawal else _("I cannot come this time"), path)]


def _stops(meeting: Meeting, desk: Desk) -> list[Link]:
    one, every = Stop(desk.reader.id, meeting.circle_id), Stop(desk.reader.id, None)
    return [
        Link(_("Stop reminders of this circle"), links.stop_path(desk.secret_key, one, desk.now)),
        Link(_("Stop all reminders"), links.stop_path(desk.secret_key, every, desk.now)),
    ]


def _file(meeting: Meeting, desk: Desk) -> File:
    event = events.of_meeting(meeting, desk.public_url, is_inside=is_member(desk.reader))
    return File(FILE.format(meeting.id), "calendar", _written(event))


@lru_cache(maxsize=64)
def _written(event: CalendarEvent) -> str:
    # Everybody who comes gets the same file, and writing it takes longer than the rest of the mail.
    return write_event(event).decode()
