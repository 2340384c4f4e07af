"""What is said in chat of a session: plain text, by the same words whether it is copied or sent.

In the language that is spoken at the moment, with times in the circle's zone.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from studyhub.chat.facts import Part, Told
from studyhub.circles import words
from studyhub.circles.models import Chapter
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.notes.models import Note
from studyhub.reminders import phrases
from studyhub.words import dates
from studyhub.words.language import sentences
from studyhub.words.names import polite
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext


def day_before(told: Told, root: str) -> str:
    """The session, for the day before it and any other; `root` is our public address without a slash at its end."""
    meeting = told.meeting
    if told.hidden:
        return _joined([_("A session is planned")], meeting, root)
    lines = [f"{_when(told)} {_named(meeting)}", _read(told.parts), _where_and_how_much(told), _welcome(told)]
    return _joined(lines, meeting, root)


def changed(told: Told, root: str) -> str:
    """What is other than it was: called off, without a date, moved, or covered; nothing when nothing is."""
    if not has_news(told):
        return ""
    if told.hidden:
        return _other_plan(told.meeting, root)
    return _joined([*_news(told), *(_covered(part) for part in told.covered)], told.meeting, root)


def has_news(told: Told) -> bool:
    """Whether there is anything to say after a change."""
    return told.is_moved or bool(told.covered) or told.meeting.state is not MeetingState.SCHEDULED


def on_again(told: Told, root: str) -> str:
    """It takes place after all, or as planned."""
    if told.hidden:
        return _other_plan(told.meeting, root)
    return _joined([_as_planned(told)], told.meeting, root)


def chapters_wanted(told: Told, root: str) -> str:
    """The chapters of a session that want a presenter; nothing where there are none, or that is not to be told."""
    wanted = [part.chapter for part in told.parts if part.is_open]
    if told.hidden or not wanted:
        return ""
    names = phrases.listed([_chapter(chapter) for chapter in wanted])
    lines = [f"{_when(told)} {_named(told.meeting)}", _("A presenter is wanted: %(chapters)s", chapters=names)]
    return _joined(lines, told.meeting, root)


def notes_shared(note: Note, root: str) -> str:
    """Notes that can be read now."""
    where = f"{root}/notes/{note.id}/"
    if note.meeting is None:
        said = _("“%(title)s” of %(circle)s can be read now.", title=note.title, circle=note.circle.title)
    else:
        when = dates.day(note.meeting.starts_at, note.circle.time_zone)
        said = _("The notes of %(session)s on %(when)s can be read now.", session=_named(note.meeting), when=when)
    return f"{said}\n{where}"


def _other_plan(meeting: Meeting, root: str) -> str:
    return _joined([_("The plan of a session has changed")], meeting, root)


def _joined(lines: Sequence[str], meeting: Meeting, root: str) -> str:
    return "\n".join([*filter(None, lines), _address(meeting, root)])


def _address(meeting: Meeting, root: str) -> str:
    return f"{root}/meetings/{meeting.id}/"


def _named(meeting: Meeting) -> str:
    number = meeting.number or meeting.called_off_number
    which = _("Session %(number)s", number=number) if number else meeting.title
    return f"{meeting.circle.title} {which}".rstrip()


def _when(told: Told) -> str:
    """明日 12月3日(木) 16:00–17:00."""
    meeting, zone = told.meeting, told.meeting.circle.time_zone
    if meeting.state is MeetingState.POSTPONED:
        return _("date open")
    hours = dates.time_range(meeting.starts_at, meeting.ends_at, zone)
    return f"{_soon(meeting.starts_at, told.now, zone)} {dates.day(meeting.starts_at, zone)} {hours}".lstrip()


def _soon(moment: datetime, now: datetime, zone: str) -> str:
    days = (moment.astimezone(ZoneInfo(zone)).date() - now.astimezone(ZoneInfo(zone)).date()).days
    return {0: _("Today"), 1: _("Tomorrow")}.get(days, "")


def _read(parts: Sequence[Part]) -> str:
    return phrases.listed([_part(part) for part in parts])


def _part(part: Part) -> str:
    chapter = _chapter(part.chapter)
    if part.presenters:
        return _("%(chapter)s (%(names)s)", chapter=chapter, names=polite(part.presenters))
    if part.is_read_together:
        return _("%(chapter)s (read together)", chapter=chapter)
    return _("%(chapter)s (presenter wanted)", chapter=chapter) if part.is_open else chapter


def _chapter(chapter: Chapter) -> str:
    return words.chapter_name(chapter.number, chapter.kind, chapter.title)


def _number(chapter: Chapter) -> str:
    return words.chapter_number(chapter.number, chapter.kind)


def _where_and_how_much(told: Told) -> str:
    return str(sentences([_where(told.meeting), *_how_much(told)]))


def _where(meeting: Meeting) -> str:
    if meeting.place and meeting.online_url:
        return _("%(place)s, or online.", place=meeting.place)
    if meeting.online_url:
        return _("Online.")
    return _("%(place)s.", place=meeting.place) if meeting.place else ""


def _how_much(told: Told) -> list[str]:
    pages = phrases.pages([{"pages": part.chapter.pages} for part in told.parts])
    return [_("%(pages)s to read.", pages=pages) if pages else "", _spoken(told.thoughts)]


def _spoken(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(num)s thought or question so far.", "%(num)s thoughts and questions so far.", count)


def _welcome(told: Told) -> str:
    meeting = told.meeting
    has_room = meeting.takes_new and meeting.capacity is None and meeting.is_open(told.now)
    listening = _("Coming just to listen is welcome.") if has_room else ""
    return str(sentences([listening, _wanted(told.wanted)]))


def _wanted(chapters: Sequence[Chapter]) -> str:
    if not chapters:
        return ""
    names = phrases.listed([_number(chapter) or chapter.title for chapter in chapters])
    return _("For %(chapters)s a presenter is wanted.", chapters=names)


def _news(told: Told) -> list[str]:
    meeting, when = told.meeting, _when(told)
    match meeting.state:
        case MeetingState.CANCELLED:
            return [_("%(session)s, %(when)s, is called off.", session=_named(meeting), when=when)]
        case MeetingState.POSTPONED:
            return [_("%(session)s is put off; its new date is still open.", session=_named(meeting))]
    if told.is_moved:
        return [_("%(session)s has another time: %(when)s", session=_named(meeting), when=when)]
    return [_as_planned(told)]


def _as_planned(told: Told) -> str:
    meeting, zone = told.meeting, told.meeting.circle.time_zone
    soon = _soon(meeting.starts_at, told.now, zone) or dates.day(meeting.starts_at, zone)
    when = f"{soon} {dates.clock_time(meeting.starts_at, zone)}"
    return _("%(session)s takes place as planned: %(when)s", session=_named(meeting), when=when)


def _covered(part: Part) -> str:
    names = polite(part.presenters)
    which = _number(part.chapter) or part.chapter.title
    return _("%(names)s takes over %(chapter)s. Thank you!", names=names, chapter=which)
