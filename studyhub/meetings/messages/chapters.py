"""What people are told about chapters and who presents them."""

from datetime import datetime

from studyhub.delivery.texts import Message, Payload
from studyhub.meetings import phrases
from studyhub.meetings.assigning import reasons
from studyhub.words.dates import when
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext


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
    return phrases.about_chapter(
        payload, _("A chapter for you: %(chapter)s", chapter=chapter), lines, _("Accept or decline")
    )


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
    return phrases.about_chapter(payload, _("%(name)s presents %(chapter)s", name=name, chapter=chapter), lines)


def _taken_by_two(payload: Payload) -> Message:
    chapter, names = phrases.chapter(payload), {"first": payload["beside"], "second": payload["presenter"]}
    lines = [
        _("%(first)s and %(second)s present %(chapter)s together.", chapter=chapter, **names),
        phrases.session(payload),
        *phrases.time_and_place(payload, payload["zone"]),
    ]
    return phrases.about_chapter(
        payload, _("%(first)s and %(second)s present %(chapter)s", chapter=chapter, **names), lines
    )


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
    return phrases.about_chapter(
        payload, _("Cover wanted for %(chapter)s", chapter=chapter), lines, _("See the chapter")
    )


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
    return phrases.about_chapter(payload, _("%(name)s declined %(chapter)s", name=name, chapter=chapter), lines)


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
    return phrases.about_chapter(payload, _("%(chapter)s is open again", chapter=chapter), lines, _("See the chapter"))


def nobody_left(payload: Payload, language: str) -> Message:
    """Nobody could be asked any more."""
    chapter, session = phrases.chapter(payload), phrases.session(payload)
    lines = [
        _("%(chapter)s in %(session)s has no presenter, and nobody is left to ask.", chapter=chapter, session=session),
        *phrases.time_and_place(payload, payload["zone"]),
        _("You can ask somebody in person, read it together, or move it to another session."),
    ]
    return phrases.about_chapter(
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
    return Message(subject, lines, address, _("Take a chapter"), about=phrases.dated(wanted[0]))


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
    return Message(subject, lines, phrases.decision(payload), _("Decide what to do"), about=phrases.dated(payload))


def cover_sought(payload: Payload, language: str) -> Message:
    """An organiser noted for somebody that they cannot present."""
    chapter, session = phrases.chapter(payload), phrases.session(payload)
    lines = [
        _("It was noted for you that you cannot present %(chapter)s in %(session)s.", chapter=chapter, session=session),
        *phrases.time_and_place(payload, payload["zone"]),
        _("The organisers look for cover. If you can present after all, say so on the session's page."),
    ]
    return phrases.about_chapter(payload, _("Cover is looked for: %(chapter)s", chapter=chapter), lines)


def chapter_swapped(payload: Payload, language: str) -> Message:
    """Two presenters have changed places."""
    chapter, session = phrases.chapter(payload), phrases.session(payload)
    lines = [
        _("You present %(chapter)s in %(session)s now; the two of you have swapped.", chapter=chapter, session=session),
        *phrases.time_and_place(payload, payload["zone"]),
    ]
    return phrases.about_chapter(payload, _("Swapped: you present %(chapter)s", chapter=chapter), lines)


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
    return phrases.about_chapter(payload, _("You no longer present %(chapter)s", chapter=chapter), lines)


def thanked(payload: Payload, language: str) -> Message:
    """Somebody said thank you; what they said stands on the page alone."""
    session = phrases.session(payload)
    lines = [_("What was said to you about %(session)s stands on its page.", session=session)]
    return phrases.about(payload, _("Thanks for presenting: %(session)s", session=phrases.dated(payload)), lines)
