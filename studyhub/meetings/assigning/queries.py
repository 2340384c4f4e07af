"""Fetching the chapters of meetings and who presents them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, case, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from studyhub.circles.models import Chapter, Circle, CircleState, Format, Participation, ParticipationRole
from studyhub.circles.queries import CHAPTER
from studyhub.db import db, kept
from studyhub.meetings.assigning.models import (
    CURRENT_STATES,
    IS_ASKED_OR_THEIRS,
    WILL_PRESENT,
    Assignment,
    AssignmentState,
    MeetingChapter,
    has_lapsed,
)
from studyhub.meetings.models import ACTIVE_STATES, Meeting, MeetingState, Signup
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


# The moment of statements that are built once.
NOW: BindParameter[datetime] = bindparam("now")


def takes_presenter() -> ColumnElement[bool]:
    """Whether a chapter is one to be presented where it stands: neither discussed nor read together, nor dropped.

    For statements over Chapter, Circle and, as far as there are any, MeetingChapter and Meeting. Nobody is asked
    for any other chapter, and nobody is warned of it.
    """
    is_presented = func.coalesce(Meeting.format, Circle.format) == Format.PRESENTED
    return and_(Chapter.is_to_read, is_presented, ~func.coalesce(MeetingChapter.is_read_together, false()))


def is_open() -> ColumnElement[bool]:
    """Whether a chapter of a session that is not over is to be presented, and nobody has it or is asked, at `now`."""
    is_on = or_(Meeting.state == MeetingState.POSTPONED, _is_scheduled())
    return and_(takes_presenter(), is_on, ~_held(*CURRENT_STATES))


def wants_presenter() -> ColumnElement[bool]:
    """Whether anybody who presses now has the chapter: it is open, or whoever has it looks for cover."""
    is_on = or_(Meeting.state == MeetingState.POSTPONED, _is_scheduled())
    is_sought = or_(_held(AssignmentState.COVER_WANTED), ~_held(*CURRENT_STATES))
    return and_(takes_presenter(), is_on, is_sought)


def calls_for_presenter() -> ColumnElement[bool]:
    """Whether people are called to take a chapter: it wants a presenter, has its day, and the circle is running."""
    return and_(wants_presenter(), Meeting.state == MeetingState.SCHEDULED, Circle.state == CircleState.RUNNING)


def is_asked_for() -> ColumnElement[bool]:
    """Whether somebody is asked for a chapter by name, and their time to answer is not over, at `now`."""
    return _held(AssignmentState.SUGGESTED)


def _is_scheduled() -> ColumnElement[bool]:
    return and_(Meeting.state == MeetingState.SCHEDULED, Meeting.ends_at > NOW)


def _held(*states: AssignmentState) -> ColumnElement[bool]:
    until = Assignment.answer_until
    is_lapsed = and_(Assignment.state == AssignmentState.SUGGESTED, until.is_not(None), until <= NOW)
    return exists().where(Assignment.chapter_id == Chapter.id, Assignment.state.in_(states), ~is_lapsed)


class ReadChapter(NamedTuple):
    """A chapter in its meeting, and whether it is read together there, open, or somebody will present it."""

    chapter: Chapter
    is_read_together: bool
    is_open: bool
    is_in_hands: bool


def read_in(meeting: Meeting, *, now: datetime) -> list[ReadChapter]:
    """What is read in a meeting, in order, and how."""
    rows = CHAPTER.with_more(read_in_rows(), {"meeting_id": meeting.id, "now": now})
    return [ReadChapter(chapter, *how) for chapter, how in rows]


@kept
def read_in_rows() -> Select[*tuple[Any, ...]]:
    """The statement that `read_in` executes; behind a chapter's columns stands how it is read."""
    in_hands = _held(*WILL_PRESENT).label("is_in_hands")
    rows = select(*CHAPTER.columns, MeetingChapter.is_read_together, is_open().label("is_open"), in_hands)
    here = Meeting.id == bindparam("meeting_id")
    found: Select[*tuple[Any, ...]] = placed(rows).where(here, Chapter.is_to_read)
    return found


