"""What people are told of give and take between two presenters."""

from datetime import datetime

from studyhub.delivery.texts import Message, Payload
from studyhub.meetings import phrases
from studyhub.words.dates import when
from studyhub.words.saying import gettext as _


def chapter_proposed(payload: Payload, language: str) -> Message:
    """Would you take this chapter, for one of yours or for nothing?"""
    name, chapter = payload["proposer"], phrases.chapter(payload)
    until = when(datetime.fromisoformat(payload["answer_until"]))
    lines = [_("You would present %(chapter)s:", chapter=chapter), _dated(payload)]
    subject = _("%(name)s asks you to take over %(chapter)s", name=name, chapter=chapter)
    if other := payload["other"]:
        subject = _("%(name)s would like to swap chapters with you", name=name)
        lines += [_("%(name)s would present %(chapter)s:", name=name, chapter=phrases.chapter(other)), _dated(other)]
    lines.append(_("Nothing changes until you accept. Without an answer by %(when)s it is off.", when=until))
    return phrases.about_chapter(payload, subject, lines, _("Accept or decline"))


def _dated(payload: Payload) -> str:
    return f"{phrases.session(payload)}{_(', ')}{phrases.when(payload, payload['zone'])}"


def proposal_answered(payload: Payload, language: str) -> Message:
    """Yes or no."""
    name, chapter = payload["asked"], phrases.chapter(payload)
    if not payload["is_accepted"]:
        lines = [_("The chapter stays yours. You can ask somebody else, or look for cover.")]
        return phrases.about_chapter(
            payload, _("%(name)s declined to take over %(chapter)s", name=name, chapter=chapter), lines
        )
    lines = [_("%(name)s presents %(chapter)s now.", name=name, chapter=chapter), _dated(payload)]
    if other := payload["other"]:
        lines += [_("You present %(chapter)s now:", chapter=phrases.chapter(other)), _dated(other)]
    return phrases.about_chapter(payload, _("%(name)s takes over %(chapter)s", name=name, chapter=chapter), lines)


def proposal_agreed(payload: Payload, language: str) -> Message:
    """Two presenters have agreed; for organisers."""
    names, chapter = {"first": payload["proposer"], "second": payload["asked"]}, phrases.chapter(payload)
    lines = [_("%(name)s presents %(chapter)s now.", name=names["second"], chapter=chapter), _dated(payload)]
    if other := payload["other"]:
        lines += [_("%(name)s presents %(chapter)s now.", name=names["first"], chapter=phrases.chapter(other))]
        lines += [_dated(other)]
    lines.append(_("The two agreed on it themselves."))
    return phrases.about_chapter(payload, _("%(first)s and %(second)s agreed on their chapters", **names), lines)


def proposal_ended(payload: Payload, language: str) -> Message:
    """It is off: nobody answered, it was taken back, or the chapters have changed."""
    names, chapter = {"first": payload["proposer"], "second": payload["asked"]}, phrases.chapter(payload)
    what = _("%(first)s had asked %(second)s to take over %(chapter)s.", **names, chapter=chapter)
    if other := _other(payload):
        what = _(
            "%(first)s had asked %(second)s to take over %(chapter)s for %(other)s.",
            **names,
            chapter=chapter,
            other=phrases.chapter(other),
        )
    why = {
        "silence": _("There was no answer in time, so everybody keeps their chapters."),
        "withdrawn": _("%(first)s took it back, so everybody keeps their chapters.", **names),
        "changed": _("The chapters have changed meanwhile, so there is nothing to answer any more."),
    }
    address = f"/meetings/{payload['meeting_id']}/" if payload["meeting_id"] else "/"
    subject = _("The request about %(chapter)s is over", chapter=chapter)
    return Message(subject, [what, why[payload["cause"]]], address, _("Open the session"))


def _other(payload: Payload) -> Payload | None:
    """The chapter that was to be given for it. Of notices from before StudyHub was updated its title alone is known."""
    if title := payload.get("other_title"):
        return {"chapter_title": title}
    return payload.get("other")
