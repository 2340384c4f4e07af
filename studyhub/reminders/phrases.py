"""Phrases of reminders: which session it is, when, how soon, and what somebody does in it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from studyhub import clock
from studyhub.circles import words
from studyhub.circles.toc import LineKind
from studyhub.delivery.texts import Payload
from studyhub.meetings.phrases import number_and_title
from studyhub.words import dates
from studyhub.words.names import polite
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext

# From here on how long it is until the start says more than the day.
SOON = timedelta(minutes=75)


def subject(payload: Payload) -> str:
    """How soon, when, and which session: 明日:12月3日(木) 16:00 SRE本 輪読会 第10回.

    By the clock of whoever reads: a subject has no room for two, and that of the circle may be over for them.
    """
    starts_at = _moment(payload, "starts_at")
    when = dates.when(starts_at)
    soon = how_soon(starts_at, dates.reader_zone())
    named = session(payload)
    return _("%(soon)s: %(when)s %(session)s", soon=soon, when=when, session=named) if soon else f"{when} {named}"


def to_present(payload: Payload) -> str:
    """What somebody presents, and on which day; it may go out later than a week before."""
    mine = [chapter(part) for part in payload["chapters"] if part["is_mine"]]
    return _("On %(day)s you present %(chapters)s", day=day(payload), chapters=listed(mine))


def day(payload: Payload) -> str:
    """The day of the session."""
    return dates.day(_moment(payload, "starts_at"), payload["zone"])


def begins(payload: Payload) -> str:
    """When the session begins, in the circle's zone and in the reader's where that is another."""
    starts_at, zone = _moment(payload, "starts_at"), payload["zone"]
    said = dates.when(starts_at, zone)
    if zone == dates.reader_zone():
        return said
    return _("%(when)s (%(zone)s; for you %(mine)s)", when=said, zone=zone, mine=dates.when(starts_at))


def how_soon(starts_at: datetime, zone: str) -> str:
    """あと1時間, 今日 or 明日 in this zone; nothing when it is further, or over."""
    left = starts_at - clock.now()
    if timedelta(0) < left <= SOON:
        return _minutes(round(left / timedelta(minutes=1)))
    return _day(starts_at, zone)


def soon_at(moment: datetime, zone: str) -> str:
    """When something goes out: today or tomorrow at an hour, else the day and the hour."""
    soon = _day(moment, zone)
    return f"{soon} {dates.clock_time(moment, zone)}" if soon else dates.when(moment, zone)


def _day(moment: datetime, zone: str) -> str:
    now = clock.now()
    days = (moment.astimezone(ZoneInfo(zone)).date() - now.astimezone(ZoneInfo(zone)).date()).days
    if moment < now or days not in (0, 1):
        return ""
    return _("Tomorrow") if days else _("Today")


def _minutes(left: int) -> str:
    # A worker looks once a minute: 58 minutes are an hour.
    if left >= 50:
        return _("In an hour")
    return ngettext("In %(num)s minute", "In %(num)s minutes", left)


def session(payload: Payload) -> str:
    """The circle and which session of it: by its number, else by its title."""
    number = _("Session %(number)s", number=payload["number"]) if payload["number"] else payload["title"]
    return f"{payload['circle']} {number}".rstrip()


def session_and_title(payload: Payload) -> str:
    """The same with its title."""
    return f"{payload['circle']} {number_and_title(payload)}".rstrip()


def to_read(part: dict[str, Any]) -> str:
    """How much of it there is, and from which page on: 22ページ、223ページから."""
    count = pages([part])
    if not count or part["page"] is None:
        return count
    return _("%(pages)s, from page %(page)s on", pages=count, page=part["page"])


def chapter_before(title: str, presenters: Sequence[str]) -> str:
    """Whose the chapter before is. In a weekly circle it is presented on the evening of that very day."""
    return _("Presenter of the chapter before, “%(title)s”: %(names)s", title=title, names=polite(presenters))


def chapter(part: dict[str, Any]) -> str:
    """19章 Load Balancing at the Frontend."""
    if not part["number"]:
        return str(part["title"])
    return f"{chapter_number(part)} {part['title']}"


def chapter_number(part: dict[str, Any]) -> str:
    """19章; the number of an appendix as it is printed."""
    # Messages that waited while StudyHub was updated do not say what it is.
    return words.chapter_number(part["number"], LineKind(part.get("kind", LineKind.CHAPTER)))


def chapter_lines(payload: Payload) -> list[str]:
    """What is read, a line each, with whoever presents it."""
    return [_chapter_line(part) for part in payload["chapters"]]


def _chapter_line(part: dict[str, Any]) -> str:
    # Messages that waited while StudyHub was updated may not say so.
    if part.get("is_read_together"):
        return _("%(chapter)s (read together)", chapter=chapter(part))
    if not part["presenters"]:
        return chapter(part)
    names = polite(part["presenters"])
    return _("%(chapter)s (presented by %(names)s)", chapter=chapter(part), names=names)


def listed(titles: Sequence[str]) -> str:
    """Several titles in a row."""
    return _(", ").join(titles)


def own_part(payload: Payload) -> list[str]:
    """What somebody does in it: presents, or writes the notes."""
    mine = [chapter(part) for part in payload["chapters"] if part["is_mine"]]
    lines = [_("You present %(chapters)s. Thank you!", chapters=listed(mine))] if mine else []
    if payload["is_scribe"]:
        lines.append(_("You are the scribe."))
    return lines


def pages(parts: Sequence[dict[str, Any]]) -> str:
    """How much there is to read; nothing where that is not known of every chapter."""
    counts = [part["pages"] for part in parts]
    if not counts or None in counts or not sum(counts):
        return ""
    return ngettext("%(num)s page", "%(num)s pages", sum(counts))


def _moment(payload: Payload, name: str) -> datetime:
    return datetime.fromisoformat(payload[name])
