"""Phrases that messages about meetings and chapters share."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from studyhub.circles import words
from studyhub.circles.toc import LineKind
from studyhub.delivery.texts import Message, Payload
from studyhub.words import dates
from studyhub.words.saying import gettext as _


def about(payload: Payload, subject: str, lines: list[str], label: str | None = None) -> Message:
    """A message that leads to the page of its meeting."""
    return Message(subject, lines, f"/meetings/{payload['meeting_id']}/", label or _("Open the session"))


def about_chapter(payload: Payload, subject: str, lines: list[str], label: str | None = None) -> Message:
    """The same of one of its chapters; the subject of the mail says which session and day."""
    return replace(about(payload, subject, lines, label), about=dated(payload))


def session(payload: Payload) -> str:
    """The circle, the number and the title of a meeting."""
    return f"{payload['circle']} {number_and_title(payload)}".rstrip()


def dated(payload: Payload) -> str:
    """The day of a meeting, and which one it is: for the subjects of mails, of which many look alike."""
    starts_at = payload.get("starts_at")
    day = dates.day(datetime.fromisoformat(starts_at), payload["zone"]) if starts_at else ""
    return f"{day} {session(payload)}".lstrip()


def number_and_title(payload: Payload) -> str:
    """Which meeting of its circle it is."""
    number = _("Session %(number)s", number=payload["number"]) if payload["number"] else ""
    return f"{number} {payload['title']}".strip()


def chapter(payload: Payload) -> str:
    """A chapter as the page of its session names it: its number, where it has one, and its title."""
    # Messages that waited while StudyHub was updated say nothing of its kind.
    number, kind = (payload["chapter_number"], payload["chapter_kind"]) if "chapter_kind" in payload else (None, "")
    named = words.chapter_name(number, LineKind(kind or LineKind.CHAPTER), payload["chapter_title"])
    return _("“%(title)s”", title=named)


def decision(payload: Payload) -> str:
    """Where an organiser decides what happens with a chapter whose presenter cannot come."""
    return f"/meetings/{payload['meeting_id']}/chapters/{payload['chapter_id']}/decision/new"


def time_and_place(payload: Payload, zone: str) -> list[str]:
    """When and where a meeting is."""
    lines = [when(payload, zone)]
    if payload["place"]:
        lines.append(payload["place"])
    return lines


def when(times: dict[str, Any] | None, zone: str) -> str:
    """Both ends in the circle's zone, and in the reader's where that is another; None is an open date."""
    if times is None:
        return _("date open")
    starts_at, ends_at = (datetime.fromisoformat(times[name]) for name in ("starts_at", "ends_at"))
    said = f"{dates.day(starts_at, zone)} {dates.time_range(starts_at, ends_at, zone)}"
    if zone == dates.reader_zone():
        return said
    return _("%(when)s (%(zone)s; for you %(mine)s)", when=said, zone=zone, mine=dates.when(starts_at))


def new_place(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What changed of the place and the link, if anything did."""
    lines = []
    if old["place"] != new["place"]:
        lines.append(_("Place: %(old)s → %(new)s", old=old["place"] or _("none"), new=new["place"] or _("none")))
    if old["online_url"] != new["online_url"]:
        lines.append(_("The link to take part online is another one now; it stands on the page."))
    return lines


def chapters(payload: Payload) -> list[str]:
    """What became of somebody's chapters."""
    # Messages that waited while StudyHub was updated say nothing of chapters.
    return [_where_read(part, payload["zone"]) for part in payload.get("chapters", [])]


def _where_read(part: dict[str, Any], zone: str) -> str:
    title, to = chapter(part), part["to"]
    if to:
        here = number_and_title(to)
        return _("%(chapter)s is read in %(session)s, %(when)s.", chapter=title, session=here, when=when(to, zone))
    if part["is_dropped"]:
        return _("%(chapter)s is dropped: nobody needs to present it.", chapter=title)
    return _("%(chapter)s waits until it gets another session.", chapter=title)
