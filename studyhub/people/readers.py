"""Who reads: handed to a statement when it is executed, so that one statement serves everybody.

Pages read for whoever asks; feeds, calendars and messages read for others.
"""

from typing import TypeGuard

from sqlalchemy import BindParameter, Integer, bindparam

from studyhub.people.models import User

READER: BindParameter[int] = bindparam("reader", type_=Integer())


def is_member(user: User | None) -> TypeGuard[User]:
    """Whether somebody reads as a member; visitors (None), and whoever waits to be accepted, do not."""
    return user is not None and user.is_member


def is_signed_in(user: User | None) -> bool:
    """Whether somebody has an account, whatever it may do."""
    return user is not None


def is_admin(user: User | None) -> bool:
    """Whether somebody reads as an administrator."""
    return is_member(user) and user.is_admin


def is_editor(user: User | None) -> bool:
    """Whether somebody reads as an editor."""
    return is_member(user) and user.is_editor


def read_by(user: User | None) -> dict[str, int | None]:
    """What a statement about what a person may see is executed with; of whoever is no member, nobody's id."""
    return {"reader": user.id if is_member(user) else None}
