"""What people are told about sessions."""

from datetime import datetime

from studyhub.delivery.texts import Message, Payload
from studyhub.meetings import phrases
from studyhub.words import dates
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext


def promoted(payload: Payload, language: str) -> Message:
    """A seat is theirs, or one in each of several sessions."""
    if "given" in payload:
        return _promoted_in_several(payload)
    lines = [
        _("A seat became free, and it is yours: %(session)s.", session=phrases.session(payload)),
        *phrases.time_and_place(payload, payload["zone"]),
        _("If you cannot come, please withdraw, so that the next in line gets the seat."),
    ]
    return phrases.about(payload, _("You have a seat: %(session)s", session=phrases.dated(payload)), lines)


def _promoted_in_several(payload: Payload) -> Message:
    circle, given, zone = payload["circle"], payload["given"], payload["zone"]
    lines = [
        ngettext(
            "Seats became free, and one is yours in %(num)s session of %(circle)s.",
            "Seats became free, and one is yours in %(num)s sessions of %(circle)s.",
            len(given),
            circle=circle,
        )
    ]
    for one in given:
        session = _("%(session)s: %(when)s", session=phrases.number_and_title(one), when=phrases.when(one, zone))
        lines += [session, *([one["place"]] if one["place"] else [])]
    lines.append(_("If you cannot come, please withdraw, so that the next in line gets the seat."))
    subject = ngettext(
        "You have a seat in %(num)s session: %(circle)s",
        "You have a seat in %(num)s sessions: %(circle)s",
        len(given),
        circle=circle,
    )
    first_day = dates.day(datetime.fromisoformat(given[0]["starts_at"]), zone)
    return _about_circle(payload, _("%(subject)s, from %(day)s on", subject=subject, day=first_day), lines)


def meeting_changed(payload: Payload, language: str) -> Message:
    """Old → new."""
    old, new, zone = payload["old"], payload["new"], payload["zone"]
    lines = [_("%(session)s has changed.", session=phrases.session(payload))]
    if old is None or new is None or phrases.when(old, zone) != phrases.when(new, zone):
        lines.append(_("Time: %(old)s → %(new)s", old=phrases.when(old, zone), new=phrases.when(new, zone)))
    lines += phrases.new_place(old or new, new or old)
    if new is None:
        lines.append(_("Your place is kept. We will tell you as soon as there is a new date."))
    subject = _("Postponed: %(session)s") if new is None else _("Changed: %(session)s")
    return phrases.about(payload, subject % {"session": phrases.dated(payload)}, lines)


def meetings_moved(payload: Payload, language: str) -> Message:
    """Old → new of each session."""
    circle, moved, zone = payload["circle"], payload["moved"], payload["zone"]
    is_moved = any(_times(one) != _times(one["old"]) for one in moved)
    lines = [_have_moved(circle, len(moved)) if is_moved else _have_changed(circle, len(moved))]
    for one in moved:
        lines += [_old_and_new(one, zone), *phrases.new_place(one["old"], one)]
    if len(moved) == 1:
        session = phrases.dated({**moved[0], "circle": circle, "zone": zone})
        return _about_circle(payload, _("Changed: %(session)s", session=session), lines)
    subject = _of_how_many(circle, len(moved), is_moved=is_moved)
    first_day = dates.day(datetime.fromisoformat(moved[0]["starts_at"]), zone)
    return _about_circle(payload, _("%(subject)s, from %(day)s on", subject=subject, day=first_day), lines)


def _of_how_many(circle: str, count: int, *, is_moved: bool) -> str:
    said = ngettext("%(num)s session changed: %(circle)s", "%(num)s sessions changed: %(circle)s", count, circle=circle)
    if is_moved:
        said = ngettext("%(num)s session moved: %(circle)s", "%(num)s sessions moved: %(circle)s", count, circle=circle)
    return said


def _about_circle(payload: Payload, subject: str, lines: list[str]) -> Message:
    return Message(subject, lines, f"/circles/{payload['slug']}/", _("Look at the circle"))


def _times(one: Payload) -> tuple[str, str]:
    return one["starts_at"], one["ends_at"]


def _have_moved(circle: str, count: int) -> str:
    return ngettext(
        "%(num)s session of %(circle)s has moved.", "%(num)s sessions of %(circle)s have moved.", count, circle=circle
    )


def _have_changed(circle: str, count: int) -> str:
    return ngettext(
        "The place of %(num)s session of %(circle)s is another one.",
        "The place of %(num)s sessions of %(circle)s is another one.",
        count,
        circle=circle,
    )


