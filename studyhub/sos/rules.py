"""Who may do what with help wanted, and who writes for a team that is silent."""

from collections.abc import Collection
from datetime import datetime, timedelta

from studyhub.circles.models import Participation
from studyhub.meetings import rules as meetings
from studyhub.meetings.models import Meeting
from studyhub.people.models import User
from studyhub.sos.models import HelpWanted
from studyhub.sos.moves import HelpState

UNDO_MINUTES = 60


def can_claim(wanted: HelpWanted) -> bool:
    """Any member who may know of it, once each."""
    return wanted.state is HelpState.OPEN


def can_give_back(wanted: HelpWanted, user: User) -> bool:
    """Whoever has it."""
    return wanted.state is HelpState.CLAIMED and wanted.claimed_by_id == user.id


def can_resolve(wanted: HelpWanted, user: User, team_ids: Collection[int]) -> bool:
    """Those of the team that wants it, and whoever claimed it."""
    return not wanted.is_settled and (wanted.team_id in team_ids or can_give_back(wanted, user))


def can_withdraw(wanted: HelpWanted, team_ids: Collection[int]) -> bool:
    """Those of the team that wants it."""
    return not wanted.is_settled and wanted.team_id in team_ids


def can_want_again(wanted: HelpWanted, user: User, now: datetime) -> bool:
    """Whoever said that it is settled, or not wanted any more, for an hour; what became a session is one."""
    if wanted.closed_at is None or wanted.became_id is not None:
        return False
    return wanted.closed_by_id == user.id and now < wanted.closed_at + timedelta(minutes=UNDO_MINUTES)


def can_write_down(meeting: Meeting, user: User, mine: Participation | None, now: datetime) -> bool:
    """Whoever leads a round that has begun: what a team that wrote nothing says is written down by them.

    `mine` is their present part in its circle.
    """
    organizes = meetings.can_organize(user, mine)
    return meeting.has_begun(now) and meetings.can_project(meeting, user, organizes=organizes)
