"""Who may do what with a meeting and its chapters, as pure functions."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from studyhub import zones
from studyhub.circles.models import Format, Participation, ParticipationRole
from studyhub.meetings.assigning.models import IS_OR_WAS_THEIRS, WILL_PRESENT, AssignmentState
from studyhub.meetings.assigning.queries import Presenter
from studyhub.meetings.models import WAS_THERE, AttendanceState, Meeting, MeetingState
from studyhub.people.models import User
from studyhub.people.readers import is_member

CORRECTION_DAYS = 14
NO_SHOW_MONTHS = 6
CHECKIN_OPENS = timedelta(hours=2)
LATE_AFTER = timedelta(minutes=10)
ANSWER_DAYS = 3
# Whole hours, quarters of an hour and five minutes, by the clocks of the circle.
WHOLE_MINUTES = (60, 15, 5)
# As much of a wait may go so that it ends at a whole time.
ROUNDED_AWAY = 6
# Later than this before the start nobody is asked by itself: an organiser knows better what to do then.
LAST_ASKED = timedelta(hours=3)
# An hour after the quiet ones are over: as long as anybody needs who finds a question in the morning.
ANSWERED_FROM = time(9)
PRESENTERS_MAX = 2
# Notes are best shared while all remember; after that whoever can share them is asked to.
NOTES_WITHIN = timedelta(days=3)


class ChapterAction(StrEnum):
    """What a person can do with a chapter at this moment."""

    CLAIM = "claim"
    ACCEPT = "accept"
    DECLINE = "decline"
    READY = "ready"
    NOT_READY = "not_ready"
    WANT_COVER = "want_cover"
    KEEP = "keep"
    GIVE_BACK = "give_back"
    COVER = "cover"
    PAIR = "pair"
    CANNOT = "cannot"


_MINE: dict[AssignmentState, tuple[ChapterAction, ...]] = {
    AssignmentState.SUGGESTED: (ChapterAction.ACCEPT, ChapterAction.DECLINE),
    AssignmentState.ACCEPTED: (ChapterAction.READY, ChapterAction.WANT_COVER, ChapterAction.GIVE_BACK),
    AssignmentState.READY: (ChapterAction.NOT_READY, ChapterAction.WANT_COVER, ChapterAction.GIVE_BACK),
    AssignmentState.COVER_WANTED: (ChapterAction.KEEP, ChapterAction.GIVE_BACK),
    AssignmentState.PRESENTED: (),
}


def can_organize(user: User | None, mine: Participation | None) -> bool:
    """Whether the person plans this circle; `mine` is their present participation in it."""
    return is_member(user) and mine is not None and mine.is_organizer


def is_listener(mine: Participation | None) -> bool:
    """Whether the person only listens, and so is never asked to present."""
    return mine is not None and mine.role is ParticipationRole.LISTENER


def takes_presenters(meeting: Meeting, now: datetime) -> bool:
    """Whether chapters of this meeting can change hands: held by presenting, not called off, not over."""
    is_on = meeting.state is not MeetingState.CANCELLED and not meeting.is_held(now)
    return is_on and meeting.effective_format is Format.PRESENTED


def can_take_attendance(meeting: Meeting, now: datetime) -> bool:
    """Whether attendance can be confirmed or corrected: from the start, for 14 days after the end."""
    return meeting.has_begun(now) and now < meeting.ends_at + timedelta(days=CORRECTION_DAYS)


def can_say_not_held(meeting: Meeting, now: datetime) -> bool:
    """Whether organisers may say that a session which is over did not take place: as long as nobody said who came."""
    return has_end_page(meeting, now) and meeting.attendance_confirmed_at is None


def can_thank(meeting: Meeting, now: datetime) -> bool:
    """Whether those who presented can be thanked: as long as attendance can be taken."""
    return can_take_attendance(meeting, now)


def has_end_page(meeting: Meeting, now: datetime) -> bool:
    """Whether there is a page of what is left after a session: once it is over, until attendance is closed."""
    return meeting.is_held(now) and can_take_attendance(meeting, now)


def is_unrecorded(meeting: Meeting, now: datetime) -> bool:
    """Whether it stays unsaid who was there: nobody confirmed it in the 14 days, and nobody is asked any more."""
    is_closed = meeting.is_held(now) and not has_end_page(meeting, now)
    return is_closed and meeting.attendance_confirmed_at is None


def has_no_shows(meeting: Meeting, now: datetime) -> bool:
    """Whether whoever had a seat and is not recorded counts as a no-show.

    Once corrections have ended, for some months, and only where attendance was taken: an organiser who forgot it made
    nobody stay away.
    """
    is_settled = meeting.state is MeetingState.SCHEDULED and now >= meeting.ends_at + timedelta(days=CORRECTION_DAYS)
    is_taken = meeting.attendance_confirmed_at is not None
    return is_settled and is_taken and not unrecorded_is_forgotten(meeting, now)


def unrecorded_is_forgotten(meeting: Meeting, now: datetime) -> bool:
    """Whether nothing is said any more of whoever had a seat and is not recorded: after 6 months."""
    return now >= meeting.ends_at + relativedelta(months=NO_SHOW_MONTHS)


def knows_who_came(mine: AttendanceState | None, *, organizes: bool) -> bool:
    """Whether it is told by name who was there: to whoever was there too, and to organisers; to others as a number.

    `mine` is what is recorded of the reader. Beside the list of who is in the circle, the names of those who came would
    tell everybody who stayed away. Every page that names them asks here.
    """
    return organizes or mine in WAS_THERE


def can_check_in(meeting: Meeting, now: datetime) -> bool:
    """Whether people check in at this moment: from 2 hours before the start to the end, where the circle wants it."""
    is_on = meeting.state is MeetingState.SCHEDULED and meeting.circle.takes_checkins
    return is_on and meeting.starts_at - CHECKIN_OPENS <= now < meeting.ends_at


def can_project(meeting: Meeting, user: User, *, organizes: bool) -> bool:
    """Whether the person is led to the page for the room's screen: organisers, and whoever leads the session."""
    return organizes or meeting.facilitator_id == user.id