def _old_and_new(one: Payload, zone: str) -> str:
    session, new = phrases.number_and_title(one), phrases.when(one, zone)
    if _times(one) == _times(one["old"]):
        return _("%(session)s: %(when)s", session=session, when=new)
    return _("%(session)s: %(old)s → %(new)s", session=session, old=phrases.when(one["old"], zone), new=new)


def book_changed(payload: Payload, language: str) -> Message:
    """Another book, and what becomes of one's sessions and chapters."""
    circle, book, zone = payload["circle"], payload["book"], payload["zone"]
    lines = [_("The next book is “%(book)s”.", book=book)]
    if payload["starts"]:
        first, last = (dates.day(datetime.fromisoformat(one), zone) for one in payload["starts"])
        many = _("It is read in %(count)s sessions, from %(first)s to %(last)s.")
        said = many if payload["count"] > 1 else _("It is read in one session, on %(first)s.")
        lines.append(said % {"count": payload["count"], "first": first, "last": last})
    for one in payload["sessions"]:
        if one["old"] is None:
            what = {"session": phrases.number_and_title(one), "when": phrases.when(one, zone)}
            lines.append(_("%(session)s on %(when)s was called off.", **what))
        else:
            lines += [_old_and_new(one, zone), *phrases.new_place(one["old"], one)]
    for one in payload["chapters"]:
        lines.append(_("%(chapter)s, which you were to present, is not read any more.", chapter=phrases.chapter(one)))
    return _about_circle(payload, _("Next book of %(circle)s: %(book)s", circle=circle, book=book), lines)


def meeting_cancelled(payload: Payload, language: str) -> Message:
    """It does not take place."""
    what = {"session": phrases.session(payload), "when": phrases.when(payload, payload["zone"])}
    is_over = payload.get("is_over", False)
    lines = [
        _("%(session)s on %(when)s did not take place.", **what)
        if is_over
        else _("%(session)s on %(when)s was called off.", **what),
        _("Reason: %(reason)s", reason=payload["reason"]),
        *phrases.chapters(payload),
    ]
    if is_over:
        lines.append(_("Nobody is recorded as away."))
    return phrases.about(payload, _("Called off: %(session)s", session=phrases.dated(payload)), lines)


def meeting_restored(payload: Payload, language: str) -> Message:
    """It takes place after all."""
    lines = [
        _("%(session)s takes place after all, and places are as they were.", session=phrases.session(payload)),
        *phrases.time_and_place(payload, payload["zone"]),
        *phrases.chapters(payload),
    ]
    return phrases.about(payload, _("Takes place after all: %(session)s", session=phrases.dated(payload)), lines)


def plan_changed(payload: Payload, language: str) -> Message:
    """What was decided for a chapter whose presenter dropped out."""
    chapter, session = phrases.chapter(payload), phrases.session(payload)
    words = _("%(chapter)s in %(session)s is read together, without a presenter.", chapter=chapter, session=session)
    lines = [*phrases.time_and_place(payload, payload["zone"])]
    if payload["moved_to"]:
        words = _("%(chapter)s is not read in %(session)s but in the next one.", chapter=chapter, session=session)
        lines = [_("Next session: %(when)s", when=phrases.when(payload["moved_to"], payload["zone"]))]
    # Messages that waited while StudyHub was updated do not say whose it was.
    if payload.get("was_theirs"):
        stays = _("You present it there as planned; if you cannot, please say so on its page.")
        lines.append(stays if payload["moved_to"] else _("We take care of the chapter from here."))
    return phrases.about(payload, _("Changed plan: %(session)s", session=phrases.dated(payload)), [words, *lines])


def signup_removed(payload: Payload, language: str) -> Message:
    """An organiser took them off the list of a session."""
    lines = [
        _("An organiser has taken you off the list of %(session)s.", session=phrases.session(payload)),
        *phrases.time_and_place(payload, payload["zone"]),
        _("If that is a mistake, please ask them."),
    ]
    return phrases.about(payload, _("You are off the list: %(session)s", session=phrases.dated(payload)), lines)


def plan_restored(payload: Payload, language: str) -> Message:
    """What was decided for a chapter is taken back."""
    chapter, session = phrases.chapter(payload), phrases.session(payload)
    lines = [
        _("%(chapter)s is read in %(session)s as planned before.", chapter=chapter, session=session),
        *phrases.time_and_place(payload, payload["zone"]),
    ]
    return phrases.about(payload, _("As planned after all: %(session)s", session=phrases.dated(payload)), lines)


def thought_wiped(payload: Payload, language: str) -> Message:
    """Something one wrote about a chapter is gone for good."""
    words = _("What you wrote is gone for good. In its place stands that it was wiped.")
    title = _("An administrator wiped a thought of yours in %(circle)s", circle=payload["circle"])
    return Message(title, [words], f"/meetings/{payload['meeting_id']}/", _("Open the session"))
