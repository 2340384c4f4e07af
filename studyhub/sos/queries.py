"""Fetching rounds, cards and help wanted; whoever may open the circle may read them, drafts apart."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from studyhub.alerts.models import Alert, AlertGroup
from studyhub.circles import queries as circles
from studyhub.circles.models import Circle, CircleKind
from studyhub.db import db
from studyhub.handoffs.models import Handoff, HandoffService
from studyhub.meetings import queries as meetings
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.people.models import MEMBERS, User
from studyhub.people.readers import read_by
from studyhub.services.models import Service
from studyhub.sos.models import HelpWanted, TeamUpdate
from studyhub.teams.models import Membership, Team

RINGS_MAX = 5_000
SETTLED_SHOWN = 20
Span = tuple[datetime, datetime]


def rounds(user: User) -> Select[Meeting]:
    """Rounds that a member may open; to be executed with `read_by` them."""
    return meetings.visible_to(user).where(_is_round())


def _is_round() -> ColumnElement[bool]:
    return Meeting.circle.has(Circle.kind == CircleKind.SOS)


def round_of(user: User, meeting_id: int) -> Meeting | None:
    """A round that a member may open, or None."""
    return db.session.scalar(rounds(user).where(Meeting.id == meeting_id), read_by(user))


def next_rounds(user: User, now: datetime) -> list[Meeting]:
    """Of each circle the round that runs or comes next, in order of time."""
    coming = rounds(user).where(Meeting.state == MeetingState.SCHEDULED, Meeting.ends_at > now)
    found: dict[int, Meeting] = {}
    for meeting in db.session.scalars(coming.order_by(Meeting.starts_at, Meeting.id), read_by(user)):
        found.setdefault(meeting.circle_id, meeting)
    return list(found.values())


def past_rounds(user: User, now: datetime, limit: int) -> Sequence[Meeting]:
    """The rounds that are over, the newest first."""
    over = rounds(user).where(Meeting.state == MeetingState.SCHEDULED, Meeting.ends_at <= now)
    return db.session.scalars(over.order_by(Meeting.starts_at.desc(), Meeting.id).limit(limit), read_by(user)).all()


def spans_of(circle_ids: Collection[int]) -> dict[int, list[Span]]:
    """When the rounds of these circles begin and end, in order, those that were called off apart."""
    rows = select(Meeting.circle_id, Meeting.starts_at, Meeting.ends_at).where(Meeting.circle_id.in_(list(circle_ids)))
    rows = rows.where(Meeting.state != MeetingState.CANCELLED).order_by(Meeting.starts_at)
    found: dict[int, list[Span]] = {circle_id: [] for circle_id in circle_ids}
    for circle_id, *span in db.session.execute(rows):
        found[circle_id].append((span[0], span[1]))
    return found


def round_before(meeting: Meeting, moment: datetime) -> datetime | None:
    """When the last round of the circle began before this one and up to a moment."""
    rows = select(func.max(Meeting.starts_at)).where(
        Meeting.circle_id == meeting.circle_id,
        Meeting.state == MeetingState.SCHEDULED,
        Meeting.starts_at < min(meeting.starts_at, moment),
        Meeting.id != meeting.id,
    )
    return db.session.scalar(rows)


def updates_of(meeting_ids: Collection[int]) -> list[TeamUpdate]:
    """The cards of rounds, drafts too, with what a page shows of them."""
    rows = select(TeamUpdate).where(TeamUpdate.meeting_id.in_(list(meeting_ids)))
    with_all = (joinedload(TeamUpdate.author), joinedload(TeamUpdate.team), selectinload(TeamUpdate.happenings))
    return list(db.session.scalars(rows.options(*with_all)))


def update_of(meeting: Meeting, team_id: int) -> TeamUpdate | None:
    """A team's card of a round, or None."""
    rows = select(TeamUpdate).where(TeamUpdate.meeting_id == meeting.id, TeamUpdate.team_id == team_id)
    return db.session.scalar(rows.options(joinedload(TeamUpdate.author), selectinload(TeamUpdate.happenings)))


def teams_with_members() -> Select[Team]:
    """Teams that a round waits for: those with anybody in them."""
    is_there = select(Membership.id).join(User).where(Membership.team_id == Team.id, User.state.in_(MEMBERS)).exists()
    return select(Team).where(Team.closed_at.is_(None), is_there).order_by(func.lower(Team.name), Team.id)


def team(team_id: int) -> Team | None:
    """A team, also one that is no more, or None."""
    return db.session.get(Team, team_id)


def own_team(user: User, team_id: int) -> Team | None:
    """A team that somebody is in, or None."""
    rows = select(Team).join(Membership, Membership.team_id == Team.id)
    mine = rows.where(Team.id == team_id, Team.closed_at.is_(None), Membership.user_id == user.id)
    return db.session.scalar(mine)


def own_team_ids(user: User) -> set[int]:
    """The teams that somebody is in."""
    return set(db.session.scalars(select(Membership.team_id).where(Membership.user_id == user.id)))


def help_wanted() -> Select[HelpWanted]:
    """Help wanted with all that a page shows of it, the oldest first."""
    rows = select(HelpWanted).join(HelpWanted.meeting).options(contains_eager(HelpWanted.meeting))
    beside = (HelpWanted.team, HelpWanted.author, HelpWanted.claimed_by, HelpWanted.became)
    return rows.options(*(joinedload(one) for one in beside)).order_by(HelpWanted.asked_at, HelpWanted.id)


