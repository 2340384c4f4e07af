"""What waits for a person: each thing with what settles it. A fixed number of queries, whatever waits."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import BindParameter, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from studyhub.circles import queries as circles
from studyhub.circles import unorganized
from studyhub.circles.models import Circle, CircleInvitation, CircleState, Participation
from studyhub.db import db, kept
from studyhub.delivery import standing
from studyhub.delivery.standing import Concern
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.notes.edits.together_models import Presence, has_typed
from studyhub.notes.models import Note, Release, ReleaseState, Revision
from studyhub.people.models import User, UserState
from studyhub.people.readers import READER

SHOWN = 10
# Older meetings without attendance or notes are history, not something to nag about.
REMEMBERED_DAYS = 60

NOW: BindParameter[datetime] = bindparam("now")
SINCE: BindParameter[datetime] = bindparam("since")


@dataclass(frozen=True)
class Waiting:
    """Everything that waits for one person, at most ten of each kind."""

    suggestions: list[Assignment] = field(default_factory=list)
    invitations: list[CircleInvitation] = field(default_factory=list)
    covers: list[Assignment] = field(default_factory=list)
    attendance: list[Meeting] = field(default_factory=list)
    unwritten: list[Meeting] = field(default_factory=list)
    unshared: list[Note] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)
    accounts: int = 0
    mail: Concern | None = None
    unorganized: int = 0

    @property
    def count(self) -> int:
        """How many things wait."""
        chapters, notes = (self.suggestions, self.covers), (self.unwritten, self.unshared, self.releases)
        lists = (*chapters, self.invitations, self.attendance, *notes)
        one_each = (self.accounts, self.mail, self.unorganized)
        return sum(len(found) for found in lists) + sum(map(bool, one_each))


def waiting_for(user: User, *, now: datetime) -> Waiting:
    """What waits for this person now."""
    known = {"reader": user.id, "now": now, "since": now - timedelta(days=REMEMBERED_DAYS)}
    scalars = db.session.scalars
    return Waiting(
        suggestions=list(scalars(_suggestions(), known)),
        invitations=list(scalars(_invitations(), known)),
        covers=list(scalars(_covers(), known)),
        attendance=list(scalars(_attendance(), known)),
        unwritten=list(scalars(_unwritten(), known)),
        unshared=list(scalars(_unshared(), known)),
        releases=list(scalars(_releases(), known)) if user.is_editor else [],
        accounts=_accounts() if user.is_admin else 0,
        mail=standing.concern(now) if user.is_admin else None,
        unorganized=unorganized.count() if user.is_admin else 0,
    )


@kept
def _suggestions() -> Select[Assignment]:
    return (
        select(Assignment)
        .join(Assignment.meeting)
        .where(Assignment.user_id == READER, Assignment.state == AssignmentState.SUGGESTED)
        .where(Assignment.answer_until > NOW, circles.is_visible(Meeting.circle_id, is_member=True))
        .options(joinedload(Assignment.chapter), contains_eager(Assignment.meeting).joinedload(Meeting.circle))
        .order_by(Assignment.created_at, Assignment.id)
        .limit(SHOWN)
    )


@kept
def _invitations() -> Select[CircleInvitation]:
    # Whoever was in once and left has answered.
    was_in = exists().where(Participation.circle_id == CircleInvitation.circle_id, Participation.user_id == READER)
    is_over = Circle.state.in_((CircleState.FINISHED, CircleState.ENDED))
    return (
        select(CircleInvitation)
        .join(CircleInvitation.circle)
        .where(CircleInvitation.user_id == READER, CircleInvitation.withdrawn_at.is_(None), ~was_in, ~is_over)
        .where(CircleInvitation.invited_at > SINCE)
        .options(contains_eager(CircleInvitation.circle), joinedload(CircleInvitation.invited_by))
        .order_by(CircleInvitation.invited_at, CircleInvitation.id)
        .limit(SHOWN)
    )


@kept
def _covers() -> Select[Assignment]:
    return (
        select(Assignment)
        .join(Assignment.meeting)
        .where(Assignment.state == AssignmentState.COVER_WANTED, Meeting.state == MeetingState.SCHEDULED)
        .where(Meeting.starts_at > NOW, Meeting.circle_id.in_(_organizes()))
        .options(
            joinedload(Assignment.chapter),
            joinedload(Assignment.user),
            contains_eager(Assignment.meeting).joinedload(Meeting.circle),
        )
        .order_by(Meeting.starts_at, Assignment.id)
        .limit(SHOWN)
    )


def _held() -> Select[Meeting]:
    return (
        select(Meeting)
        .where(
            Meeting.state == MeetingState.SCHEDULED,
            Meeting.ends_at <= NOW,
            Meeting.ends_at > SINCE,
            circles.is_visible(Meeting.circle_id, is_member=True),
        )
        .options(joinedload(Meeting.circle))
        .order_by(Meeting.ends_at, Meeting.id)
        .limit(SHOWN)
    )


def _organizes() -> Select[int]:
    return select(Participation.circle_id).where(
        Participation.user_id == READER, Participation.is_organizer, Participation.left_at.is_(None)
    )


@kept
def _attendance() -> Select[Meeting]:
    return _held().where(Meeting.circle_id.in_(_organizes()), Meeting.attendance_confirmed_at.is_(None))


@kept
def _unwritten() -> Select[Meeting]:
    has_text = exists().where(Note.meeting_id == Meeting.id)
    return _held().where(Meeting.scribe_id == READER, ~has_text)


@kept
def _unshared() -> Select[Note]:
    mine = or_(Meeting.scribe_id == READER, and_(Meeting.scribe_id.is_(None), Note.circle_id.in_(_organizes())))
    return (
        select(Note)
        .join(Note.meeting)
        .where(Note.shared_at.is_(None), Meeting.ends_at <= NOW, mine)
        .where(Meeting.ends_at > SINCE, Meeting.state == MeetingState.SCHEDULED)
        .where(circles.is_visible(Note.circle_id, is_member=True))
        .options(joinedload(Note.meeting), joinedload(Note.circle))
        .order_by(Meeting.ends_at, Note.id)
        .limit(SHOWN)
    )


@kept
def _releases() -> Select[Release]:
    is_author = exists().where(Revision.note_id == Release.note_id, Revision.author_id == READER)
    is_in_joint_text = exists().where(Presence.note_id == Release.note_id, Presence.user_id == READER, has_typed())
    return (
        select(Release)
        .where(
            Release.state.in_((ReleaseState.REQUESTED, ReleaseState.IN_REVIEW)),
            Release.requested_by_id != READER,
            ~is_author,
            ~is_in_joint_text,
        )
        .options(joinedload(Release.note), joinedload(Release.requested_by))
        .order_by(Release.requested_at, Release.id)
        .limit(SHOWN)
    )


def _accounts() -> int:
    return db.session.scalar(select(func.count()).where(User.state == UserState.PENDING)) or 0


class MyCircle(NamedTuple):
    """A circle a person takes part in."""

    id: int
    slug: str
    title: str


def circles_of(user: User) -> list[MyCircle]:
    """The circles a person takes part in, in the order of their names."""
    return [MyCircle(*row) for row in db.session.execute(_circles(), {"reader": user.id})]


@kept
def _circles() -> Select[int, str, str]:
    mine = (
        select(Circle.id, Circle.slug, Circle.title)
        .join(Circle.participations)
        .where(Participation.user_id == READER, Participation.left_at.is_(None))
    )
    return mine.order_by(Circle.title, Circle.id).limit(SHOWN)
