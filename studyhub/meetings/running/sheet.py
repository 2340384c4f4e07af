"""What one needs of a session while it runs: the link, the note, the code, the chapters, what to talk about."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from studyhub.circles import queries as circles
from studyhub.circles.models import Chapter, Participation
from studyhub.meetings import rules
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import WILL_PRESENT_OR_DID
from studyhub.meetings.assigning.queries import Presenter, ReadChapter
from studyhub.meetings.models import Meeting, SignupState
from studyhub.meetings.running import hours, queries, scribes
from studyhub.meetings.running.day import Day, day_of
from studyhub.meetings.running.hours import Hour
from studyhub.meetings.running.queries import Heads, Standing
from studyhub.meetings.thoughts import queries as thought_queries
from studyhub.meetings.thoughts.queries import ChapterTalk, Said
from studyhub.people.models import User

AGENDA_SHOWN = 5
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class ChapterNow:
    """A chapter of today, who presents it, how much was said about it, and whether it is read together."""

    chapter: Chapter
    presenters: Sequence[Presenter]
    said: int
    is_read_together: bool


@dataclass(frozen=True)
class NowSheet:
    """A session from 30 minutes before to its end, as one member needs it.

    `agenda` is what was said, what most agree with first; `day` is how it stands, for whoever organises it.
    """

    meeting: Meeting
    hour: Hour
    minutes_left: int
    heads: Heads
    mine: Standing
    participation: Participation | None
    chapters: Sequence[ChapterNow]
    agenda: Sequence[Said]
    can_organize: bool
    can_project: bool
    presents: bool
    is_scribe: bool
    day: Day | None


def now_sheet(meeting: Meeting, user: User, now: datetime) -> NowSheet | None:
    """What a member needs of a session they may see; None when it is not its hour."""
    hour = hours.hour_of(meeting, now)
    if hour not in {Hour.SOON, Hour.RUNNING}:
        return None
    participation = circles.participation(meeting.circle, user)
    heads = queries.heads(meeting.id, user)
    presenters = chapter_queries.presenters(meeting)
    read = chapter_queries.read_in(meeting, now=now)
    talk = talk_of(meeting, [one.chapter for one in read], user, now)
    together = {one.chapter.id for one in read if one.is_read_together}
    can_organize = rules.can_organize(user, participation)
    return NowSheet(
        meeting=meeting,
        hour=hour,
        minutes_left=max((meeting.ends_at - now) // MINUTE, 1),
        heads=heads,
        mine=_standing(meeting, heads, now),
        participation=participation,
        chapters=[_chapter(about, presenters, together) for about in talk],
        agenda=agenda(talk)[:AGENDA_SHOWN],
        can_organize=can_organize,
        can_project=rules.can_project(meeting, user, organizes=can_organize),
        presents=any(one.user_id == user.id for one in presenting(presenters)),
        is_scribe=meeting.scribe_id == user.id,
        day=_day(meeting, read, presenters, now) if can_organize else None,
    )


def _day(meeting: Meeting, read: Sequence[ReadChapter], presenters: Sequence[Presenter], now: datetime) -> Day:
    has_scribe = meeting.id in scribes.scribes([meeting.id])
    return day_of(meeting, read, presenters, has_scribe=has_scribe, now=now)


def _standing(meeting: Meeting, heads: Heads, now: datetime) -> Standing:
    has_seat = heads.mine is SignupState.CONFIRMED
    return Standing(
        can_check_in=has_seat and not heads.is_here and rules.can_check_in(meeting, now),
        is_here=heads.is_here,
        checked_in_at=heads.checked_in_at,
        is_waiting=heads.mine is SignupState.WAITLISTED,
    )


def talk_of(meeting: Meeting, chapters: Sequence[Chapter], user: User, now: datetime) -> list[ChapterTalk]:
    """These chapters of a meeting and what is said about them; nothing is, to whoever may not read it."""
    if chapters and thought_queries.is_open(meeting.id, user):
        return thought_queries.talk_about(chapters, user, now)
    return [ChapterTalk(chapter, []) for chapter in chapters]


def agenda(talk: Sequence[ChapterTalk]) -> list[Said]:
    """What there is to talk about: what most agree with first, then what was asked, then what was said earlier."""
    said = [one for about in talk for one in about.said if not one.thought.deleted_at and not one.thought.wiped_at]
    return sorted(said, key=lambda one: (-one.likes, one.thought.kind != "question", one.thought.id))


def presenting(presenters: Sequence[Presenter]) -> list[Presenter]:
    """Those who are to present now: neither who was only asked nor who cannot come."""
    return [one for one in presenters if one.state in WILL_PRESENT_OR_DID]


def _chapter(about: ChapterTalk, presenters: Sequence[Presenter], together: Set[int]) -> ChapterNow:
    held = [one for one in presenting(presenters) if one.chapter_id == about.chapter.id]
    return ChapterNow(about.chapter, held, len(agenda([about])), about.chapter.id in together)
