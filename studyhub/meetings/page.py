"""What the page of a meeting shows one reader: read once, with a number of statements that does not grow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from studyhub.circles import queries as circles
from studyhub.circles.models import Chapter, Participation
from studyhub.meetings import clashes, rules
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.between import queries as between
from studyhub.meetings.assigning.between.queries import Proposed
from studyhub.meetings.assigning.cover import last_minute
from studyhub.meetings.assigning.models import IS_THEIRS, AssignmentState
from studyhub.meetings.assigning.queries import Presenter
from studyhub.meetings.attendance import queries as attendance_queries
from studyhub.meetings.attendance.queries import RecordedPerson
from studyhub.meetings.changing import postponing
from studyhub.meetings.clashes import Clash
from studyhub.meetings.material import queries as material
from studyhub.meetings.material.models import ChapterLink
from studyhub.meetings.models import WAS_THERE, AttendanceState, Meeting, MeetingState, SignupState
from studyhub.meetings.rules import ChapterAction
from studyhub.meetings.running.queries import Standing
from studyhub.meetings.showing.there import There, there
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.signing_up.queries import Comer
from studyhub.people.models import User
from studyhub.people.readers import is_member

SHOWN_PEOPLE = 24


@dataclass(frozen=True)
class ChapterLine:
    """A chapter, who presents it, and what the reader can do. Of one that is read together nobody is asked for it.

    `needs_decision` where its presenter dropped out shortly before and the reader organises; `can_be_missing` where a
    reader who organises may say that whoever has it cannot come, `awaits_answer` where they cannot and somebody is
    asked to stand in. `proposals` the reader can answer, or has made.
    """

    chapter: Chapter
    presenters: Sequence[Presenter]
    actions: Sequence[ChapterAction]
    is_open: bool
    is_read_together: bool
    needs_decision: bool
    can_be_missing: bool
    awaits_answer: bool
    proposals: Sequence[Proposed] = ()
    can_propose: bool = False
    links: Sequence[ChapterLink] = ()
    can_arrange_links: bool = False


@dataclass(frozen=True)
class MyPart:
    """The reader's own part: their place (None when they have none), position from 1, and what speaks against it.

    `follows_date` is whether a new date of a postponed meeting signs them up.
    """

    state: SignupState | None
    position: int | None
    attendance: AttendanceState | None
    clashes: Sequence[Clash]
    participation: Participation | None
    can_check_in: bool = False
    checked_in_at: datetime | None = None
    follows_date: bool = False

    @property
    def was_there(self) -> bool:
        """Whether the reader is on record as present, even if the meeting is still to begin."""
        return self.attendance in WAS_THERE

    @property
    def standing(self) -> Standing:
        """How the reader stands to the meeting while it runs."""
        is_waiting = self.state is SignupState.WAITLISTED
        return Standing(self.can_check_in, self.was_there, self.checked_in_at, is_waiting)


@dataclass(frozen=True)
class MeetingPage:
    """Everything the page needs. People and places stay empty for whoever is not inside the organisation.

    `came` are those who were there, None for a reader to whom they are not named.
    """

    meeting: Meeting
    is_inside: bool
    can_organize: bool
    can_arrange: bool
    chapters: Sequence[ChapterLine]
    seated: Sequence[Comer]
    waiting: Sequence[Comer]
    came: Sequence[RecordedPerson] | None
    came_count: int
    mine: MyPart
    has_thoughts: bool
    free_seats: int | None
    can_ask: bool
    is_unrecorded: bool

    @property
    def first_people(self) -> Sequence[Comer]:
        """Those whom the page names; the rest stands on the page of people."""
        return self.seated[:SHOWN_PEOPLE]

    @property
    def is_full(self) -> bool:
        """Whether whoever signs up now has to wait."""
        return self.free_seats == 0


def meeting_page(meeting: Meeting, user: User | None, now: datetime) -> MeetingPage:
    """The page of a meeting that this reader may see; None is a visitor."""
    is_inside = is_member(user)
    comers = signup_queries.comers(meeting)
    seated = [one for one in comers if one.state is not SignupState.WAITLISTED]
    waiting = [one for one in comers if one.state is SignupState.WAITLISTED]
    participation = circles.shown_participation(meeting.circle, user)
    what = there(meeting, user, now=now)
    recorded = attendance_queries.recorded_people(meeting) if user and what.is_recorded else []
    can_organize = rules.can_organize(user, participation)
    lines = _chapters(meeting, user if is_inside else None, participation, what, now)
    came = _came(meeting, recorded) if is_inside else []
    mine = _mine(meeting, user, participation, comers, recorded, now)
    return MeetingPage(
        meeting=meeting,
        is_inside=is_inside,
        can_organize=can_organize,
        can_arrange=can_organize and not meeting.is_held(now),
        chapters=lines,
        seated=seated if is_inside else [],
        waiting=waiting if is_inside else [],
        came=came if rules.knows_who_came(mine.attendance, organizes=can_organize) else None,
        came_count=len(came),
        mine=mine,
        has_thoughts=what.has_thoughts,
        free_seats=_free_seats(meeting, seated),
        is_unrecorded=rules.is_unrecorded(meeting, now),
        can_ask=can_organize and meeting.is_open(now) and any(line.is_open for line in lines),
    )


def _free_seats(meeting: Meeting, seated: Sequence[Comer]) -> int | None:
    if not meeting.takes_new:
        return 0
    return None if meeting.capacity is None else max(meeting.capacity - len(seated), 0)


def _came(meeting: Meeting, recorded: Sequence[RecordedPerson]) -> list[RecordedPerson]:
    if meeting.attendance_confirmed_at is None:
        return []
    return [one for one in recorded if one.state in WAS_THERE]


def _mine(
    meeting: Meeting,
    user: User | None,
    participation: Participation | None,
    comers: Sequence[Comer],
    recorded: Sequence[RecordedPerson],
    now: datetime,
) -> MyPart:
    if user is None:
        return MyPart(None, None, None, [], None)
    state = next((one.state for one in comers if one.id == user.id), None)
    waiting = [one.id for one in comers if one.state is SignupState.WAITLISTED]
    record = next((one for one in recorded if one.id == user.id), None)
    attendance = record.state if record else None
    has_seat = state is SignupState.CONFIRMED
    return MyPart(
        state=state,
        position=waiting.index(user.id) + 1 if user.id in waiting else None,
        attendance=attendance,
        clashes=clashes.of(user, [meeting]) if meeting.is_open(now) else [],
        participation=participation,
        can_check_in=has_seat and attendance not in WAS_THERE and rules.can_check_in(meeting, now),
        checked_in_at=record.checked_in_at if record else None,
        follows_date=state is None and record is None and _follows_date(meeting, participation),
    )


def _follows_date(meeting: Meeting, mine: Participation | None) -> bool:
    is_postponed = meeting.state is MeetingState.POSTPONED
    return is_postponed and mine is not None and postponing.has_joined_meanwhile(meeting, mine)


def _chapters(
    meeting: Meeting, member: User | None, participation: Participation | None, what: There, now: datetime
) -> list[ChapterLine]:
    read = chapter_queries.read_in(meeting, now=now)
    links = material.of_chapters(one.chapter.id for one in read) if member and what.has_links else {}
    organizes = rules.can_organize(member, participation)
    presenters = chapter_queries.presenters(meeting) if member else []
    takes = member is not None and rules.takes_presenters(meeting, now)
    decides = takes and organizes
    can_be_given = takes and meeting.can_be_left(now)
    proposals = between.in_meeting(meeting, member, now) if member and can_be_given and what.has_proposals else []
    is_at_hand = last_minute.is_at_hand(meeting, now)
    lines = []
    for chapter, is_together, is_open, _is_in_hands in read:
        held = [one for one in presenters if one.chapter_id == chapter.id]
        can_act = takes and not is_together
        actions = rules.chapter_actions(held, member, participation, now, is_at_hand=is_at_hand) if can_act else []
        states = [one.state for one in held if not one.has_lapsed(now)]
        mine = [one.state for one in held if member and one.user_id == member.id]
        has_presenter = any(state is not AssignmentState.SUGGESTED for state in states)
        line = ChapterLine(
            chapter,
            held,
            actions,
            is_open=takes and is_open,
            is_read_together=is_together,
            needs_decision=decides and last_minute.needs_decision(meeting, states, now),
            can_be_missing=decides and can_act and has_presenter,
            awaits_answer=last_minute.awaits_answer(states),
            proposals=[one for one in proposals if one.is_about(chapter)],
            can_propose=can_be_given and any(state in IS_THEIRS for state in mine),
            links=links.get(chapter.id, []),
            can_arrange_links=member is not None and rules.can_arrange_links(mine, organizes=organizes),
        )
        lines.append(line)
    return lines
