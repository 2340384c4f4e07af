"""Fetching the chapters of meetings and who presents them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Select, and_, bindparam, func, or_, select

from studyhub.circles.models import Chapter, Circle, Participation, ParticipationRole
from studyhub.db import db, kept
from studyhub.meetings.assigning.models import CURRENT_STATES, Assignment, AssignmentState, MeetingChapter, has_lapsed
from studyhub.meetings.models import Meeting, MeetingState, Signup
from studyhub.meetings.queries import ACTIVE_STATES
from studyhub.people import queries as people
from studyhub.people.models import User
from studyhub.teams.models import Membership, Team


def chapters(meeting: Meeting) -> list[Chapter]:
    """What is read in a meeting, in order; merged and skipped chapters are left out."""
    return list(db.session.scalars(_placed_once(), {"meeting_ids": [meeting.id]}))


def chapter(meeting: Meeting, chapter_id: int) -> Chapter | None:
    """One chapter of a meeting, or None when it has its place elsewhere."""
    return db.session.scalar(_placed([meeting.id]).where(Chapter.id == chapter_id))


def _placed(meeting_ids: Sequence[int] | BindParameter[int]) -> Select[Chapter]:
    rows = select(Chapter).join(MeetingChapter, MeetingChapter.chapter_id == Chapter.id)
    still_read = rows.where(Chapter.is_to_read)
    return still_read.where(MeetingChapter.meeting_id.in_(meeting_ids)).order_by(Chapter.position, Chapter.id)


@kept
def _placed_once() -> Select[Chapter]:
    return _placed(bindparam("meeting_ids", expanding=True))


def chapters_of(meeting_ids: Iterable[int]) -> dict[int, list[Chapter]]:
    """What is read in each of these meetings, in order."""
    found: dict[int, list[Chapter]] = {}
    for chapter, meeting_id in db.session.execute(_placed(list(meeting_ids)).add_columns(MeetingChapter.meeting_id)):
        found.setdefault(meeting_id, []).append(chapter)
    return found


def placements(meeting_ids: Iterable[int]) -> list[MeetingChapter]:
    """The places of chapters in these meetings, in order."""
    rows = select(MeetingChapter).where(MeetingChapter.meeting_id.in_(list(meeting_ids)))
    return list(db.session.scalars(rows.order_by(MeetingChapter.meeting_id, MeetingChapter.position)))


def current(chapter_ids: Iterable[int]) -> Select[Assignment]:
    """Present assignments of these chapters, in the order they were made."""
    rows = select(Assignment).where(Assignment.chapter_id.in_(list(chapter_ids)))
    return rows.where(Assignment.state.in_(CURRENT_STATES)).order_by(Assignment.id)


class Presenter(NamedTuple):
    """One presenter of a chapter; a guest has no user_id. `team` is the primary one.

    `reason` and `basis` are for organisers and the person alone.
    """

    id: int
    chapter_id: int
    user_id: int | None
    guest_name: str | None
    user_name: str | None
    team: str | None
    state: AssignmentState
    answer_until: datetime | None
    reason: str
    basis: dict[str, Any] | None
    asks_next: bool

    @property
    def name(self) -> str:
        """The name of the person, or of the guest."""
        return self.user_name or self.guest_name or ""

    def has_lapsed(self, now: datetime) -> bool:
        """As that of an assignment."""
        return has_lapsed(self.state, self.answer_until, now)


def presenters(meeting: Meeting) -> list[Presenter]:
    """Who presents the chapters of a meeting, in the order they took them."""
    return [Presenter(*row) for row in db.session.execute(_presenters(), {"meeting_id": meeting.id})]


@kept
def _presenters() -> Select[*tuple[Any, ...]]:
    is_primary = and_(Membership.user_id == Assignment.user_id, Membership.is_primary)
    rows = (
        select(
            Assignment.id,
            Assignment.chapter_id,
            Assignment.user_id,
            Assignment.guest_name,
            User.name,
            Team.name,
            Assignment.state,
            Assignment.answer_until,
            Assignment.reason,
            Assignment.basis,
            Assignment.asks_next,
        )
        .join(MeetingChapter, MeetingChapter.chapter_id == Assignment.chapter_id)
        .outerjoin(User, User.id == Assignment.user_id)
        .outerjoin(Membership, is_primary)
        .outerjoin(Team, Team.id == Membership.team_id)
        .where(MeetingChapter.meeting_id == bindparam("meeting_id"), Assignment.state.in_(CURRENT_STATES))
    )
    return rows.order_by(Assignment.id)


def to_present(circle: Circle, user: User, now: datetime) -> Select[Assignment, Meeting]:
    """What somebody presents or is asked for in meetings of a circle that have not begun, with the meeting."""
    rows = select(Assignment, Meeting).join(Meeting, Meeting.id == Assignment.meeting_id)
    mine = rows.where(Meeting.circle_id == circle.id, Assignment.user_id == user.id)
    present = mine.where(Assignment.state.in_(CURRENT_STATES - {AssignmentState.PRESENTED}))
    has_not_begun = or_(Meeting.state != MeetingState.SCHEDULED, Meeting.starts_at > now)
    return present.where(has_not_begun).order_by(Assignment.id)


def can_be_asked(meeting: Meeting) -> Select[User]:
    """Members who may be asked to present: in the circle, or signed up for this meeting; never listeners."""
    in_circle = select(Participation.user_id).where(
        Participation.circle_id == meeting.circle_id, Participation.is_present
    )
    listeners = in_circle.where(Participation.role == ParticipationRole.LISTENER)
    signed_up = select(Signup.user_id).where(Signup.meeting_id == meeting.id, Signup.state.in_(ACTIVE_STATES))
    asked = people.members().where(User.id.in_(in_circle.union(signed_up)))
    return asked.where(User.id.not_in(listeners))


class Refusal(NamedTuple):
    """Somebody who was asked for a chapter or had it, and has it no more; the reason is for organisers alone."""

    name: str
    state: AssignmentState
    reason: str
    changed_at: datetime


def refusals(chapter: Chapter) -> list[Refusal]:
    """Who declined a chapter, gave it back or did not answer, newest first."""
    rows = select(User.name, Assignment.state, Assignment.reason, Assignment.changed_at).join(Assignment.user)
    refused = Assignment.state.in_((AssignmentState.DECLINED, AssignmentState.GIVEN_BACK))
    found = db.session.execute(
        rows.where(Assignment.chapter_id == chapter.id, refused).order_by(Assignment.changed_at.desc(), Assignment.id)
    )
    return [Refusal(*row) for row in found]


def swappable(meeting: Meeting, chapter: Chapter, now: datetime) -> list[tuple[Chapter, Meeting, str]]:
    """Other chapters of coming meetings of the circle that somebody has, with the presenter's name, in order."""
    name = func.coalesce(User.name, Assignment.guest_name)
    rows = (
        select(Chapter, Meeting, func.min(name))
        .join(MeetingChapter, MeetingChapter.chapter_id == Chapter.id)
        .join(Meeting, Meeting.id == MeetingChapter.meeting_id)
        .join(Assignment, and_(Assignment.chapter_id == Chapter.id, Assignment.state.in_(CURRENT_STATES)))
        .outerjoin(User, User.id == Assignment.user_id)
        .where(Meeting.circle_id == meeting.circle_id, Meeting.state == MeetingState.SCHEDULED)
        .where(Meeting.starts_at > now, Chapter.id != chapter.id)
        .where(Chapter.is_to_read)
        .group_by(Chapter.id, Meeting.id)
        .order_by(Meeting.starts_at, Chapter.position)
    )
    return [(found, at, presenter) for found, at, presenter in db.session.execute(rows)]
