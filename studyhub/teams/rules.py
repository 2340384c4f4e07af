"""Who may change a team."""

from studyhub.people.models import User


def can_create(user: User) -> bool:
    """Administrators make and rename teams and name their leads."""
    return user.is_member and user.is_admin


def can_manage_members(user: User, *, is_lead: bool) -> bool:
    """A team's leads, and administrators, say who is in it."""
    return user.is_member and (user.is_admin or is_lead)
