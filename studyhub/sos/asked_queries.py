"""Who is asked for cards, and to whom help goes that nobody gives."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, literal, or_, select
from sqlalchemy.orm import aliased, join

from studyhub.circles import queries as circles
from studyhub.circles.models import Circle, CircleKind, Participation
from studyhub.column_types import UtcDateTime
from studyhub.db import db, kept
from studyhub.meetings.models import LONGEST, Meeting, MeetingState
from studyhub.people.models import User, UserState
from studyhub.people.readers import READER, read_by
from studyhub.sos.models import HelpWanted, TeamUpdate
from studyhub.teams.models import Membership, Team

# The day before the leads are asked, and shortly before it everybody of the team.
ASKED_BEFORE, ALL_ASKED_BEFORE = timedelta(hours=24), timedelta(hours=3)
NOW, DAY_AHEAD, HOURS_AHEAD, LONGEST_AGO = (
    bindparam(name, type_=UtcDateTime()) for name in ("now", "day_ahead", "hours_ahead", "longest_ago")
)


def rounds_to_ask_for(now: datetime) -> list[Meeting]:
    """Rounds that begin within a day."""
    rows = select(Meeting).join(Meeting.circle).where(Circle.kind == CircleKind.SOS)
    rows = rows.where(Meeting.state == MeetingState.SCHEDULED, Meeting.starts_at > now)
    return list(db.session.scalars(rows.where(Meeting.starts_at <= now + ASKED_BEFORE).order_by(Meeting.starts_at)))


def is_missing(meeting_id: Any, team_id: Any) -> ColumnElement[bool]:
    """Whether a team handed in no card for a round."""
    handed_in = exists().where(
        TeamUpdate.meeting_id == meeting_id, TeamUpdate.team_id == team_id, TeamUpdate.handed_in_at.is_not(None)
    )
    return ~handed_in


def first_asked(meeting: Meeting) -> list[tuple[int, User]]:
    """Those whom teams without a card have to write it first, with the team's id: leads, where there are none all."""
    rows = select(Membership.team_id, User).select_from(Membership)
    rows = rows.join(User, User.id == Membership.user_id).join(Team, Team.id == Membership.team_id)
    rows = rows.where(Team.closed_at.is_(None), User.state == UserState.ACTIVE, _is_first())
    seen = circles.is_visible_to_each(literal(meeting.circle_id))
    rows = rows.where(is_missing(meeting.id, Membership.team_id), seen)
    return [(team_id, user) for team_id, user in db.session.execute(rows.order_by(Membership.team_id, User.id))]


def _is_first() -> ColumnElement[bool]:
    """Whether a membership is that of a lead, or of anybody in a team that nobody leads."""
    other, leader = aliased(Membership), aliased(User)
    leads = exists().where(
        other.team_id == Membership.team_id, other.is_lead, leader.id == other.user_id, leader.state == UserState.ACTIVE
    )
    return or_(Membership.is_lead, ~leads.correlate(Membership))


def unwritten(user: User, now: datetime) -> Sequence[Row[int, str, datetime, int, str]]:
    """Rounds about to begin, or running, for which a person is to write the card of a team of theirs.

    Each as the round's id, its circle's title and its beginning, the team's id and name.
    """
    return db.session.execute(unwritten_rows(), at(user, now)).all()


def at(user: User, now: datetime) -> dict[str, Any]:
    """What the statement below is executed with."""
    ahead = {"day_ahead": now + ASKED_BEFORE, "hours_ahead": now + ALL_ASKED_BEFORE}
    return read_by(user) | {"now": now, "longest_ago": now - LONGEST} | ahead


@kept
def unwritten_rows() -> Select[int, str, datetime, int, str]:
    """As `unwritten`; to be executed with `at`."""
    # What began longer ago is over: of years of sessions those of these days are read, and of all circles the rounds.
    begins = Meeting.starts_at > LONGEST_AGO, Meeting.starts_at <= DAY_AHEAD
    of_rounds = Meeting.circle_id.in_(select(Circle.id).where(Circle.kind == CircleKind.SOS))
    is_near = and_(of_rounds, Meeting.state == MeetingState.SCHEDULED, *begins, Meeting.ends_at > NOW)
    # Told whole: nothing but being near leads from a team to a round.
    teams = join(Membership, Team, Team.id == Membership.team_id)
    near = join(join(teams, Meeting, is_near), Circle, Circle.id == Meeting.circle_id)
    rows = select(Meeting.id, Circle.title, Meeting.starts_at, Team.id.label("team_id"), Team.name.label("team"))
    rows = rows.select_from(near).where(Membership.user_id == READER)
    rows = rows.where(or_(Meeting.starts_at <= HOURS_AHEAD, _is_first()))
    rows = rows.where(is_missing(Meeting.id, Team.id), circles.is_visible(Meeting.circle_id, is_member=True))
    return rows.order_by(Meeting.starts_at, Team.id)


def who_wants(wanted: HelpWanted) -> list[User]:
    """Who answers for a wish: whoever asked, as long as they are there and in its team, else those who write its card.

    What somebody who led the round wrote down for a silent team is that team's.
    """
    rows = select(User).join(Membership, Membership.user_id == User.id)
    rows = rows.where(Membership.team_id == wanted.team_id, User.state == UserState.ACTIVE)
    rows = rows.where(circles.is_visible_to_each(literal(wanted.meeting.circle_id))).order_by(User.id)
    asked = db.session.scalar(rows.where(User.id == wanted.author_id))
    return [asked] if asked is not None else list(db.session.scalars(rows.where(_is_first())))


def leads(team_ids: Collection[int], circle: Circle) -> list[User]:
    """The leads of some teams who may open a circle, of a team without one everybody; without any who organise it."""
    rows = select(User).where(User.state == UserState.ACTIVE)
    asked = select(Membership.user_id).where(Membership.team_id.in_(list(team_ids)), _is_first())
    seen = circles.is_visible_to_each(literal(circle.id))
    found = db.session.scalars(rows.where(User.id.in_(asked), seen).order_by(User.id)).all()
    if found:
        return list(found)
    organizing = exists().where(
        Participation.circle_id == circle.id,
        Participation.user_id == User.id,
        Participation.is_organizer,
        Participation.is_present,
    )
    return list(db.session.scalars(select(User).where(User.state == UserState.ACTIVE, organizing).order_by(User.id)))


def primary_team_id(user: User) -> int | None:
    """The team that somebody sits with."""
    mine = select(Membership.team_id).where(Membership.user_id == user.id, Membership.is_primary)
    return db.session.scalar(mine)
