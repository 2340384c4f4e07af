"""What becomes of what people have of services. Nothing here commits."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from studyhub.audit import trail
from studyhub.db import db
from studyhub.people.departing import OfPeople
from studyhub.people.models import User, UserState
from studyhub.people.pairs import pairs
from studyhub.services import readying
from studyhub.services.models import Quirk, QuirkRevision, Readiness, Service
from studyhub.services.states import ReadinessState, Standing

FURTHEST_FIRST = tuple(reversed(ReadinessState))


def give_back(user: User, *, by: User, now: datetime) -> None:
    """Nobody asks them by day any more. Whoever has left is ready for nothing; on leave one stays what one was."""
    for service in db.session.scalars(select(Service).where(Service.contact_user_id == user.id)):
        service.contact_user_id = None
        trail.record("service.contact_gone", service, by=by, now=now, after={"user_id": user.id})
    if user.state is UserState.LEFT:
        rows = select(Readiness).where(Readiness.user_id == user.id).options(joinedload(Readiness.service))
        for readiness in db.session.scalars(rows).all():
            readying.end(readiness, readiness.service, by=by, now=now)


def settle(going: User, staying: User, *, now: datetime) -> None:
    """Be as far with a service as either was, ready now before ready once."""
    both = select(Readiness).where(Readiness.user_id.in_([going.id, staying.id]))
    found = sorted(db.session.scalars(both), key=lambda one: (_behind(one, now), one.user_id != staying.id))
    for kept, other in pairs(found, lambda one: one.service_id):
        db.session.delete(other)
        db.session.flush()
        kept.user_id = staying.id
    db.session.flush()


def _behind(readiness: Readiness, now: datetime) -> tuple[int, bool]:
    """How far behind a readiness is, the best first."""
    return FURTHEST_FIRST.index(readiness.state), readiness.standing(now) is Standing.STALE


OF_PEOPLE = OfPeople(
    moved=(Service.contact_user_id, Quirk.confirmed_by_id, QuirkRevision.author_id, Readiness.signed_off_by_id),
    without_second=(Readiness.user_id,),
    settle=settle,
    give_back=give_back,
)
