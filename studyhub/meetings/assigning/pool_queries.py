"""Fetching what a pool of presenters is made of, one statement for each kind of fact."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select

from studyhub.circles.models import Circle, Participation, ParticipationRole
from studyhub.db import db
from studyhub.ledger import loads
from studyhub.ledger.models import Duty
from studyhub.meetings.assigning.models import Assignment, AssignmentState, MeetingChapter
from studyhub.meetings.models import Meeting, MeetingState, Signup
from studyhub.meetings.queries import TAKING_STATES
from studyhub.meetings.signing_up.seats import SOURCE
from studyhub.people.models import Unavailability, User, UserState
from studyhub.teams.models import Membership, Team

TO_COME = (
    AssignmentState.SUGGESTED,
    AssignmentState.ACCEPTED,
    AssignmentState.READY,
    AssignmentState.COVER_WANTED,
)
REFUSED = (AssignmentState.DECLINED, AssignmentState.GIVEN_BACK, AssignmentState.COVERED)
_IS_PRIMARY = and_(Membership.user_id == User.id, Membership.is_primary)


class Member(NamedTuple):
    """Somebody who takes part and presents; `team_id` is the primary team."""

    user_id: int
    name: str
    team_id: int | None


class TeamFacts(NamedTuple):
    """A team, its active members whose primary team it is, and chapters presented for it."""

    name: str
    members: int
    done: int


class Coming(NamedTuple):
    """A chapter somebody is asked for or has; `team_id` is their primary team."""

    user_id: int
    chapter_id: int
    meeting_id: int
    circle_id: int
    starts_at: datetime
    team_id: int | None


class DaysAway(NamedTuple):
    """Days on which somebody takes nothing on, both included."""

    starts_on: date
    ends_on: date


def members(circle: Circle) -> list[Member]:
    """Whoever takes part in a circle, is active and does not only listen, in the order of their reading (kana)."""
    rows = (
        select(User.id, User.name, Membership.team_id)
        .join(Participation, Participation.user_id == User.id)
        .outerjoin(Membership, _IS_PRIMARY)
        .where(
            Participation.circle_id == circle.id,
            Participation.is_present,
            Participation.role == ParticipationRole.PARTICIPANT,
            User.state == UserState.ACTIVE,
        )
    )
    return [Member(*row) for row in db.session.execute(rows.order_by(User.reading, User.id))]


def teams(team_ids: Collection[int], *, since: date) -> dict[int, TeamFacts]:
    """These teams with what was presented for them since a day."""
    rows = (
        select(Team.id, Team.name, func.count(User.id))
        .join(Membership, and_(Membership.team_id == Team.id, Membership.is_primary))
        .join(User, and_(User.id == Membership.user_id, User.state == UserState.ACTIVE))
        .where(Team.id.in_(team_ids))
        .group_by(Team.id, Team.name)
    )
    done = loads.of_teams(team_ids, Duty.PRESENTED, since=since)
    return {id_: TeamFacts(name, count, done[id_]) for id_, name, count in db.session.execute(rows)}


def coming(user_ids: Collection[int], team_ids: Collection[int], *, since: datetime, now: datetime) -> list[Coming]:
    """What these people, and all members of these teams, are asked for or have, and did not present yet.

    Chapters of a meeting that was held count until its attendance is confirmed and the ledger has them.
    """
    is_asked_still = or_(Assignment.state != AssignmentState.SUGGESTED, Assignment.answer_until > now)
    rows = (
        select(User.id, Assignment.chapter_id, Meeting.id, Meeting.circle_id, Meeting.starts_at, Membership.team_id)
        .join(Assignment, Assignment.user_id == User.id)
        .join(Meeting, Meeting.id == Assignment.meeting_id)
        .outerjoin(Membership, _IS_PRIMARY)
        .where(
            or_(User.id.in_(user_ids), and_(Membership.team_id.in_(team_ids), User.state == UserState.ACTIVE)),
            Assignment.state.in_(TO_COME),
            is_asked_still,
            Meeting.state != MeetingState.CANCELLED,
            Meeting.starts_at >= since,
        )
    )
    return [Coming(*row) for row in db.session.execute(rows)]


def seated(meetings: Sequence[Meeting]) -> dict[int, dict[int, str]]:
    """Who has a seat in each meeting, with the source of that commitment."""
    rows = select(Signup.meeting_id, Signup.user_id, Signup.id).where(
        Signup.meeting_id.in_([meeting.id for meeting in meetings]), Signup.state.in_(TAKING_STATES)
    )
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for meeting_id, user_id, signup_id in db.session.execute(rows):
        found[meeting_id][user_id] = f"{SOURCE}{signup_id}"
    return found


def days_away(user_ids: Collection[int], *, since: date) -> dict[int, list[DaysAway]]:
    """Days on which these people take nothing on, those that are over left out."""
    rows = select(Unavailability.user_id, Unavailability.starts_on, Unavailability.ends_on).where(
        Unavailability.user_id.in_(user_ids), Unavailability.ends_on >= since
    )
    found: dict[int, list[DaysAway]] = defaultdict(list)
    for user_id, starts_on, ends_on in db.session.execute(rows):
        found[user_id].append(DaysAway(starts_on, ends_on))
    return found


def refused(meetings: Sequence[Meeting], *, now: datetime) -> set[tuple[int, int]]:
    """Pairs (chapter, person) of whoever declined, gave back, or left unanswered a chapter of these meetings."""
    is_silent = and_(Assignment.state == AssignmentState.SUGGESTED, Assignment.answer_until <= now)
    rows = (
        select(Assignment.chapter_id, Assignment.user_id)
        .join(MeetingChapter, MeetingChapter.chapter_id == Assignment.chapter_id)
        .where(
            MeetingChapter.meeting_id.in_([meeting.id for meeting in meetings]),
            Assignment.user_id.is_not(None),
            or_(Assignment.state.in_(REFUSED), is_silent),
        )
    )
    return {(chapter_id, user_id) for chapter_id, user_id in db.session.execute(rows) if user_id}
