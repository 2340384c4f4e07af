"""Taking over what a spreadsheet says as a published rota."""

from datetime import datetime

from studyhub.audit import trail
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota import drafting, queries
from studyhub.rota.importing.matching import Entry, Matched
from studyhub.rota.models import Rota, Shift
from studyhub.rota.reasons import IMPORTED, IMPORTED_VACANT
from studyhub.rota.swaps import hours


class NotClear(Exception):
    """Something is a problem, or left to choose."""


def take(matched: Matched, name: str, *, by: User, now: datetime) -> Rota:
    """Publish the shifts of a spreadsheet as they are. Raises NotClear, Overlaps. Does not commit.

    Nobody is told: people live by the spreadsheet already. Planned anew, what is to come stays with whom it is.
    """
    if matched.problems or matched.choices or not matched.entries:
        raise NotClear
    rota = drafting.make(name, matched.first, matched.last, by=by, now=now)
    points = queries.rules().points
    shifts = [_shift(rota, entry, points[entry.kind], now) for entry in matched.entries]
    db.session.add_all(shifts)
    hours.note(shifts)
    trail.record("rota.imported", rota, by=by, now=now, after={"shifts": len(shifts)})
    return rota


def _shift(rota: Rota, entry: Entry, points: int, now: datetime) -> Shift:
    return Shift(
        rota_id=rota.id,
        day=entry.day,
        kind=entry.kind,
        role=entry.role,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        points=points,
        user_id=entry.user.id if entry.user else None,
        changed_at=now,
        reason=IMPORTED if entry.user else IMPORTED_VACANT,
    )
