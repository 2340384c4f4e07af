"""Days on which a person takes nothing on, or rather not; entered once, for chapters and shifts alike."""

from dataclasses import dataclass
from datetime import date

from studyhub.db import db
from studyhub.people import queries
from studyhub.people.models import DayPart, Unavailability, User

A_WEEK = 7


class EndsBeforeStart(Exception):
    """The last day is before the first."""


class NoSuchDay(Exception):
    """The weekday does not occur between the first day and the last."""


class NotedOtherwise(Exception):
    """Some of the days are noted already, the argument, with another reason."""


@dataclass(frozen=True)
class Said:
    """What somebody notes; with a weekday (Monday is 0) that day of each week."""

    starts_on: date
    ends_on: date
    reason: str = ""
    weekday: int | None = None
    part: DayPart = DayPart.WHOLE
    is_rather_not: bool = False


def note(user: User, said: Said) -> Unavailability:
    """Note days, both ends included. Does not commit.

    What was noted of the same kind and has days in common becomes one with it, where one of the two has no reason or
    both the same; of the same days the later reason counts. Raises EndsBeforeStart, NoSuchDay, NotedOtherwise.
    """
    _require_days(said)
    overlapping = [known for known in db.session.scalars(queries.unavailabilities(user)) if _overlaps(known, said)]
    others = [known for known in overlapping if (known.starts_on, known.ends_on) != (said.starts_on, said.ends_on)]
    reasons = {reason for reason in (said.reason, *(known.reason for known in others)) if reason}
    if len(reasons) > 1:
        raise NotedOtherwise(next(known for known in others if known.reason not in {"", said.reason}))
    kept, *absorbed = overlapping or [_new(user, said)]
    kept.starts_on = min(said.starts_on, *(known.starts_on for known in [kept, *absorbed]))
    kept.ends_on = max(said.ends_on, *(known.ends_on for known in [kept, *absorbed]))
    kept.reason = "".join(reasons)
    for known in absorbed:
        db.session.delete(known)
    return kept


def _require_days(said: Said) -> None:
    if said.ends_on < said.starts_on:
        raise EndsBeforeStart
    days_until = 0 if said.weekday is None else (said.weekday - said.starts_on.weekday()) % A_WEEK
    if (said.ends_on - said.starts_on).days < days_until:
        raise NoSuchDay


def _overlaps(known: Unavailability, said: Said) -> bool:
    is_of_a_kind = (known.weekday, known.part, known.is_rather_not) == (said.weekday, said.part, said.is_rather_not)
    return is_of_a_kind and known.starts_on <= said.ends_on and known.ends_on >= said.starts_on


def _new(user: User, said: Said) -> Unavailability:
    made = Unavailability(user_id=user.id, **vars(said))
    db.session.add(made)
    return made


def add(user: User, *, starts_on: date, ends_on: date, reason: str) -> Unavailability:
    """Note whole days; see `note`."""
    return note(user, Said(starts_on, ends_on, reason))


def remove(days: Unavailability) -> None:
    """Be available again. Does not commit."""
    db.session.delete(days)
