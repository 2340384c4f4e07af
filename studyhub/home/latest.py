"""What home opens with: the meeting that runs, has just ended or comes next, and the notes shared last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from studyhub import zones
from studyhub.circles import queries as circles
from studyhub.circles.models import Chapter, Circle, Format, Participation
from studyhub.db import db, kept
from studyhub.home.reading import ReadByMe, read_in
from studyhub.meetings import rules
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import AssignmentState, MeetingChapter
from studyhub.meetings.assigning.queries import ReadChapter
from studyhub.meetings.models import Meeting, MeetingState, Signup, SignupState
from studyhub.meetings.queries import MEETING_OF_CIRCLE
from studyhub.meetings.running import hours, scribes
from studyhub.meetings.running.day import Day, day_of
from studyhub.meetings.running.hours import Hour
from studyhub.meetings.thanks import queries as thanks
from studyhub.meetings.thoughts.models import Thought
from studyhub.notes import stages
from studyhub.notes.models import Note
from studyhub.notes.stages import Stage
from studyhub.people.models import User
from studyhub.people.readers import READER, read_by
from studyhub.shown import Shown

NOTES_SHOWN = 5
# One that is just over, two at once, and the one that comes.
LOOKED_THROUGH = 6
SIGNUP = Shown(Signup, meeting=MEETING_OF_CIRCLE)


@dataclass(frozen=True)
class NextMeeting:
    """The meeting a person goes to next, their place in it, the chapters they present and those they have yet to read.

    `seeking` are those of their chapters for which cover is looked for; `together` are read in the meeting itself;
    `said` is how many thoughts and questions there are on them all; `takes_part` is whether they are in its circle, not
    in this meeting alone; `day` is how it stands, for whoever organises it, on its day, and `in_hands` are for them on
    other days the chapters that somebody will present.
    """

    meeting: Meeting
    signup: Signup
    people: int
    chapters: tuple[Chapter, ...]
    seeking: Sequence[Chapter]
    to_read: tuple[Chapter, ...]
    together: tuple[Chapter, ...]
    all_chapters: tuple[Chapter, ...]
    said: int
    takes_part: bool
    organizes: bool
    is_today: bool
    day: Day | None
    in_hands: Sequence[Chapter]

    @property
    def pages(self) -> int:
        """How many pages there are to read, as far as they are known."""
        return sum(chapter.pages or 0 for chapter in self.to_read)


@dataclass(frozen=True)
class Ended:
    """A meeting that is over until the next morning: what is left to do after it.

    `can_thank` is whether somebody presented whom the reader may thank and has not.
    """

    meeting: Meeting
    organizes: bool
    can_thank: bool


@dataclass(frozen=True)
class MyMeetings:
    """The meetings in which a person has or awaits a seat: those that run, those just over, and the one that comes."""

    running: Sequence[Meeting]
    ended: Sequence[Ended]
    next: NextMeeting | None


def my_meetings(user: User, *, now: datetime) -> MyMeetings:
    """What home begins with, by the clock.

    Whoever may no longer see a circle that they had signed up in reads nothing of it.
    """
    found = _found(user, since=now - hours.LONGEST_END)
    if len(found) == LOOKED_THROUGH and found[-1].signup.meeting.ends_at <= now:
        # So many are over that those to come are behind them.
        found += _found(user, since=now)
    hour = {one.signup.meeting_id: hours.hour_of(one.signup.meeting, now) for one in found}
    on = {Hour.SOON, Hour.RUNNING}
    running = [one.signup.meeting for one in found if hour[one.signup.meeting_id] in on]
    # Who waited for a seat until the end was not there.
    seated = [one for one in found if one.signup.state is not SignupState.WAITLISTED]
    ended = [one for one in seated if hour[one.signup.meeting_id] is Hour.ENDED]
    coming = [one for one in found if one.signup.meeting.ends_at > now and hour[one.signup.meeting_id] not in on]
    # Where one goes for certain comes before where one waits for a seat.
    first = None if running else min(coming, key=lambda one: one.signup.state is SignupState.WAITLISTED, default=None)
    return MyMeetings(running, _ended(user, ended), _next_meeting(user, first, now=now) if first else None)


class _Mine(NamedTuple):
    signup: Signup
    people: int
    said: int
    takes_part: bool
    organizes: bool
    has_scribe: bool


def _found(user: User, *, since: datetime) -> list[_Mine]:
    rows = SIGNUP.with_more(_my_signups(), {"reader": user.id, "since": since})
    return [_Mine(signup, *told) for signup, told in rows]


def _ended(user: User, found: Sequence[_Mine]) -> list[Ended]:
    to_thank = thanks.to_thank(user, [one.signup.meeting_id for one in found]) if found else set()
    return [Ended(one.signup.meeting, one.organizes, one.signup.meeting_id in to_thank) for one in found]


def _next_meeting(user: User, mine: _Mine, *, now: datetime) -> NextMeeting:
    meeting = mine.signup.meeting
    with_mine = read_in(user, meeting, now)
    found_here, read = [one for one, *_mine in with_mine], [one.chapter for one, *_mine in with_mine]
    is_today = _is_today(meeting, now)
    return NextMeeting(
        meeting=meeting,
        signup=mine.signup,
        people=mine.people,
        said=mine.said,
        takes_part=mine.takes_part,
        organizes=mine.organizes,
        is_today=is_today,
        day=_day(mine, found_here, now) if mine.organizes and is_today else None,
        in_hands=_in_hands(meeting, found_here, now) if mine.organizes and not is_today else (),
        chapters=tuple(one.chapter for one, mine_is, _is_ticked in with_mine if mine_is),
        seeking=[one.chapter for one, mine_is, _is_ticked in with_mine if mine_is is AssignmentState.COVER_WANTED],
        to_read=_to_read(meeting, with_mine, now),
        together=tuple(one.chapter for one in found_here if one.is_read_together),
        all_chapters=tuple(read),
    )


def _day(mine: _Mine, read: Sequence[ReadChapter], now: datetime) -> Day:
    meeting = mine.signup.meeting
    presenters = chapter_queries.presenters(meeting) if rules.takes_presenters(meeting, now) else []
    return day_of(meeting, read, presenters, has_scribe=mine.has_scribe, now=now)


def _in_hands(meeting: Meeting, read: Sequence[ReadChapter], now: datetime) -> list[Chapter]:
    if not rules.takes_presenters(meeting, now):
        return []
    return [one.chapter for one in read if one.is_in_hands and not one.is_read_together]


def _is_today(meeting: Meeting, now: datetime) -> bool:
    zone = meeting.circle.time_zone
    return zones.in_zone(meeting.starts_at, zone).date() == zones.in_zone(now, zone).date()


@kept
def _my_signups() -> Select[*tuple[Any, ...]]:
    others = aliased(Signup)
    people = select(func.count()).where(others.meeting_id == Signup.meeting_id, others.state == SignupState.CONFIRMED)
    said = (
        select(func.count())
        .select_from(Thought)
        .join(MeetingChapter, MeetingChapter.chapter_id == Thought.chapter_id)
        .where(MeetingChapter.meeting_id == Signup.meeting_id, Thought.deleted_at.is_(None), Thought.wiped_at.is_(None))
    )
    # Those just over come first and are few; of those to come the first is enough, but two may run at once.
    return (
        SIGNUP.select()
        .add_columns(people.scalar_subquery(), said.scalar_subquery(), _takes_part().label("takes_part"))
        .add_columns(_takes_part(Participation.is_organizer).label("organizes"))
        .add_columns(scribes.has_scribe().label("has_scribe"))
        .join(Meeting, Meeting.id == Signup.meeting_id)
        .where(
            Signup.user_id == READER,
            circles.is_visible(Meeting.circle_id, is_member=True),
            Signup.state.in_((SignupState.CONFIRMED, SignupState.OFFERED, SignupState.WAITLISTED)),
            Meeting.state == MeetingState.SCHEDULED,
            Meeting.ends_at > bindparam("since"),
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(LOOKED_THROUGH)
    )


def _takes_part(*as_what: SQLColumnExpression[bool]) -> ColumnElement[bool]:
    is_in = Participation.circle_id == Meeting.circle_id, Participation.user_id == READER, Participation.is_present
    return exists().where(*is_in, *as_what).correlate(Meeting)


def _to_read(meeting: Meeting, read: Sequence[ReadByMe], now: datetime) -> tuple[Chapter, ...]:
    if meeting.has_begun(now) or meeting.effective_format is Format.READ_TOGETHER:
        return ()
    return tuple(one.chapter for one, _mine_is, is_ticked in read if not (one.is_read_together or is_ticked))


class SharedNote(NamedTuple):
    """A note as home names it; `number` is that of its meeting, if it has one."""

    id: int
    title: str
    first_shared_at: datetime
    circle: str
    number: int | None
    stages: tuple[Stage, ...]


def notes(user: User) -> list[SharedNote]:
    """The notes shared last among those the person may see."""
    rows = db.session.execute(_shared(), read_by(user))
    return [
        SharedNote(note_id, title, shared_at, circle, number, stages.stages(*known))
        for note_id, title, shared_at, circle, number, *known in rows
    ]


@kept
def _shared() -> Select[*tuple[Any, ...]]:
    # Which they are first: of all others nobody asks how far they have come.
    one = aliased(Note)
    newest = (
        select(one.id, one.first_shared_at)
        .where(one.first_shared_at.is_not(None), one.shared_at.is_not(None))
        .where(circles.is_visible(one.circle_id, is_member=True))
        .order_by(one.first_shared_at.desc(), one.id.desc())
        .limit(NOTES_SHOWN)
        .subquery()
    )
    return (
        select(Note.id, Note.title, Note.first_shared_at, Circle.title, Meeting.number)
        .add_columns(Note.shared_at, *stages.columns())
        .join(newest, newest.c.id == Note.id)
        .join(Circle, Circle.id == Note.circle_id)
        .outerjoin(Meeting, Meeting.id == Note.meeting_id)
        # By what was found: ordered by the notes' own, SQLite walks all of them to find these five.
        .order_by(newest.c.first_shared_at.desc(), newest.c.id.desc())
    )


def is_empty() -> bool:
    """Whether the organisation has no circle yet."""
    return not db.session.scalar(select(exists().where(Circle.id.is_not(None))))


def has_others(user: User) -> bool:
    """Whether anybody but this person is in the organisation."""
    return bool(db.session.scalar(select(exists().where(User.id != user.id))))
