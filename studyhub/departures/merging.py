"""Making two accounts of one person one. Rules: docs/rules.md, Account. Nothing here commits.

Everything the account that goes has is the other's afterwards, or is named in `OfPeople` as what stays with it.
Its row stays, says what it became part of, and can never be anybody's again: this cannot be undone.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, or_, select, update

from studyhub.accounts import members, notices, standing
from studyhub.audit import trail
from studyhub.circles import locking
from studyhub.circles.models import Circle, CircleInvitation, Participation
from studyhub.db import db
from studyhub.delivery.handed_in import departing as messages
from studyhub.departures.self_approvals import self_approved
from studyhub.meetings.assigning.models import Assignment
from studyhub.meetings.departing import places
from studyhub.meetings.models import Attendance, Meeting, Signup
from studyhub.meetings.signing_up import seats
from studyhub.notes.edits import writing
from studyhub.notes.handed_in import departing as notes
from studyhub.notes.releases import accompanying, consents
from studyhub.people.departing import Column, OfPeople
from studyhub.people.models import NARROWEST_FIRST, User, UserState
from studyhub.teams import memberships
from studyhub.teams.models import Membership, Team


class Obstacle(StrEnum):
    """Why two accounts cannot be made one in this way."""

    SAME = "same"
    OWN = "own"
    MERGED = "merged"
    NOT_ACTIVE = "not_active"


class CannotMerge(Exception):
    """There is an obstacle, which is the only argument."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle)
        self.obstacle = obstacle


def obstacle(going: User, staying: User, *, by: User) -> Obstacle | None:
    """What is in the way of making one account part of another, or None."""
    if going.id == staying.id:
        return Obstacle.SAME
    if going.id == by.id:
        return Obstacle.OWN
    if going.merged_into_id is not None or staying.merged_into_id is not None:
        return Obstacle.MERGED
    return None if staying.state is UserState.ACTIVE else Obstacle.NOT_ACTIVE


def merge(going: User, staying: User, parts: Sequence[OfPeople], *, by: User, now: datetime) -> None:
    """Make an account part of another one of the same person.

    `parts` are what features have of people, from the top layer. Freed seats go to the next; roles of both are kept, so
    that there is an administrator afterwards where there was one; both addresses are told. Raises CannotMerge.
    """
    meetings = _lock(going, staying)
    if found := obstacle(going, staying, by=by):
        raise CannotMerge(found)
    was_admin = staying.is_admin
    own = [release.id for release in self_approved(going, staying)]
    freed = _settle(going, staying, parts, by=by, now=now)
    places.forget_absences(staying, meetings, now=now)
    _unite(going, staying)
    _end(going, staying, now=now)
    event = trail.record("user.merged", going, by=by, now=now, after={"user_id": staying.id, "self_approved": own})
    if staying.is_admin and not was_admin:
        notices.tell_new_administrator(staying, event, by=by, now=now)
    messages.tell(going, staying, by=by, now=now)
    # What is in memory still names the account that went.
    db.session.flush()
    db.session.expire_all()
    seats.promote(freed, by=by, now=now)


def _lock(going: User, staying: User) -> list[Meeting]:
    """Hold everything of both, in the order in which everybody does: accounts, teams, people, circles, meetings, notes.

    The meetings in which either had a part.
    """
    both = [going.id, staying.id]
    members.lock_accounts()
    teams = select(Team).join(Membership, Membership.team_id == Team.id).where(Membership.user_id.in_(both))
    memberships.lock_teams(db.session.scalars(teams).all())
    # Not against those who only refer to the people: they may hold a meeting and wait to write such a row.
    people = select(User).where(User.id.in_(both)).order_by(User.id).with_for_update(key_share=True)
    db.session.scalars(people, execution_options={"populate_existing": True}).all()
    for circle in db.session.scalars(_circles_of(both)).all():
        locking.lock(circle)
    meetings = seats.lock(db.session.scalars(_meetings_of(both)).all())
    for note in notes.written_in(going):
        writing.lock(note)
    return meetings


def _circles_of(user_ids: Sequence[int]) -> Select[Circle]:
    mine = [select(rows.circle_id).where(rows.user_id.in_(user_ids)) for rows in (Participation, CircleInvitation)]
    return select(Circle).where(or_(*(Circle.id.in_(ids) for ids in mine))).order_by(Circle.id)


def _meetings_of(user_ids: Sequence[int]) -> Select[Meeting]:
    mine = [select(rows.meeting_id).where(rows.user_id.in_(user_ids)) for rows in (Signup, Attendance, Assignment)]
    return select(Meeting).where(or_(*(Meeting.id.in_(ids) for ids in mine)))


def _settle(going: User, staying: User, parts: Sequence[OfPeople], *, by: User, now: datetime) -> list[Meeting]:
    """Let what a person may have once be there once, and the rest be the other's. The meetings with freed seats."""
    wider = max(going, staying, key=lambda user: NARROWEST_FIRST.index(user.outside_name))
    before, name = accompanying.named(wider.name, wider.pen_name, wider.outside_name)
    freed = places.give_up_second_places(going, staying, by=by, now=now)
    for part in reversed(parts):
        if part.settle:
            part.settle(going, staying, now=now)
    for part in parts:
        _move((*part.without_second, *part.moved), going, staying)
    consents.take_back(staying, before, name, now=now)
    return freed


def _move(columns: Sequence[Column], going: User, staying: User) -> None:
    """Let the account that stays stand in these columns wherever the other stood."""
    for column in columns:
        rows = update(column.class_).where(column == going.id)
        db.session.execute(rows.values({column: staying.id}).execution_options(synchronize_session=False))


def _unite(going: User, staying: User) -> None:
    """Roles of either are kept; what is not known of the account that stays is taken from the other."""
    for role in ("is_admin", "is_editor", "is_rota_keeper"):
        setattr(staying, role, getattr(staying, role) or getattr(going, role))
        setattr(going, role, False)
    for fact in ("kana", "chat_handle", "telephone"):
        setattr(staying, fact, getattr(staying, fact) or getattr(going, fact))
    joined = [user.joined_on for user in (going, staying) if user.joined_on]
    staying.joined_on = min(joined, default=None)
    if staying.number is None and going.number is not None:
        number, going.number = going.number, None
        # No two rows may have one number, not even between two statements.
        db.session.flush()
        staying.number = number


def _end(going: User, staying: User, *, now: datetime) -> None:
    messages.forget_choices(going)
    standing.shut_out(going, now)
    going.password_hash = None
    if going.state is not UserState.LEFT:
        going.move_to(UserState.LEFT)
    going.merged_into_id = staying.id
    db.session.flush()
