"""What waits for a person: each thing with what settles it. A fixed number of queries, whatever waits."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from studyhub.circles.models import Circle, Participation
from studyhub.db import db
from studyhub.meetings.assignment_models import Assignment, AssignmentState
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.notes.models import Note, Release, ReleaseState, Revision
from studyhub.people.models import User, UserState

SHOWN = 10
# Older meetings without attendance or notes are history, not something to nag about.
REMEMBERED_DAYS = 60


@dataclass(frozen=True)
class Waiting:
    """Everything that waits for one person, at most ten of each kind."""

    suggestions: list[Assignment] = field(default_factory=list)
    attendance: list[Meeting] = field(default_factory=list)
    unwritten: list[Meeting] = field(default_factory=list)
    unshared: list[Note] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)
    accounts: int = 0

    @property
    def count(self) -> int:
        """How many things wait."""
        lists = (self.suggestions, self.attendance, self.unwritten, self.unshared, self.releases)
        return sum(len(found) for found in lists) + (1 if self.accounts else 0)


def waiting_for(user: User, *, now: datetime) -> Waiting:
    """What waits for this person now."""
    scalars = db.session.scalars
    return Waiting(
        suggestions=list(scalars(_suggestions(user, now))),
        attendance=list(scalars(_attendance(user, now))),
        unwritten=list(scalars(_unwritten(user, now))),
        unshared=list(scalars(_unshared(user, now))),
        releases=list(scalars(_releases(user))) if user.is_editor else [],
        accounts=_accounts() if user.is_admin else 0,
    )


def _suggestions(user: User, now: datetime) -> Select[Assignment]:
    return (
        select(Assignment)
        .where(Assignment.user_id == user.id, Assignment.state == AssignmentState.SUGGESTED)
        .where(Assignment.answer_until > now)
        .options(joinedload(Assignment.chapter))
        .order_by(Assignment.created_at, Assignment.id)
        .limit(SHOWN)
    )


def _held(now: datetime) -> Select[Meeting]:
    return (
        select(Meeting)
        .where(
            Meeting.state == MeetingState.SCHEDULED,
            Meeting.ends_at <= now,
            Meeting.ends_at > now - timedelta(days=REMEMBERED_DAYS),
        )
        .options(joinedload(Meeting.circle))
        .order_by(Meeting.ends_at, Meeting.id)
        .limit(SHOWN)
    )


def _organizes(user: User) -> Select[int]:
    return select(Participation.circle_id).where(
        Participation.user_id == user.id, Participation.is_organizer, Participation.left_at.is_(None)
    )


def _attendance(user: User, now: datetime) -> Select[Meeting]:
    return _held(now).where(Meeting.circle_id.in_(_organizes(user)), Meeting.attendance_confirmed_at.is_(None))


def _unwritten(user: User, now: datetime) -> Select[Meeting]:
    has_text = exists().where(Note.meeting_id == Meeting.id)
    return _held(now).where(Meeting.scribe_id == user.id, ~has_text)


def _unshared(user: User, now: datetime) -> Select[Note]:
    mine = or_(Meeting.scribe_id == user.id, and_(Meeting.scribe_id.is_(None), Note.circle_id.in_(_organizes(user))))
    return (
        select(Note)
        .join(Note.meeting)
        .where(Note.shared_at.is_(None), Meeting.ends_at <= now, mine)
        .where(Meeting.ends_at > now - timedelta(days=REMEMBERED_DAYS), Meeting.state == MeetingState.SCHEDULED)
        .options(joinedload(Note.meeting), joinedload(Note.circle))
        .order_by(Meeting.ends_at, Note.id)
        .limit(SHOWN)
    )


def _releases(user: User) -> Select[Release]:
    is_author = exists().where(Revision.note_id == Release.note_id, Revision.author_id == user.id)
    return (
        select(Release)
        .where(
            Release.state.in_((ReleaseState.REQUESTED, ReleaseState.IN_REVIEW)),
            Release.requested_by_id != user.id,
            ~is_author,
        )
        .options(joinedload(Release.note), joinedload(Release.requested_by))
        .order_by(Release.requested_at, Release.id)
        .limit(SHOWN)
    )


def _accounts() -> int:
    return db.session.scalar(select(func.count()).where(User.state == UserState.PENDING)) or 0


def circles_of(user: User) -> list[Circle]:
    """The circles a person takes part in, in the order of their names."""
    mine = (
        select(Circle)
        .join(Circle.participations)
        .where(Participation.user_id == user.id, Participation.left_at.is_(None))
    )
    return list(db.session.scalars(mine.order_by(Circle.title, Circle.id).limit(SHOWN)))
