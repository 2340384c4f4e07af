"""What people have of teams, when two accounts of one person are made one. Nothing here commits."""

from datetime import datetime

from sqlalchemy import select

from studyhub.db import db
from studyhub.people.departing import OfPeople
from studyhub.people.models import User
from studyhub.people.pairs import pairs
from studyhub.teams.models import Membership


def settle(going: User, staying: User, *, now: datetime) -> None:
    """Be in a team once, as lead if either was; the primary team is that of the account that stays, if it has one.

    The teams must be locked.
    """
    both = select(Membership).where(Membership.user_id.in_([going.id, staying.id]))
    found = sorted(db.session.scalars(both), key=lambda one: (one.user_id != staying.id, one.id))
    primary = next((one for one in found if one.is_primary), None)
    for kept, other in pairs(found, lambda one: one.team_id):
        kept.is_lead = kept.is_lead or other.is_lead
        if other is primary:
            primary = kept
        db.session.delete(other)
    # Two rows of one person must never be primary at once, not even between two statements.
    for one in found:
        one.is_primary = False
    db.session.flush()
    if primary is not None:
        primary.is_primary = True
        db.session.flush()


OF_PEOPLE = OfPeople(without_second=(Membership.user_id,), settle=settle)
