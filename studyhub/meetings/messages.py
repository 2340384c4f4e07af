"""What people are told about meetings and chapters."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.meetings import phrases
from studyhub.meetings.assigning import reasons
from studyhub.words.dates import when

_MEETINGS = _l("Sessions I signed up for")
_CHAPTERS = _l("Chapters")


def promoted(payload: Payload, language: str) -> Message:
    """A seat is theirs."""
    lines = [
        _("A seat became free, and it is yours: %(session)s.", session=phrases.session(payload)),
        *phrases.time_and_place(payload, payload["zone"]),
        _("If you cannot come, please withdraw, so that the next in line gets the seat."),
    ]
    return phrases.about(payload, _("You have a seat: %(session)s", session=phrases.dated(payload)), lines)


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
        return _about_circle(payload, str(_("Changed: %(session)s", session=session)), lines)
    subject = ngettext(
        "%(num)s session changed: %(circle)s", "%(num)s sessions changed: %(circle)s", len(moved), circle=circle
    )
    if is_moved:
        subject = ngettext(
            "%(num)s session moved: %(circle)s", "%(num)s sessions moved: %(circle)s", len(moved), circle=circle
        )
    return _about_circle(payload, subject, lines)


def _about_circle(payload: Payload, subject: str, lines: list[str]) -> Message:
    return Message(subject, lines, f"/circles/{payload['slug']}/", _("Look at the circle"))


def _times(one: Payload) -> tuple[str, str]:
    return one["starts_at"], one["ends_at"]


def _have_moved(circle: str, count: int) -> str:
    said = ngettext(
        "%(num)s session of %(circle)s has moved.", "%(num)s sessions of %(circle)s have moved.", count, circle=circle
    )
    return str(said)


def _have_changed(circle: str, count: int) -> str:
    said = ngettext(
        "The place of %(num)s session of %(circle)s is another one.",
        "The place of %(num)s sessions of %(circle)s is another one.",
        count,
        circle=circle,
    )
    return str(said)


def _old_and_new(one: Payload, zone: str) -> str:
    session, new = phrases.number_and_title(one), phrases.when(one, zone)
    if _times(one) == _times(one["old"]):
        return str(_("%(session)s: %(when)s", session=session, when=new))
    return str(_("%(session)s: %(old)s → %(new)s", session=session, old=phrases.when(one["old"], zone), new=new))


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


def assignment_suggested(payload: Payload, language: str) -> Message:
    """Would you present this chapter?"""
    chapter, session = phrases.chapter(payload), phrases.session(payload)
    lines = [_("Would you present %(chapter)s in %(session)s?", chapter=chapter, session=session)]
    lines += phrases.time_and_place(payload, payload["zone"])
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
    return phrases.about(payload, _("A chapter for you: %(chapter)s", chapter=chapter), lines, _("Accept or decline"))


def assignment_taken(payload: Payload, language: str) -> Message:
    """A chapter has its presenter."""
    chapter, name = phrases.chapter(payload), payload["presenter"]
    if payload.get("beside"):
        return _taken_by_two(payload)
    lines = [
        _(
            "%(name)s presents %(chapter)s in %(session)s.",
            name=name,
            chapter=chapter,
            session=phrases.session(payload),
        ),
        *phrases.time_and_place(payload, payload["zone"]),
    ]
    return phrases.about(payload, _("%(name)s presents %(chapter)s", name=name, chapter=chapter), lines)


def _taken_by_two(payload: Payload) -> Message:
    chapter, names = phrases.chapter(payload), {"first": payload["beside"], "second": payload["presenter"]}
    lines = [
        _("%(first)s and %(second)s present %(chapter)s together.", chapter=chapter, **names),
        phrases.session(payload),
        *phrases.time_and_place(payload, payload["zone"]),
    ]
    return phrases.about(payload, _("%(first)s and %(second)s present %(chapter)s", chapter=chapter, **names), lines)


def cover_wanted(payload: Payload, language: str) -> Message:
    """Somebody cannot present."""
    chapter, name = phrases.chapter(payload), payload["presenter"]
    lines = [
        _(
            "%(name)s cannot present %(chapter)s in %(session)s.",
            name=name,
            chapter=chapter,
            session=phrases.session(payload),
        ),
        *phrases.time_and_place(payload, payload["zone"]),
    ]
    lines.append(_("Could you take it over, or ask somebody?"))
    return phrases.about(payload, _("Cover wanted for %(chapter)s", chapter=chapter), lines, _("See the chapter"))


def assignment_declined(payload: Payload, language: str) -> Message:
    """Somebody an organiser asked says no."""
    chapter, name = phrases.chapter(payload), payload["presenter"]
    lines = [
        _(
            "%(name)s declined %(chapter)s in %(session)s.",
            name=name,
            chapter=chapter,
            session=phrases.session(payload),
        ),
        _("The chapter is open again. You can ask whoever comes next on the chapter's page."),
    ]
    return phrases.about(payload, _("%(name)s declined %(chapter)s", name=name, chapter=chapter), lines)


def assignment_given_back(payload: Payload, language: str) -> Message:
    """A chapter is open again."""
    chapter, name = phrases.chapter(payload), payload["presenter"]
    lines = [
        _(
            "%(name)s gave %(chapter)s in %(session)s back.",
            name=name,
            chapter=chapter,
            session=phrases.session(payload),
        ),
        *phrases.time_and_place(payload, payload["zone"]),
        _("The chapter is open again. You can ask whoever comes next on the chapter's page."),
    ]
    return phrases.about(payload, _("%(chapter)s is open again", chapter=chapter), lines, _("See the chapter"))


def nobody_left(payload: Payload, language: str) -> Message:
    """Nobody could be asked any more."""
    chapter, session = phrases.chapter(payload), phrases.session(payload)
    lines = [
        _("%(chapter)s in %(session)s has no presenter, and nobody is left to ask.", chapter=chapter, session=session),
        *phrases.time_and_place(payload, payload["zone"]),
        _("You can ask somebody in person, read it together, or move it to another session."),
    ]
    return phrases.about(
        payload, _("Nobody is left to ask for %(chapter)s", chapter=chapter), lines, _("See the chapter")
    )


def chapters_wanted(payload: Payload, language: str) -> Message:
    """Chapters that somebody could take, of all circles of a person."""
    wanted = payload["chapters"]
    first = phrases.chapter(wanted[0])
    lines = [_("These chapters want a presenter. Whoever takes one first has it; nobody has to.")]
    for one in wanted:
        at = phrases.when(one, one["zone"])
        lines.append(
            _("%(chapter)s: %(session)s, %(when)s", chapter=phrases.chapter(one), session=phrases.session(one), when=at)
        )
    subject = _("A presenter is wanted: %(chapter)s", chapter=first)
    if len(wanted) > 1:
        subject = ngettext(
            "A presenter is wanted: %(chapter)s and %(num)s more chapter",
            "A presenter is wanted: %(chapter)s and %(num)s more chapters",
            len(wanted) - 1,
            chapter=first,
        )
    address = f"/meetings/{wanted[0]['meeting_id']}/" if len(wanted) == 1 else "/"
    return Message(subject, lines, address, _("Take a chapter"))


def cannot_present(payload: Payload, language: str) -> Message:
    """A presenter drops out shortly before."""
    chapter, name = phrases.chapter(payload), payload["presenter"]
    lines = [
        _(
            "%(name)s can no longer present %(chapter)s in %(session)s.",
            name=name,
            chapter=chapter,
            session=phrases.session(payload),
        ),
        *phrases.time_and_place(payload, payload["zone"]),
        _("Decide what to do by one press: ask somebody, read it together, move it to the next session, or call off."),
    ]
    subject = _("%(name)s can no longer present %(chapter)s: please decide what to do", name=name, chapter=chapter)
    return Message(subject, lines, phrases.decision(payload), _("Decide what to do"))


def cover_sought(payload: Payload, language: str) -> Message:
    """An organiser noted for somebody that they cannot present."""
    chapter, session = phrases.chapter(payload), phrases.session(payload)
    lines = [
        _("It was noted for you that you cannot present %(chapter)s in %(session)s.", chapter=chapter, session=session),
        *phrases.time_and_place(payload, payload["zone"]),
        _("The organisers look for cover. If you can present after all, say so on the session's page."),
    ]
    return phrases.about(payload, _("Cover is looked for: %(chapter)s", chapter=chapter), lines)


def chapter_swapped(payload: Payload, language: str) -> Message:
    """Two presenters have changed places."""
    chapter, session = phrases.chapter(payload), phrases.session(payload)
    lines = [
        _("You present %(chapter)s in %(session)s now; the two of you have swapped.", chapter=chapter, session=session),
        *phrases.time_and_place(payload, payload["zone"]),
    ]
    return phrases.about(payload, _("Swapped: you present %(chapter)s", chapter=chapter), lines)


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
        lines.append(_("We take care of the chapter from here. Thank you for letting us know."))
    return phrases.about(payload, _("Changed plan: %(session)s", session=session), [words, *lines])


def signup_removed(payload: Payload, language: str) -> Message:
    """An organiser took them off the list of a session."""
    lines = [
        _("An organiser has taken you off the list of %(session)s.", session=phrases.session(payload)),
        *phrases.time_and_place(payload, payload["zone"]),
        _("If that is a mistake, please ask them."),
    ]
    return phrases.about(payload, _("You are off the list: %(session)s", session=phrases.session(payload)), lines)


def chapter_taken_off(payload: Payload, language: str) -> Message:
    """An organiser took a chapter from them."""
    chapter, session = phrases.chapter(payload), phrases.session(payload)
    lines = [
        _(
            "You need not present %(chapter)s in %(session)s: an organiser has taken you off it.",
            chapter=chapter,
            session=session,
        ),
        *phrases.time_and_place(payload, payload["zone"]),
        _("If that is a mistake, please ask them."),
    ]
    return phrases.about(payload, _("You no longer present %(chapter)s", chapter=chapter), lines)


def plan_restored(payload: Payload, language: str) -> Message:
    """What was decided for a chapter is taken back."""
    chapter, session = phrases.chapter(payload), phrases.session(payload)
    lines = [
        _("%(chapter)s is read in %(session)s as planned before.", chapter=chapter, session=session),
        *phrases.time_and_place(payload, payload["zone"]),
    ]
    return phrases.about(payload, _("As planned after all: %(session)s", session=session), lines)


def thought_wiped(payload: Payload, language: str) -> Message:
    """Something one wrote about a chapter is gone for good."""
    words = _("What you wrote is gone for good. In its place stands that it was wiped.")
    title = _("An administrator wiped a thought of yours in %(circle)s", circle=payload["circle"])
    return Message(title, [words], f"/meetings/{payload['meeting_id']}/", _("Open the session"))


def thanked(payload: Payload, language: str) -> Message:
    """Somebody said thank you; what they said stands on the page alone."""
    session = phrases.session(payload)
    lines = [_("What was said to you about %(session)s stands on its page.", session=session)]
    return phrases.about(payload, _("Thanks for presenting: %(session)s", session=session), lines)


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
    "chapters_wanted": Kind(chapters_wanted, _l("A chapter I could take wants a presenter"), _CHAPTERS),
    "cannot_present": Kind(cannot_present, _l("A presenter drops out shortly before"), _CHAPTERS),
    "cover_sought": Kind(cover_sought, _l("Somebody noted that I cannot present"), _CHAPTERS),
    "chapter_swapped": Kind(chapter_swapped, _l("My chapter was swapped"), _CHAPTERS),
    "signup_removed": Kind(signup_removed, _l("I am taken off the list of a session"), _MEETINGS),
    "chapter_taken_off": Kind(chapter_taken_off, _l("A chapter is taken from me"), _CHAPTERS),
    "thought_wiped": Kind(thought_wiped, _l("A thought of mine was wiped"), _MEETINGS),
    "thanked": Kind(thanked, _l("Somebody thanks me for presenting"), _CHAPTERS),
    "plan_changed": Kind(plan_changed, _l("The plan of a session changed shortly before"), _MEETINGS),
    "plan_restored": Kind(plan_restored, _l("A change of plan was taken back"), _MEETINGS),
}
