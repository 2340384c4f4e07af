"""Asking people into a circle; it lets them see one that is for participants only. Nothing here commits."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select, update

from studyhub.audit import trail
from studyhub.circles import locking
from studyhub.circles.models import Circle, CircleInvitation, Participation
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.people import queries as people
from studyhub.people.models import User

# However often somebody is asked into one circle and the invitation taken back, within this they are told once.
ONE_MESSAGE = timedelta(days=1)


def invite(circle: Circle, user_ids: Iterable[int], *, by: User, now: datetime) -> list[User]:
    """Ask members in and tell them; whoever is in or asked already is passed over. Those asked now, in order."""
    locking.lock(circle)
    wanted = people.members().where(User.id.in_(set(user_ids)), User.id.not_in(_in_circle(circle)))
    known = {one.user_id: one for one in db.session.scalars(_all(circle))}
    asked = [user for user in db.session.scalars(wanted) if _ask(circle, user, known.get(user.id), by=by, now=now)]
    if asked:
        ids = [user.id for user in asked]
        trail.record("circle.invited", circle, by=by, now=now, circle_id=circle.id, after={"user_ids": ids})
        _tell(circle, asked, by=by, now=now)
    return asked


def _ask(circle: Circle, user: User, known: CircleInvitation | None, *, by: User, now: datetime) -> bool:
    if known is None:
        known = CircleInvitation(circle_id=circle.id, user_id=user.id, invited_by_id=by.id, invited_at=now)
        db.session.add(known)
        return True
    if known.withdrawn_at is None:
        return False
    known.withdrawn_at, known.invited_by_id = None, by.id
    if now - known.invited_at >= ONE_MESSAGE:
        known.invited_at = now
    return True


def _tell(circle: Circle, users: list[User], *, by: User, now: datetime) -> None:
    """The moment of the invitation makes the message one: asked again within a day, nobody is told again."""
    db.session.flush()
    payload = {"slug": circle.slug, "circle": circle.title, "by": by.name}
    moments = {one.user_id: one.invited_at for one in db.session.scalars(_all(circle))}
    told = [(user, f"circle_invited:{circle.id}:{moments[user.id].isoformat()}", payload) for user in users]
    outbox.add_many("circle_invited", told, now=now)


def withdraw(circle: Circle, user_id: int, *, by: User, now: datetime) -> None:
    """Take an invitation back; who is in the circle by now stays in. Pressing twice is harmless."""
    locking.lock(circle)
    invitation = db.session.scalar(_all(circle).where(CircleInvitation.user_id == user_id))
    if invitation is None or invitation.withdrawn_at is not None:
        return
    invitation.withdrawn_at = now
    trail.record("circle.invitation_withdrawn", circle, by=by, now=now, circle_id=circle.id, after={"user_id": user_id})


def end(circle: Circle, user: User, *, now: datetime) -> None:
    """Let what somebody was once asked into the circle with open it no more: they left it, or were taken out."""
    for invitation in open_to(circle, user):
        invitation.withdrawn_at = now


def open_to(circle: Circle, user: User) -> Sequence[CircleInvitation]:
    """What opens the circle to somebody who was asked in."""
    of_user = _all(circle).where(CircleInvitation.user_id == user.id, CircleInvitation.withdrawn_at.is_(None))
    return db.session.scalars(of_user).all()


def end_all(user: User, *, now: datetime) -> None:
    """Let no circle be open any more because the person was asked into it: their account can take part no more.

    What they asked others into stays: it was asked for the circle, whose organisers take it back.
    """
    theirs = update(CircleInvitation).where(
        CircleInvitation.user_id == user.id, CircleInvitation.withdrawn_at.is_(None)
    )
    db.session.execute(theirs.values(withdrawn_at=now))


def _all(circle: Circle) -> Select[CircleInvitation]:
    return select(CircleInvitation).where(CircleInvitation.circle_id == circle.id)


def _in_circle(circle: Circle) -> Select[int]:
    return select(Participation.user_id).where(Participation.circle_id == circle.id, Participation.is_present)
