"""Who may do what with paths, as pure functions."""

from studyhub.paths.models import Path
from studyhub.paths.steps import StepKind
from studyhub.people.models import User


def can_make(user: User, *, newcomer_id: int, mentor_id: int | None, leads: bool) -> bool:
    """A path is made by the newcomer, by whoever becomes the mentor, and by a lead of the newcomer's team."""
    return user.is_member and (user.id in (newcomer_id, mentor_id) or leads)


def can_change(user: User, path: Path, *, leads: bool) -> bool:
    """Days, mentor and the night to shadow are set, and a step is taken again, by those three. Keepers only look."""
    return can_make(user, newcomer_id=path.user_id, mentor_id=path.mentor_id, leads=leads)


def can_tick(user: User, path: Path, kind: StepKind, *, leads: bool) -> bool:
    """The newcomer says that the quirks are read; whatever else is ticked by the mentor, or a lead."""
    if user.id == path.user_id:
        return kind is StepKind.QUIRKS
    return user.id == path.mentor_id or leads
