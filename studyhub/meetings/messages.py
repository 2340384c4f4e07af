"""What people are told about meetings and chapters."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.meetings import reasons
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
    lines += _new_place(old or new, new or old)
    if new is None:
        lines.append(_("Your place is kept. We will tell you as soon as there is a new date."))
    subject = _("Postponed: %(session)s") if new is None else _("Changed: %(session)s")
    return _about(payload, subject % {"session": _session(payload)}, lines)


def _new_place(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    lines = []
    if old["place"] != new["place"]:
        lines.append(_("Place: %(old)s → %(new)s", old=old["place"] or _("none"), new=new["place"] or _("none")))
    if old["online_url"] != new["online_url"]:
        lines.append(_("The link to take part online is another one now; it stands on the page."))
    return lines


def meetings_moved(payload: Payload, language: str) -> Message:
    """Old → new of each session."""
    circle, moved, zone = payload["circle"], payload["moved"], payload["zone"]
    lines = [
        ngettext(
            "%(num)s session of %(circle)s has moved.",
            "%(num)s sessions of %(circle)s have moved.",
            len(moved),
            circle=circle,
        )
    ]
    for one in moved:
        times = {"old": _when(one["old"], zone), "new": _when(one, zone)}
        lines.append(_("%(session)s: %(old)s → %(new)s", session=_number_and_title(one), **times))
        lines += _new_place(one["old"], one)
    subject = ngettext(
        "%(num)s session moved: %(circle)s", "%(num)s sessions moved: %(circle)s", len(moved), circle=circle
    )
    return Message(subject, lines, f"/circles/{payload['slug']}/", _("Look at the circle"))


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
    # Messages that waited while StudyHub was updated carry neither.
    basis, asks_next = payload.get("basis"), payload.get("asks_next")
    if basis:
        lines.append(_("Why you: %(reason)s", reason=reasons.why(basis)))
    if payload["answer_until"]:
        until = when(datetime.fromisoformat(payload["answer_until"]))
        after = _("Please answer by %(when)s; otherwise the chapter is open to others.", when=until)
        if asks_next:
            after = _("Please answer by %(when)s; after that somebody else is asked.", when=until)
        lines.append(after)
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
    lines += _reason(payload)
    lines.append(_("Could you take it over, or ask somebody?"))
    return _about(payload, _("Cover wanted for %(chapter)s", chapter=chapter), lines, _("See the chapter"))


def assignment_declined(payload: Payload, language: str) -> Message:
    """Somebody an organiser asked says no."""
    chapter, name = _chapter(payload), payload["presenter"]
    lines = [
        _("%(name)s declined %(chapter)s in %(session)s.", name=name, chapter=chapter, session=_session(payload)),
        *_reason(payload),
        _("The chapter is open again. You can ask whoever comes next on the chapter's page."),
    ]
    return _about(payload, _("%(name)s declined %(chapter)s", name=name, chapter=chapter), lines)


def assignment_given_back(payload: Payload, language: str) -> Message:
    """A chapter is open again."""
    chapter, name = _chapter(payload), payload["presenter"]
    lines = [
        _("%(name)s gave %(chapter)s in %(session)s back.", name=name, chapter=chapter, session=_session(payload)),
        *_time_and_place(payload, payload["zone"]),
        _("The chapter is open again. You can ask whoever comes next on the chapter's page."),
    ]
    return _about(payload, _("%(chapter)s is open again", chapter=chapter), lines, _("See the chapter"))


def nobody_left(payload: Payload, language: str) -> Message:
    """Nobody could be asked any more."""
    chapter, session = _chapter(payload), _session(payload)
    lines = [
        _("%(chapter)s in %(session)s has no presenter, and nobody is left to ask.", chapter=chapter, session=session),
        *_time_and_place(payload, payload["zone"]),
        _("You can ask somebody in person, read it together, or move it to another session."),
    ]
    return _about(payload, _("Nobody is left to ask for %(chapter)s", chapter=chapter), lines, _("See the chapter"))


def cannot_present(payload: Payload, language: str) -> Message:
    """A presenter drops out shortly before."""
    chapter, name = _chapter(payload), payload["presenter"]
    lines = [
        _("%(name)s cannot present %(chapter)s in %(session)s.", name=name, chapter=chapter, session=_session(payload)),
        *_time_and_place(payload, payload["zone"]),
        _("One press on the session's page decides: read it together, move it to the next session, or call off."),
    ]
    return _about(payload, _("%(name)s cannot present %(chapter)s", name=name, chapter=chapter), lines)


def chapter_swapped(payload: Payload, language: str) -> Message:
    """Two presenters have changed places."""
    chapter, session = _chapter(payload), _session(payload)
    lines = [
        _("You present %(chapter)s in %(session)s now; the two of you have swapped.", chapter=chapter, session=session),
        *_time_and_place(payload, payload["zone"]),
    ]
    return _about(payload, _("Swapped: you present %(chapter)s", chapter=chapter), lines)


def plan_changed(payload: Payload, language: str) -> Message:
    """What was decided for a chapter whose presenter dropped out."""
    chapter, session = _chapter(payload), _session(payload)
    words = _("%(chapter)s in %(session)s is read together, without a presenter.", chapter=chapter, session=session)
    lines = [*_time_and_place(payload, payload["zone"])]
    if payload["moved_to"]:
        words = _("%(chapter)s is not read in %(session)s but in the next one.", chapter=chapter, session=session)
        lines = [_("Next session: %(when)s", when=_when(payload["moved_to"], payload["zone"]))]
    return _about(payload, _("Changed plan: %(session)s", session=session), [words, *lines])


def _reason(payload: Payload) -> list[str]:
    return [_("Reason: %(reason)s", reason=payload["reason"])] if payload["reason"] else []


def _about(payload: Payload, subject: str, lines: list[str], label: str | None = None) -> Message:
    return Message(subject, lines, f"/meetings/{payload['meeting_id']}/", label or _("Open the session"))


def _session(payload: Payload) -> str:
    return f"{payload['circle']} {_number_and_title(payload)}".rstrip()


def _number_and_title(payload: Payload) -> str:
    number = _("Session %(number)s", number=payload["number"]) if payload["number"] else ""
    return f"{number} {payload['title']}".strip()


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
    "meetings_moved": Kind(meetings_moved, _l("Several sessions moved at once"), _MEETINGS),
    "meeting_cancelled": Kind(meeting_cancelled, _l("Session called off"), _MEETINGS),
    "meeting_restored": Kind(meeting_restored, _l("Session takes place after all"), _MEETINGS),
    "assignment_suggested": Kind(assignment_suggested, _l("I am asked to present"), _CHAPTERS),
    "assignment_taken": Kind(assignment_taken, _l("A chapter has its presenter"), _CHAPTERS),
    "assignment_declined": Kind(assignment_declined, _l("Somebody I asked declined"), _CHAPTERS),
    "assignment_given_back": Kind(assignment_given_back, _l("A chapter is given back"), _CHAPTERS),
    "nobody_left": Kind(nobody_left, _l("Nobody is left to ask for a chapter"), _CHAPTERS),
    "cover_wanted": Kind(cover_wanted, _l("Somebody looks for cover"), _CHAPTERS),
    "cannot_present": Kind(cannot_present, _l("A presenter drops out shortly before"), _CHAPTERS),
    "chapter_swapped": Kind(chapter_swapped, _l("My chapter was swapped"), _CHAPTERS),
    "plan_changed": Kind(plan_changed, _l("The plan of a session changed shortly before"), _MEETINGS),
}
