"""Taking somebody out of a circle, and taking them in again within a minute. Rules: docs/rules.md, Circle.

Nothing here commits.
"""

from datetime import datetime

from sqlalchemy import update

from studyhub.audit import trail
from studyhub.audit.models import AuditEvent
from studyhub.circles import invitations, locking
from studyhub.circles import queries as circles
from studyhub.circles.models import Circle, CircleInvitation, Participation, ParticipationRole, Visibility
from studyhub.db import db
from studyhub.meetings import rules, takings
from studyhub.meetings.assigning import giving_again
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.models import SignupState
from studyhub.meetings.signing_up import joining, removing, seats
from studyhub.meetings.takings import PutBack
from studyhub.people.models import SIGNS_IN, User

ACTION = "circle.taken_out"


class OwnPlace(Exception):
    """Nobody takes themselves out of a circle: they leave it."""


def take_out(circle: Circle, user: User, *, by: User, now: datetime) -> AuditEvent | None:
    """Take somebody out of the circle, as an organiser. None for whoever was not in it.

    They give back what whoever leaves gives back, and are told when a minute has passed and nobody has undone it. The
    last organiser cannot be taken out: it would be by themselves. Raises OwnPlace.
    """
    if user.id == by.id:
        raise OwnPlace
    locking.lock(circle)
    mine = circles.participation(circle, user)
    if mine is None:
        return None
    event = trail.record(ACTION, circle, by=by, now=now, circle_id=circle.id, after={"user_id": user.id})
    db.session.flush()
    event.before = {"participation_id": mine.id, **_end(mine, circle, user, event, by=by, now=now)}
    # Not by whom: it was decided for the circle. And no address that they cannot open any more.
    slug = "" if circle.visibility is Visibility.PARTICIPANTS else circle.slug
    payload = {"circle": circle.title, "slug": slug}
    takings.tell(event, "circle_taken_out", [(user, "taken_out", payload)], by=by)
    return event


def _end(
    mine: Participation, circle: Circle, user: User, event: AuditEvent, *, by: User, now: datetime
) -> dict[str, object]:
    invited = [one.id for one in invitations.open_to(circle, user)]
    assigned = giving_again.state_of(circle, user, now=now)
    joining.end(mine, circle, user, by=by, now=now, cause="taken_out", state=SignupState.REMOVED, taking=event)
    return {"invitations": invited, "assignments": assigned}


def undo(event: AuditEvent, *, by: User, now: datetime) -> PutBack:
    """Take them in again, with the seats, the waiting and the chapters they had. Raises TooLateToUndo.

    Whoever has joined again by themselves meanwhile goes on with the place they had before, in the part they chose; who
    only listened and has got a chapter meanwhile keeps it, and so takes part; whose account has ended or rests stays
    out.
    """
    circle = db.session.get_one(Circle, event.subject_id)
    locking.lock(circle)
    seats.lock_all(circle)
    takings.undo(event, circle, by=by, now=now)
    _take_in(circle, event, now=now)
    waits = removing.give_places_back(event, by=by, now=now)
    return PutBack(waits, giving_again.give_again(event, now=now))


def _take_in(circle: Circle, event: AuditEvent, *, now: datetime) -> None:
    mine = db.session.get_one(Participation, takings.kept(event, "participation_id"))
    if mine.user.state not in SIGNS_IN:
        return
    newer = circles.participation(circle, mine.user)
    if newer is not None:
        newer.left_at = now
        mine.role = newer.role
        db.session.flush()
    mine.left_at = None
    if rules.is_listener(mine) and db.session.execute(chapter_queries.to_present(circle, mine.user, now)).first():
        mine.role = ParticipationRole.PARTICIPANT
    invited = update(CircleInvitation).where(CircleInvitation.id.in_(takings.kept(event, "invitations")))
    db.session.execute(invited.values(withdrawn_at=None))
    db.session.flush()
