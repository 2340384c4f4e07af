"""Writing down duties done, and taking back what was written by mistake."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from studyhub.db import db
from studyhub.ledger.models import Duty, DutyEntry
from studyhub.teams.models import Membership


@dataclass(frozen=True)
class Done:
    """One duty a person did. `source` names the row it came from, once."""

    source: str
    duty: Duty
    user_id: int
    quantity: int = 1


def settle(done: Collection[Done], sources: Collection[str], *, meeting_id: int, happened_on: date) -> None:
    """Make the entries of these sources exactly the duties done in a session; a second time changes nothing.

    Does not commit. Each counts for the team that is the person's primary one when it is first written.
    """
    known = {
        entry.source: entry for entry in db.session.scalars(select(DutyEntry).where(DutyEntry.source.in_(sources)))
    }
    wanted = {one.source: one for one in done}
    gone = [source for source, entry in known.items() if not _says(entry, wanted.get(source))]
    db.session.execute(delete(DutyEntry).where(DutyEntry.source.in_(gone)))
    teams = _primary_teams([one.user_id for one in done])
    for source, one in wanted.items():
        if source not in known or source in gone:
            entry = DutyEntry(source=source, duty=one.duty, user_id=one.user_id, team_id=teams.get(one.user_id))
            entry.meeting_id, entry.quantity, entry.happened_on = meeting_id, one.quantity, happened_on
            db.session.add(entry)
    db.session.flush()


def _says(entry: DutyEntry, one: Done | None) -> bool:
    return one is not None and (entry.user_id, entry.duty, entry.quantity) == (one.user_id, one.duty, one.quantity)


def _primary_teams(user_ids: Collection[int]) -> dict[int, int]:
    rows = select(Membership.user_id, Membership.team_id).where(Membership.user_id.in_(user_ids), Membership.is_primary)
    return dict(db.session.execute(rows).all())