def is_on_day(meeting: Meeting, now: datetime) -> bool:
    """Whether it is the day on which the meeting begins or runs, by the circle's clocks."""
    zone = meeting.circle.time_zone
    first, last = (zones.in_zone(at, zone).date() for at in (meeting.starts_at, meeting.ends_at))
    return first <= zones.in_zone(now, zone).date() <= last


def is_late(meeting: Meeting, now: datetime) -> bool:
    """Whether who comes now is late: more than 10 minutes after the start."""
    return now > meeting.starts_at + LATE_AFTER


def answer_until(meeting: Meeting, now: datetime) -> datetime:
    """When silence ends a suggestion: after 3 days or half of the time left, whichever is shorter.

    At the last whole hour before that; a short wait ends at a quarter of an hour, or at five minutes. Nobody has to
    answer at night.
    """
    wait = timedelta(days=ANSWER_DAYS)
    if meeting.state is not MeetingState.POSTPONED:
        wait = min(wait, max(meeting.starts_at - now, timedelta(0)) / 2)
    return _awake(_whole(now + wait, wait, meeting.circle.time_zone), meeting, now)


def _awake(until: datetime, meeting: Meeting, now: datetime) -> datetime:
    """The same by day; else as the evening before ends or, where that halves the wait, the first hour of the morning.

    Where the morning is too late to ask anybody else, it stays as it is.
    """
    zone = meeting.circle.time_zone
    local = zones.in_zone(until, zone)
    if ANSWERED_FROM <= local.time() <= zones.QUIET_FROM:
        return until
    day = local.date() if local.time() > zones.QUIET_FROM else local.date() - timedelta(days=1)
    evening = zones.to_utc(day, zones.QUIET_FROM, zone)
    if evening - now >= (until - now) / 2:
        return evening
    morning = zones.to_utc(day + timedelta(days=1), ANSWERED_FROM, zone)
    has_time = meeting.state is MeetingState.POSTPONED or morning + LAST_ASKED <= meeting.starts_at
    return morning if has_time else until


def _whole(at: datetime, wait: timedelta, zone: str) -> datetime:
    """The last time before that people would name, as coarse as takes little away from the wait."""
    step = next((one for one in WHOLE_MINUTES if timedelta(minutes=one) * ROUNDED_AWAY <= wait), None)
    if step is None:
        return at
    local = zones.in_zone(at, zone)
    return at - timedelta(minutes=local.minute % step, seconds=local.second, microseconds=local.microsecond)


def asks_by_itself(meeting: Meeting, now: datetime) -> bool:
    """Whether there is time to ask people who could present without an organiser's doing."""
    return now + LAST_ASKED <= meeting.starts_at


def can_arrange_links(states: Iterable[AssignmentState], *, organizes: bool) -> bool:
    """Whether somebody arranges the links of a chapter: organisers, and whoever presents it or has presented it.

    `states` are those of the person's own assignments of it.
    """
    return organizes or any(state in IS_OR_WAS_THEIRS for state in states)


def chapter_actions(
    presenters: Sequence[Presenter],
    user: User | None,
    mine: Participation | None,
    now: datetime,
    *,
    is_at_hand: bool = False,
) -> list[ChapterAction]:
    """What a member can do with a chapter of a meeting that takes presenters; `is_at_hand` from the evening before."""
    if not is_member(user):
        return []
    held = [one for one in presenters if not one.has_lapsed(now)]
    for one in presenters:
        if one.user_id == user.id:
            return [_shortly_before(action) if is_at_hand else action for action in _MINE[one.state]]
    if is_listener(mine):
        return []
    if not held:
        return [ChapterAction.CLAIM]
    if any(one.state is AssignmentState.COVER_WANTED for one in held):
        return [ChapterAction.COVER]
    if len(held) < PRESENTERS_MAX and all(one.state in WILL_PRESENT for one in held):
        return [ChapterAction.PAIR]
    return []


def _shortly_before(action: ChapterAction) -> ChapterAction:
    # Looking for cover is not enough then: an organiser has to decide.
    return ChapterAction.CANNOT if action is ChapterAction.WANT_COVER else action
