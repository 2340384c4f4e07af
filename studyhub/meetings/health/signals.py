"""What of a circle can be mended now, each with what it is about; everything else is in order.

Only what can be mended at this moment is said, and of each kind one thing. It is derived from what the circle's page
has read already, by the rules that the first page of whoever organises it follows, so nothing is asked for it.
Rules: docs/rules.md, Health of a circle.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise, takewhile

from studyhub.circles.models import Chapter, CircleState
from studyhub.meetings import rules
from studyhub.meetings.assigning.cover import calling
from studyhub.meetings.assigning.models import AssignmentState
from studyhub.meetings.circle_page import PlanLine, ReadChapter
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.people.waiting import REMEMBERED_DAYS

# A place and a scribe are looked for once the session is near.
SOON = timedelta(days=7)
TREND = 4
# Fewer each time, three times in a row, until a third of them stays away: one thin evening is no sign.
FALLS, STILL_THERE = 3, Fraction(2, 3)
# One session that is called off is an accident.
CALLED_OFF_IN_A_ROW = 2


class Sign(StrEnum):
    """What can be out of order, the most urgent first."""

    COVER = "cover"
    OPEN = "open"
    NO_DATE = "no_date"
    PLACE = "place"
    SCRIBE = "scribe"
    ATTENDANCE = "attendance"
    NOTE = "note"
    SHARING = "sharing"
    NO_SESSION = "no_session"
    CALLED_OFF = "called_off"
    FALLING = "falling"
    ALONE = "alone"
    ONE_ORGANIZER = "one_organizer"


@dataclass(frozen=True)
class Mend:
    """One thing to mend: the session it is about, if it is about one, and how many more there are of its kind.

    `chapters` are those that want a presenter, the last of them in the session `last`; `names` are who looks for cover
    for the first; `note_id` is the note that is a draft; `counts` are how many came, or how many were called off.
    """

    sign: Sign
    meeting: Meeting | None = None
    others: int = 0
    chapters: Sequence[Chapter] = ()
    last: Meeting | None = None
    names: Sequence[str] = ()
    note_id: int | None = None
    counts: Sequence[int] = ()


@dataclass(frozen=True)
class Health:
    """What to mend, the most urgent first, and the signs that are in order; `came` counts the last sessions."""

    mend: Sequence[Mend]
    settled: Sequence[Sign]
    came: Sequence[int]
    organizers: int


@dataclass(frozen=True)
class Known:
    """What the circle's page has read: its sessions in order of time, ids of drafts and of sessions with notes."""

    state: CircleState
    lines: Sequence[PlanLine]
    drafts: Mapping[int, int]
    noted: Collection[int]
    people: int
    organizers: int


def health(known: Known, *, now: datetime) -> Health:
    """How the circle stands now."""
    coming = [line for line in known.lines if line.meeting.is_open(now)]
    held = [line.meeting for line in known.lines if line.meeting.is_held(now)]
    looked_at = {
        **_of_chapters(coming, known, now),
        **_of_next(coming, now),
        **_attendance(held, now),
        **_of_notes(held, known, now),
        **_of_circle(known, now),
    }
    return Health(
        mend=[found for sign in Sign if (found := looked_at.get(sign))],
        settled=[sign for sign in Sign if sign in looked_at and looked_at[sign] is None],
        came=_came(known)[-TREND:],
        organizers=known.organizers,
    )


_Found = dict[Sign, Mend | None]


def _of_chapters(coming: Sequence[PlanLine], known: Known, now: datetime) -> _Found:
    """Only where somebody presents at all, and somebody can be asked besides whoever is told."""
    if known.people <= 1:
        return {}
    presented = [line for line in coming if line.chapters and rules.takes_presenters(line.meeting, now)]
    if not presented:
        return {}
    read = [(line.meeting, one) for line in presented for one in line.chapters]
    sought = [(meeting, one) for meeting, one in read if _who_seeks(one)]
    wanted = open_chapters([(meeting, one.chapter) for meeting, one in read if one.is_open], now)
    cover = _cover(sought)
    near = [one for line in presented if line.meeting.starts_at < now + calling.AHEAD for one in line.chapters]
    is_unsure = wanted is None and any(one.waits_for_answer for one in near)
    # Where cover is looked for nobody reads beside it that all have their presenters, or that nobody looks for it.
    undated = [line for line in known.lines if line.meeting.state is MeetingState.POSTPONED]
    is_sought_later = any(_who_seeks(one) for line in undated for one in line.chapters)
    found = {} if (sought or is_sought_later) and not cover else {Sign.COVER: cover}
    return found if is_unsure or (sought and not wanted) else {**found, Sign.OPEN: wanted}


def _cover(sought: Sequence[tuple[Meeting, ReadChapter]]) -> Mend | None:
    """Where nobody is asked to stand in as yet."""
    unasked = [(meeting, one) for meeting, one in sought if not _is_asked(one)]
    if not unasked:
        return None
    meeting, first = unasked[0]
    return Mend(Sign.COVER, meeting, len(unasked) - 1, [first.chapter], names=_who_seeks(first))