def help_of(user: User, help_id: int) -> HelpWanted | None:
    """One that a member may know of, or None."""
    rows = help_wanted().where(HelpWanted.id == help_id, circles.is_visible(Meeting.circle_id, is_member=True))
    return db.session.scalar(rows, read_by(user))


def came_of(circle: Circle, user: User) -> HelpWanted | None:
    """The help wanted that a study session came of, as far as a member may know of it."""
    seen = circles.is_visible(Meeting.circle_id, is_member=True)
    return db.session.scalar(help_wanted().where(HelpWanted.became_id == circle.id, seen).limit(1), read_by(user))


def is_outcome_seen(user: User, help_id: int) -> bool:
    """Whether help wanted became something that a member may open."""
    rows = select(HelpWanted.id).join(Circle, Circle.id == HelpWanted.became_id)
    rows = rows.where(HelpWanted.id == help_id, circles.is_visible(Circle.id, is_member=True))
    return db.session.scalar(rows, read_by(user)) is not None


def in_round(meeting: Meeting) -> list[HelpWanted]:
    """What a round talks about: asked in it, and what is unsettled from before."""
    return list(db.session.scalars(help_wanted().where(*is_in_round(meeting.circle_id, meeting.id, meeting.starts_at))))


def is_in_round(circle_id: Any, meeting_id: Any, starts_at: Any) -> tuple[ColumnElement[bool], ...]:
    """Whether a round, by its values or their parameters, talks about help, which is joined to where it was asked."""
    is_before = ~HelpWanted.is_settled & (Meeting.starts_at < starts_at)
    return Meeting.circle_id == circle_id, (HelpWanted.meeting_id == meeting_id) | is_before


def of_team_in(meeting: Meeting, team_id: int) -> list[HelpWanted]:
    """What is unsettled of one team in a round's circle, asked up to that round."""
    rows = help_wanted().where(Meeting.circle_id == meeting.circle_id, Meeting.starts_at <= meeting.starts_at)
    return list(db.session.scalars(rows.where(HelpWanted.team_id == team_id, ~HelpWanted.is_settled)))


def unsettled(user: User) -> list[HelpWanted]:
    """All that is unsettled and a member may know of."""
    seen = help_wanted().where(circles.is_visible(Meeting.circle_id, is_member=True))
    return list(db.session.scalars(seen.where(~HelpWanted.is_settled), read_by(user)))


def lately_settled(user: User) -> list[HelpWanted]:
    """The last that were settled, the newest first."""
    seen = help_wanted().where(circles.is_visible(Meeting.circle_id, is_member=True))
    rows = seen.where(HelpWanted.closed_at.is_not(None)).order_by(None)
    rows = rows.order_by(HelpWanted.closed_at.desc(), HelpWanted.id.desc()).limit(SETTLED_SHOWN)
    return list(db.session.scalars(rows, read_by(user)))


def asked_for_three_rounds(now: datetime, rounds_count: int) -> list[HelpWanted]:
    """What is unsettled although so many rounds with it are over, and no lead was told."""
    later = aliased(Meeting)
    held = select(func.count()).where(
        later.circle_id == Meeting.circle_id,
        later.state == MeetingState.SCHEDULED,
        later.starts_at >= Meeting.starts_at,
        later.ends_at <= now,
    )
    rows = help_wanted().where(~HelpWanted.is_settled, HelpWanted.escalated_at.is_(None))
    return list(db.session.scalars(rows.where(held.correlate(Meeting).scalar_subquery() >= rounds_count)))


class Rang(NamedTuple):
    """An alert of a team's service; `by` is whoever acted on it."""

    group_id: int
    rule: str
    service: str
    starts_at: datetime
    by: str | None


def rang(team_id: int, since: datetime, until: datetime) -> list[Rang]:
    """What rang of a team's services, in order; what was silenced called nobody."""
    rows = select(AlertGroup.id, AlertGroup.rule, Service.name, Alert.starts_at, User.name).select_from(Alert)
    rows = rows.join(AlertGroup, AlertGroup.id == Alert.group_id).join(Service, Service.id == AlertGroup.service_id)
    rows = rows.outerjoin(User, User.id == Alert.acted_by_id).where(Service.team_id == team_id)
    rows = rows.where(Alert.starts_at >= since, Alert.starts_at < until, Alert.is_silenced.is_(False))
    return [Rang(*row) for row in db.session.execute(rows.order_by(Alert.starts_at, Alert.id).limit(RINGS_MAX))]


def handed_over(team_id: int, since: datetime, until: datetime) -> list[Handoff]:
    """Hand-offs that name a service of a team, the newest first, with their words."""
    named = select(HandoffService.id).join(Service, Service.id == HandoffService.service_id)
    named = named.where(HandoffService.handoff_id == Handoff.id, Service.team_id == team_id)
    rows = select(Handoff).where(Handoff.ends_at >= since, Handoff.ends_at < until, named.exists())
    return list(db.session.scalars(rows.options(joinedload(Handoff.head)).order_by(Handoff.ends_at.desc(), Handoff.id)))


def member_ids(team_id: int) -> set[int]:
    """Who is in a team."""
    return set(db.session.scalars(select(Membership.user_id).where(Membership.team_id == team_id)))
