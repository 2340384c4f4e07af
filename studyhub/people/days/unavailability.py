"""Days on which a person takes nothing on, or rather not; entered once, for chapters and shifts alike."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from studyhub.db import db
from studyhub.people import queries
from studyhub.people.days import away
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


def tap(user: User, first: date, last: date, *, whole: Collection[date], evenings: Collection[date]) -> None:
    """Let these days and evenings of a span, both ends included, be those on which somebody takes nothing on.

    What they noted of each week, of days they would rather not, and outside the span stays. Does not commit.
    """
    known = [one for one in db.session.scalars(queries.unavailabilities(user)) if _is_tapped(one)]
    for part, days in ((DayPart.WHOLE, whole), (DayPart.EVENING, evenings)):
        wanted = {day for day in days if first <= day <= last}
        of_part = [period for period in known if period.part is part]
        noted = {day for period in of_part for day in away.days_of(period, first, last)}
        for period in of_part:
            _leave_out(period, noted - wanted)
        for begins, ends in _runs(wanted - noted):
            db.session.add(Unavailability(user_id=user.id, starts_on=begins, ends_on=ends, part=part))


def _is_tapped(period: Unavailability) -> bool:
    return period.weekday is None and not period.is_rather_not


def _leave_out(period: Unavailability, days: Collection[date]) -> None:
    own = set(away.days_of(period, period.starts_on, period.ends_on))
    if own.isdisjoint(days):
        return
    runs = list(_runs(own.difference(days)))
    if not runs:
        db.session.delete(period)
        return
    (period.starts_on, period.ends_on), *others = runs
    said = {"user_id": period.user_id, "part": period.part, "reason": period.reason}
    db.session.add_all(Unavailability(starts_on=begins, ends_on=ends, **said) for begins, ends in others)


def _runs(days: Collection[date]) -> Iterator[tuple[date, date]]:
    """Days without a gap between them, as first and last, in order."""
    ordered = sorted(days)
    begins = [day for day in ordered if day - away.A_DAY not in days]
    ends = [day for day in ordered if day + away.A_DAY not in days]
    return zip(begins, ends, strict=True)