def _is_asked(one: ReadChapter) -> bool:
    return any(presenter.state is AssignmentState.SUGGESTED for presenter in one.presenters)


def _who_seeks(one: ReadChapter) -> list[str]:
    return [presenter.name for presenter in one.presenters if presenter.state is AssignmentState.COVER_WANTED]


def open_chapters(wanted: Sequence[tuple[Meeting, Chapter]], now: datetime) -> Mend | None:
    """Chapters that nobody has, in the order of their sessions, once one is near: one press asks for all of them."""
    if not wanted or wanted[0][0].starts_at >= now + calling.AHEAD:
        return None
    chapters = [chapter for _meeting, chapter in wanted]
    return Mend(Sign.OPEN, wanted[0][0], len(wanted) - 1, chapters, last=wanted[-1][0])


def _of_next(coming: Sequence[PlanLine], now: datetime) -> _Found:
    if not coming or coming[0].meeting.starts_at >= now + SOON:
        return {}
    first = coming[0]
    meeting = first.meeting
    return {
        Sign.PLACE: None if meeting.place or meeting.online_url else Mend(Sign.PLACE, meeting),
        Sign.SCRIBE: None if first.has_scribe else Mend(Sign.SCRIBE, meeting),
    }


def _attendance(held: Sequence[Meeting], now: datetime) -> _Found:
    lately = [one for one in held if rules.can_take_attendance(one, now)]
    if not lately:
        return {}
    unsaid = [one for one in lately if one.attendance_confirmed_at is None]
    return {Sign.ATTENDANCE: Mend(Sign.ATTENDANCE, unsaid[0], len(unsaid) - 1) if unsaid else None}


def _of_notes(held: Sequence[Meeting], known: Known, now: datetime) -> _Found:
    since, until = now - timedelta(days=REMEMBERED_DAYS), now - rules.NOTES_WITHIN
    due = [one for one in held if since < one.ends_at <= until]
    if not due:
        return {}
    missing = [one for one in due if one.id not in known.noted]
    drafts = [one for one in due if one.id in known.drafts]
    found = {
        Sign.NOTE: Mend(Sign.NOTE, missing[0], len(missing) - 1) if missing else None,
        Sign.SHARING: _draft(drafts, known),
    }
    in_order = _notes_in_order(held, known)
    return {sign: mend for sign, mend in found.items() if mend or sign in in_order}


def _notes_in_order(held: Sequence[Meeting], known: Known) -> set[Sign]:
    """What may be called good: only what is so of every session held, those of the last days too."""
    if any(one.id not in known.noted for one in held):
        return set()
    return {Sign.NOTE} if any(one.id in known.drafts for one in held) else {Sign.NOTE, Sign.SHARING}


def _draft(drafts: Sequence[Meeting], known: Known) -> Mend | None:
    if not drafts:
        return None
    return Mend(Sign.SHARING, drafts[0], len(drafts) - 1, note_id=known.drafts[drafts[0].id])


def _of_circle(known: Known, now: datetime) -> _Found:
    if known.state is not CircleState.RUNNING:
        return {}
    is_planned = any(not line.is_past and line.meeting.state is not MeetingState.CANCELLED for line in known.lines)
    undated = [line.meeting for line in known.lines if line.meeting.state is MeetingState.POSTPONED]
    found = {
        Sign.NO_SESSION: None if is_planned else Mend(Sign.NO_SESSION),
        Sign.ALONE: Mend(Sign.ALONE) if known.people <= 1 else None,
    }
    # Only a warning, never praise: what is not falling is no merit of anybody's.
    no_date = Mend(Sign.NO_DATE, undated[0], len(undated) - 1) if undated else None
    warned = (no_date, _called_off(known, now) if is_planned else None, _falling(known), _one_organizer(known))
    return found | {one.sign: one for one in warned if one}


def _called_off(known: Known, now: datetime) -> Mend | None:
    """The sessions called off since the last that was held, until one is held again."""
    told = [line.meeting for line in known.lines if line.meeting.state is not MeetingState.POSTPONED]
    since = max((place for place, one in enumerate(told) if one.is_held(now)), default=-1) + 1
    row = list(takewhile(lambda one: one.state is MeetingState.CANCELLED, told[since:]))
    return Mend(Sign.CALLED_OFF, row[-1], counts=[len(row)]) if len(row) >= CALLED_OFF_IN_A_ROW else None


def _falling(known: Known) -> Mend | None:
    last = _came(known)[-FALLS:]
    is_less_each_time = all(later < earlier for earlier, later in pairwise(last))
    if len(last) < FALLS or not is_less_each_time or last[-1] > last[0] * STILL_THERE:
        return None
    return Mend(Sign.FALLING, counts=last)


def _came(known: Known) -> list[int]:
    return [line.came for line in known.lines if line.came is not None]


def _one_organizer(known: Known) -> Mend | None:
    """Where others take part in several sessions: whoever is alone is told so, and one evening needs one person."""
    is_lasting = len(known.lines) > 1 and known.people > 1
    return Mend(Sign.ONE_ORGANIZER) if is_lasting and known.organizers == 1 else None
