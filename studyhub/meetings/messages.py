"""What people are told about meetings and chapters."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.web.dates import day, reader_zone, time_range, when

_MEETINGS = _l("Sessions I signed up for")
_CHAPTERS = _l("Chapters")


def promoted(payload: Payload, language: str) -> Message:
    """A seat is theirs."""
    lines = [
        _("A seat became free, and it is yours: %(session)s.", session=_session(payload)),
        *_time_and_place(payload, payload["zone"]),
        _("If you cannot come, please withdraw, so that the next in line gets the seat."),
    ]
    return _about(payload, _("You have a seat: %(session)s", session=_session(payload)), lines)


def meeting_changed(payload: Payload, language: str) -> Message:
    """Old → new."""
    old, new, zone = payload["old"], payload["new"], payload["zone"]
    lines = [_("%(session)s has changed.", session=_session(payload))]
    if old is None or new is None or _when(old, zone) != _when(new, zone):
        lines.append(_("Time: %(old)s → %(new)s", old=_when(old, zone), new=_when(new, zone)))
    before, after = old or new, new or old
    if before["place"] != after["place"]:
        lines.append(_("Place: %(old)s → %(new)s", old=before["place"] or _("none"), new=after["place"] or _("none")))
    if before["online_url"] != after["online_url"]:
        lines.append(_("The link to take part online is another one now; it stands on the page."))
    if new is None:
        lines.append(_("Your place is kept. We will tell you as soon as there is a new date."))
    subject = _("Postponed: %(session)s") if new is None else _("Changed: %(session)s")
    return _about(payload, subject % {"session": _session(payload)}, lines)


def meeting_cancelled(payload: Payload, language: str) -> Message:
    """It does not take place."""
    lines = [
        _("%(session)s on %(when)s was called off.", session=_session(payload), when=_when(payload, payload["zone"])),
        _("Reason: %(reason)s", reason=payload["reason"]),
    ]
    return _about(payload, _("Called off: %(session)s", session=_session(payload)), lines)


def meeting_restored(payload: Payload, language: str) -> Message:
    """It takes place after all."""
    lines = [
        _("%(session)s takes place after all, and you have your place back.", session=_session(payload)),
        *_time_and_place(payload, payload["zone"]),
    ]
    return _about(payload, _("Takes place after all: %(session)s", session=_session(payload)), lines)


def assignment_suggested(payload: Payload, language: str) -> Message:
    """Would you present this chapter?"""
    chapter, session = _chapter(payload), _session(payload)
    lines = [_("Would you present %(chapter)s in %(session)s?", chapter=chapter, session=session)]
    lines += _time_and_place(payload, payload["zone"])
    if payload["answer_until"]:
        until = datetime.fromisoformat(payload["answer_until"])
        lines.append(_("Please answer by %(when)s; otherwise the chapter is open to others.", when=when(until)))
    return _about(payload, _("A chapter for you: %(chapter)s", chapter=chapter), lines, _("Accept or decline"))


def assignment_taken(payload: Payload, language: str) -> Message:
    """A chapter has its presenter."""
    chapter, name = _chapter(payload), payload["presenter"]
    lines = [
        _("%(name)s presents %(chapter)s in %(session)s.", name=name, chapter=chapter, session=_session(payload)),
        *_time_and_place(payload, payload["zone"]),
    ]
    return _about(payload, _("%(name)s presents %(chapter)s", name=name, chapter=chapter), lines)


def cover_wanted(payload: Payload, language: str) -> Message:
    """Somebody cannot present."""
    chapter, name = _chapter(payload), payload["presenter"]
    lines = [
        _("%(name)s cannot present %(chapter)s in %(session)s.", name=name, chapter=chapter, session=_session(payload)),
        *_time_and_place(payload, payload["zone"]),
    ]
    if payload["reason"]:
        lines.append(_("Reason: %(reason)s", reason=payload["reason"]))
    lines.append(_("Could you take it over, or ask somebody?"))
    return _about(payload, _("Cover wanted for %(chapter)s", chapter=chapter), lines, _("See the chapter"))


def _about(payload: Payload, subject: str, lines: list[str], label: str | None = None) -> Message:
    return Message(subject, lines, f"/meetings/{payload['meeting_id']}/", label or _("Open the session"))


def _session(payload: Payload) -> str:
    title = payload["title"]
    parts = [payload["circle"]]
    if payload["number"]:
        parts.append(_("Session %(number)s", number=payload["number"]))
    return " ".join([*parts, title] if title else parts)


def _chapter(payload: Payload) -> str:
    title = payload["chapter_title"]
    return str(_("“%(title)s”", title=title))


def _when(times: dict[str, Any] | None, zone: str) -> str:
    """Both ends in the circle's zone, and in the reader's where that is another; None is an open date."""
    if times is None:
        return str(_("date open"))
    starts_at, ends_at = (datetime.fromisoformat(times[name]) for name in ("starts_at", "ends_at"))
    words = f"{day(starts_at, zone)} {time_range(starts_at, ends_at, zone)}"
    if zone == reader_zone():
        return words
    return str(_("%(when)s (%(zone)s; for you %(mine)s)", when=words, zone=zone, mine=when(starts_at)))


def _time_and_place(payload: Payload, zone: str) -> list[str]:
    lines = [_when(payload, zone)]
    if payload["place"]:
        lines.append(payload["place"])
    return lines


KINDS = {
    "promoted": Kind(promoted, _l("A seat is yours after waiting"), _MEETINGS),
    "meeting_changed": Kind(meeting_changed, _l("Time or place changed"), _MEETINGS),
    "meeting_cancelled": Kind(meeting_cancelled, _l("Session called off"), _MEETINGS),
    "meeting_restored": Kind(meeting_restored, _l("Session takes place after all"), _MEETINGS),
    "assignment_suggested": Kind(assignment_suggested, _l("I am asked to present"), _CHAPTERS),
    "assignment_taken": Kind(assignment_taken, _l("A chapter has its presenter"), _CHAPTERS),
    "cover_wanted": Kind(cover_wanted, _l("Somebody looks for cover"), _CHAPTERS),
}