def placed(rows: Select[*tuple[Any, ...]]) -> Any:
    """Such a statement over chapters in the meetings that read them, in their order."""
    joined = rows.select_from(Chapter).join(MeetingChapter, MeetingChapter.chapter_id == Chapter.id)
    in_meetings = joined.join(Meeting, Meeting.id == MeetingChapter.meeting_id)
    return in_meetings.join(Circle, Circle.id == Meeting.circle_id).order_by(Chapter.position, Chapter.id)


def open_in(meeting_ids: Iterable[int], *, now: datetime) -> set[int]:
    """The ids of chapters of these meetings that are open."""
    return set(db.session.scalars(_open_in(), {"meeting_ids": list(meeting_ids), "now": now}))


@kept
def _open_in() -> Select[int]:
    here = Meeting.id.in_(bindparam("meeting_ids", expanding=True))
    found: Select[int] = placed(select(Chapter.id)).where(here, is_open())
    return found


def is_unanswered(meeting: Meeting, chapter: Chapter, *, now: datetime) -> bool:
    """Whether anybody who presses has the chapter, and nobody is asked for it at present."""
    here = placed(select(Chapter.id)).where(Meeting.id == meeting.id, Chapter.id == chapter.id)
    unanswered = here.where(wants_presenter(), ~is_asked_for())
    return db.session.scalar(unanswered, {"now": now}) is not None


def is_presented(meeting: Meeting, chapter: Chapter) -> bool:
    """Whether a chapter still has its place in this meeting and is to be presented there."""
    here = placed(select(Chapter.id)).where(Meeting.id == meeting.id, Chapter.id == chapter.id, takes_presenter())
    return db.session.scalar(here) is not None


def all_read_together(meeting: Meeting) -> bool:
    """Whether chapters are read in a meeting, and none of them is presented or discussed."""
    ways = db.session.scalars(placed(select(MeetingChapter.is_read_together)).where(Meeting.id == meeting.id)).all()
    return bool(ways) and all(ways)


def placements(meeting_ids: Iterable[int]) -> list[MeetingChapter]:
    """The places of chapters in these meetings, in order."""
    rows = select(MeetingChapter).where(MeetingChapter.meeting_id.in_(list(meeting_ids)))
    return list(db.session.scalars(rows.order_by(MeetingChapter.meeting_id, MeetingChapter.position)))


def current(chapter_ids: Iterable[int]) -> Select[Assignment]:
    """Present assignments of these chapters, in the order they were made."""
    rows = select(Assignment).where(Assignment.chapter_id.in_(list(chapter_ids)))
    return rows.where(Assignment.state.in_(CURRENT_STATES)).order_by(Assignment.id)


def current_in(meeting_ids: Iterable[int]) -> Select[Assignment]:
    """Present assignments of these meetings, in the order they were made."""
    rows = select(Assignment).where(Assignment.meeting_id.in_(list(meeting_ids)))
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
    present = mine.where(Assignment.state.in_(IS_ASKED_OR_THEIRS))
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
    """Who declined a chapter, gave it back or did not answer, newest first; not who presents or is asked again."""
    rows = select(User.name, Assignment.state, Assignment.reason, Assignment.changed_at).join(Assignment.user)
    refused = Assignment.state.in_((AssignmentState.DECLINED, AssignmentState.GIVEN_BACK))
    again = aliased(Assignment)
    is_back = exists().where(
        again.chapter_id == chapter.id, again.user_id == Assignment.user_id, again.state.in_(CURRENT_STATES)
    )
    found = db.session.execute(
        rows.where(Assignment.chapter_id == chapter.id, refused, ~is_back).order_by(
            Assignment.changed_at.desc(), Assignment.id
        )
    )
    return [Refusal(*row) for row in found]


class Swappable(NamedTuple):
    """A chapter that somebody has, or is only asked for."""

    chapter: Chapter
    meeting: Meeting
    presenter: str
    is_only_asked: bool


def swappable(meeting: Meeting, chapter: Chapter, now: datetime) -> list[Swappable]:
    """Other chapters of coming meetings of the circle that somebody has or is asked for, in order."""
    name = func.coalesce(User.name, Assignment.guest_name)
    is_asked = case((Assignment.state == AssignmentState.SUGGESTED, 1), else_=0)
    rows = (
        select(Chapter, Meeting, func.min(name), func.min(is_asked) == 1)
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
    return [Swappable(*row) for row in db.session.execute(rows)]
