"""Who may do what with services, as pure functions."""

from collections.abc import Collection

from studyhub.people.models import User


def can_change(user: User, *, leads: bool) -> bool:
    """A service is made and changed by whoever `leads` its team, and by administrators."""
    return user.is_member and (user.is_admin or leads)


def can_keep_pool(user: User) -> bool:
    """The rota keeper says who is in the first pool."""
    return user.is_member and user.is_rota_keeper


def signs_off(user: User, ready_of_team: Collection[int], *, leads: bool) -> bool:
    """Whoever is ready in the owning team signs off; its lead while nobody there is. `ready_of_team` are their ids."""
    return user.is_member and (user.id in ready_of_team if ready_of_team else leads)
