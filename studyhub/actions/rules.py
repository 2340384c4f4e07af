"""Who may do what with decisions and actions, as pure functions."""

from studyhub.actions.models import Action
from studyhub.circles.models import Participation
from studyhub.people.models import User


def can_keep(mine: Participation | None) -> bool:
    """Whether somebody keeps, changes and drops what is settled in a circle; `mine` is their part in it."""
    return mine is not None


def can_finish(action: Action, user: User, mine: Participation | None) -> bool:
    """Whether somebody says that an action is done: whoever has it, and whoever is in the circle."""
    return mine is not None or action.owner_id == user.id
