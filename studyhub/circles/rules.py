"""Who may do what with a circle, as pure functions."""

from studyhub.circles.models import CircleState, Participation, Visibility
from studyhub.people.models import User
from studyhub.people.readers import is_member

OVER = frozenset({CircleState.FINISHED, CircleState.ENDED})


def can_create(user: User | None) -> bool:
    """Whether the person may make circles: every member."""
    return is_member(user)


def can_organize(user: User | None, mine: Participation | None) -> bool:
    """Whether the person plans a circle; `mine` is their present participation in it."""
    return is_member(user) and mine is not None and mine.is_organizer


def can_become_organizer(user: User | None, mine: Participation | None, *, organizers: int) -> bool:
    """Whether the person may take over a circle that nobody organises: whoever is in it."""
    return is_member(user) and mine is not None and organizers == 0


def can_join(user: User | None, state: CircleState, visibility: Visibility) -> bool:
    """Whether the person, who sees the circle, may take part. Who waits to be accepted joins public ones only."""
    if user is None or state in OVER:
        return False
    return user.is_member or visibility is Visibility.PUBLIC
