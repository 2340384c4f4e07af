"""Who may do what with alerts, as pure functions. Everybody inside reads all of them."""

from studyhub.people.models import User


def can_keep(user: User) -> bool:
    """Addresses, files and how long alerts are kept are for administrators and the keepers of the rota."""
    return user.is_member and (user.is_admin or user.is_rota_keeper)


def can_decide(user: User, *, is_of_team: bool) -> bool:
    """The team that runs the service decides about its alerts, and says which names mean it."""
    return user.is_member and is_of_team


def can_mark(user: User, *, is_of_team: bool, was_on_duty: bool) -> bool:
    """Whoever was on duty, or is in the owning team, says whether anything was done."""
    return user.is_member and (is_of_team or was_on_duty)
