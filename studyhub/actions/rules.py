"""Who may do what with decisions and actions, as pure functions."""

from datetime import datetime

from studyhub.actions.models import Action
from studyhub.circles.models import Participation
from studyhub.meetings.models import Meeting
from studyhub.people.models import User


def can_keep(mine: Participation | None) -> bool:
    """Whether somebody keeps, changes and drops what is settled in a circle; `mine` is their part in it."""
    return mine is not None


def can_keep_in(meeting: Meeting, mine: Participation | None, now: datetime) -> bool:
    """Whether somebody keeps one more line of a session: whoever is in its circle, once it has begun."""
    return can_keep(mine) and meeting.has_begun(now)


def can_finish(action: Action, user: User, mine: Participation | None) -> bool:
    """Whether somebody says that an action is done: whoever has it, and whoever is in the circle."""
    return mine is not None or action.owner_id == user.id
