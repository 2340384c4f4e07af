"""Who of a team is new: in the company for less than a year, or in their first circle for less than a month."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from studyhub.contributions.matrix import Column, Joined
from studyhub.people.models import User
from studyhub.teams.models import Membership

IN_THE_COMPANY = relativedelta(years=1)
IN_A_CIRCLE = relativedelta(months=1)


class Newcomer(NamedTuple):
    """Somebody new; `joined_on` is since when they are in the company, where that is known and less than a year ago.

    `first` is the first circle they joined, None while there is none and where they have left it.
    """

    user: User
    joined_on: date | None
    first: Column | None
    first_at: datetime | None


def newcomers(
    members: Sequence[Membership], joined: Collection[Joined], *, today: date, now: datetime
) -> list[Newcomer]:
    """The new ones of a team. `joined` is in order of time; `today` is the organisation's."""
    first: dict[int, Joined] = {}
    for one in joined:
        first.setdefault(one.user_id, one)
    found = (_newcomer(row.user, first.get(row.user_id), today, now) for row in members)
    return [one for one in found if one is not None]


def _newcomer(user: User, first: Joined | None, today: date, now: datetime) -> Newcomer | None:
    is_new_here = user.joined_on is not None and user.joined_on > today - IN_THE_COMPANY
    is_first_circle = first is not None and first.first_at > now - IN_A_CIRCLE
    if not (is_new_here or is_first_circle):
        return None
    known = first if first is not None and first.is_present else None
    joined_on = user.joined_on if is_new_here else None
    return Newcomer(user, joined_on, known and known.column, known and known.joined_at)
