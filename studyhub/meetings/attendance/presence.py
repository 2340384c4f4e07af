"""What is said of one person at one meeting: from what is recorded, their seat, their duties, and the clock."""

from datetime import datetime
from enum import StrEnum

from studyhub.meetings import rules
from studyhub.meetings.models import WAS_THERE, AttendanceState, Meeting


class Presence(StrEnum):
    """What an organiser, or the person alone, reads; a no-show is never stored."""

    ATTENDED = "attended"
    LATE = "late"
    EXCUSED = "excused"
    ABSENT = "absent"
    NO_SHOW = "no_show"
    UNKNOWN = "unknown"


CAME = frozenset({Presence.ATTENDED, Presence.LATE})


def presence(
    meeting: Meeting, state: AttendanceState | None, *, has_seat: bool, has_excuse: bool, now: datetime
) -> Presence | None:
    """What is said; None of whoever had no seat, and once nothing is said any more of who is not recorded.

    `has_excuse`: the person was committed to something that excuses at the same time.
    """
    if state is not None:
        return Presence.EXCUSED if has_excuse and state not in WAS_THERE else Presence(state)
    if not has_seat or rules.unrecorded_is_forgotten(meeting, now):
        return None
    if not rules.has_no_shows(meeting, now):
        return Presence.UNKNOWN
    return Presence.EXCUSED if has_excuse else Presence.NO_SHOW
