"""What reminders say in the notices, and by mail where that says no more."""

from dataclasses import replace
from typing import Any

from studyhub.delivery.texts import Kind, Message, Payload
from studyhub.meetings.phrases import about, time_and_place
from studyhub.reminders import digest, phrases, still_true, unfinished, writing
from studyhub.reminders.models import ReminderKind
from studyhub.words.saying import gettext as _
from studyhub.words.saying import lazy_gettext as _l
from studyhub.words.saying import ngettext

_GROUP = _l("Reminders")


def week_before(payload: Payload, language: str) -> Message:
    """To whoever presents in a week: what, how much it is, and who had the chapter before."""
    mine = [part for part in payload["chapters"] if part["is_mine"]]
    lines = [*time_and_place(payload, payload["zone"]), *(_to_read(part) for part in mine)]
    lines += [line for part in mine for line in _before(part)]
    lines.append(_("If you cannot present, please say so on the session's page: then there is time to find cover."))
    return replace(about(payload, phrases.to_present(payload), lines), about=phrases.session(payload))


def _to_read(part: dict[str, Any]) -> str:
    named, pages = phrases.chapter(part), phrases.to_read(part)
    return _("%(chapter)s: %(pages)s", chapter=named, pages=pages) if pages else named


def _before(part: dict[str, Any]) -> list[str]:
    before = part.get("before")
    return [phrases.chapter_before(**before)] if before else []


def day_before(payload: Payload, language: str) -> Message:
    """To whoever comes: their own part first, then when, where and what."""
    lines = [*phrases.own_part(payload), *time_and_place(payload, payload["zone"]), *phrases.chapter_lines(payload)]
    return about(payload, phrases.subject(payload), lines)


def hour_before(payload: Payload, language: str) -> Message:
    """To whoever comes: when and where."""
    lines = [*time_and_place(payload, payload["zone"]), *phrases.own_part(payload)]
    return about(payload, phrases.subject(payload), lines)


def note_unshared(payload: Payload, language: str) -> Message:
    """To the scribe, or to whoever organises."""
    when = phrases.day(payload)
    named = phrases.session_and_title(payload)
    lines = [
        _("The notes of %(session)s on %(when)s are not shared yet.", session=named, when=when),
        _("Whoever could not come waits for them. They may be short: what was decided is enough."),
    ]
    dated = f"{when} {phrases.session(payload)}"
    return about(payload, _("Notes to share: %(session)s", session=dated), lines)


def release_waiting(payload: Payload, language: str) -> Message:
    """To editors: a text waits for one of them."""
    days = payload["days"]
    waits = ngettext(
        "“%(title)s” of %(circle)s has waited for an editor for %(num)s day.",
        "“%(title)s” of %(circle)s has waited for an editor for %(num)s days.",
        days,
        title=payload["title"],
        circle=payload["circle"],
    )
    page = f"/notes/{payload['note_id']}/releases/{payload['release_id']}/"
    subject = ngettext(
        "Waiting for %(num)s day: %(title)s", "Waiting for %(num)s days: %(title)s", days, title=payload["title"]
    )
    return Message(subject, [waits], page, _("Read what would leave"))


def week_digest(payload: Payload, language: str) -> Message:
    """What comes this week, and whether one comes to it."""
    sessions = payload["sessions"]
    subject = ngettext("This week: %(num)s session", "This week: %(num)s sessions", len(sessions))
    return Message(subject, [_digest_line(one) for one in sessions], "/", _("Open StudyHub"))


def _digest_line(one: dict[str, Any]) -> str:
    words = f"{phrases.begins(one)} {phrases.session_and_title(one)}"
    held = {"confirmed": _("you come"), "waitlisted": _("you are on the waitlist")}.get(one["place_held"])
    return _("%(session)s: %(place)s", session=words, place=held) if held else words


KINDS = {
    str(ReminderKind.WEEK): Kind(
        week_before, _l("A week before I present"), _GROUP, holds=still_true.presents, write=writing.week_before
    ),
    str(ReminderKind.DAY): Kind(
        day_before, _l("A day before a session"), _GROUP, holds=still_true.comes_in_time, write=writing.day_before
    ),
    str(ReminderKind.HOUR): Kind(
        hour_before, _l("An hour before a session"), _GROUP, holds=still_true.comes_in_time, write=writing.hour_before
    ),
    str(ReminderKind.NOTE): Kind(
        note_unshared, _l("Notes of mine are not shared after three days"), _GROUP, holds=still_true.is_unshared
    ),
    unfinished.REQUEST: Kind(
        release_waiting, _l("A text waits for an editor (editors)"), _GROUP, holds=still_true.is_asked_for
    ),
    digest.KIND: Kind(week_digest, _l("On Mondays: what comes this week"), _GROUP, is_asked_for=True),
}
