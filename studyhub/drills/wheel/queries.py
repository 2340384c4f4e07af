"""Fetching what the wheel is told, a statement for each kind of fact, however many people and scenarios there are.

No word of an answer is read here.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import String, case, cast, exists, func, literal, select, union
from sqlalchemy.orm import joinedload

from studyhub.alerts.models import Alert, AlertGroup
from studyhub.circles import queries as circles
from studyhub.circles.models import Circle, CircleKind, Participation
from studyhub.commitments.conflicts import Span, night_before
from studyhub.commitments.models import Commitment
from studyhub.db import db
from studyhub.drills.models import Scenario, ScenarioSeen
from studyhub.drills.running import queries as running
from studyhub.drills.running.models import Drill
from studyhub.drills.running.states import TOLD, DrillState
from studyhub.meetings.models import WAS_THERE, Attendance, Meeting, MeetingState, Signup
from studyhub.meetings.signing_up.seats import SOURCE
from studyhub.people.models import DayPart, Unavailability, User
from studyhub.people.readers import READER, read_by
from studyhub.services import queries as services
from studyhub.services.models import Readiness, Service
from studyhub.services.states import ReadinessState

# More than this rings in a month where nobody looks at alerts any more: the newest tell enough.
RINGS_MAX = 5_000


class Known(NamedTuple):
    """A scenario that is asked, of a service that is run."""

    id: int
    title: str
    service_id: int
    author_id: int
    alert_group_id: int | None


class Practice(NamedTuple):
    """How far somebody is with a service, as it is kept."""

    user_id: int
    service_id: int
    state: ReadinessState
    practised_at: datetime


class Named(NamedTuple):
    """Who plays a drill that is not told yet. One in a session that is over or called off `is_to_come` no more."""

    scenario_id: int
    examiner_id: int | None
    responder_id: int | None
    is_to_come: bool


class Away(NamedTuple):
    """Days on which somebody takes nothing on, or rather not; as `people.models.Unavailability` says them."""

    user_id: int
    starts_on: date
    ends_on: date
    weekday: int | None
    part: DayPart
    is_rather_not: bool


class Rang(NamedTuple):
    """When an alert rang, of which group and service."""

    group_id: int
    service_id: int
    starts_at: datetime


def next_session(user: User, now: datetime) -> Meeting | None:
    """The next session of training that a person may open; first of those they organise, for they plan drills there."""
    mine = exists().where(
        Participation.circle_id == Meeting.circle_id,
        Participation.user_id == READER,
        Participation.is_present,
        Participation.is_organizer,
    )
    rows = select(Meeting).join(Meeting.circle).where(Circle.kind == CircleKind.DRILL)
    rows = rows.where(Meeting.state == MeetingState.SCHEDULED, Meeting.ends_at > now)
    rows = rows.where(circles.is_visible(Meeting.circle_id, is_member=True)).options(joinedload(Meeting.circle))
    rows = rows.order_by(case((mine, 0), else_=1), Meeting.starts_at, Meeting.id)
    return db.session.scalar(rows.limit(1), read_by(user))


def people() -> list[tuple[int, str]]:
    """Everybody who works here and is not on leave, by id and name."""
    rows = services.people_there().with_only_columns(User.id, User.name)
    return [(user_id, name) for user_id, name in db.session.execute(rows)]


def insiders(circle: Circle) -> set[int]:
    """The ids of those who may open a circle."""
    return set(db.session.scalars(circles.insiders(circle).with_only_columns(User.id).order_by(None)))


def run_services() -> list[tuple[int, str]]:
    """The services there are now, by id and name."""
    rows = select(Service.id, Service.name).where(Service.retired_at.is_(None)).order_by(Service.key)
    return [(service_id, name) for service_id, name in db.session.execute(rows)]


def practices() -> list[Practice]:
    """How far everybody is with the services there are now."""
    rows = select(Readiness.user_id, Readiness.service_id, Readiness.state, Readiness.practised_at)
    rows = rows.join(Readiness.user).join(Readiness.service).where(Service.retired_at.is_(None), services.is_there())
    return [Practice(*row) for row in db.session.execute(rows)]


def scenarios() -> list[Known]:
    """Those that are asked, of the services there are now."""
    rows = select(Scenario.id, Scenario.title, Scenario.service_id, Scenario.author_id, Scenario.alert_group_id)
    rows = rows.join(Scenario.service).where(Scenario.retired_at.is_(None), Service.retired_at.is_(None))
    return [Known(*row) for row in db.session.execute(rows.order_by(Scenario.id))]


def seen() -> list[tuple[int, int]]:
    """Pairs of a scenario that is asked and somebody who has seen its answer, or was there when a drill told it."""
    seen = select(ScenarioSeen.scenario_id, ScenarioSeen.user_id)
    seen = seen.join(Scenario, Scenario.id == ScenarioSeen.scenario_id).where(Scenario.retired_at.is_(None))
    there = select(Drill.scenario_id, Attendance.user_id).join(Attendance, Attendance.meeting_id == Drill.meeting_id)
    there = there.join(Scenario, Scenario.id == Drill.scenario_id).where(Scenario.retired_at.is_(None))
    there = there.where(Drill.state.in_(TOLD), Attendance.state.in_(WAS_THERE))
    return [(scenario_id, user_id) for scenario_id, user_id in db.session.execute(union(seen, there))]


def named(now: datetime) -> list[Named]:
    """Who is to play drills that are not told yet."""
    is_to_come = (Meeting.state != MeetingState.CANCELLED) & (Meeting.ends_at > now)
    rows = select(Drill.scenario_id, Drill.examiner_id, Drill.responder_id, is_to_come)
    rows = rows.join(Drill.meeting).where(running.is_open(Drill))
    return [Named(*row) for row in db.session.execute(rows)]


def played() -> dict[int, int]:
    """How often the answer of each scenario was told in a drill."""
    rows = select(Drill.scenario_id, func.count()).where(Drill.state.in_(TOLD)).group_by(Drill.scenario_id)
    return dict(db.session.execute(rows).all())


def played_in(session: Meeting) -> set[int]:
    """The scenarios of the drills of a session, those that were called off apart."""
    rows = select(Drill.scenario_id).where(Drill.meeting_id == session.id, Drill.state != DrillState.CALLED_OFF)
    return set(db.session.scalars(rows))


def rang(since: datetime, until: datetime) -> list[Rang]:
    """What called somebody from one moment up to another; what was silenced called nobody."""
    rows = select(AlertGroup.id, AlertGroup.service_id, Alert.starts_at).join(Alert, Alert.group_id == AlertGroup.id)
    rows = rows.where(Alert.starts_at >= since, Alert.starts_at < until, Alert.is_silenced.is_(False))
    return [Rang(*row) for row in db.session.execute(rows.order_by(Alert.starts_at.desc()).limit(RINGS_MAX))]


def away(first: date, last: date) -> list[Away]:
    """What people said of days, the evening before the first included."""
    columns = (Unavailability.starts_on, Unavailability.ends_on, Unavailability.weekday, Unavailability.part)
    rows = select(Unavailability.user_id, *columns, Unavailability.is_rather_not)
    rows = rows.where(Unavailability.starts_on <= last, Unavailability.ends_on >= first)
    return [Away(*row) for row in db.session.execute(rows)]


def busy(session: Meeting) -> Sequence[tuple[int, Span]]:
    """What people are expected at around the hours of a session; that they come to itself keeps nobody from it."""
    night = night_before(session.starts_at, session.circle.time_zone)
    seats = select(literal(SOURCE) + cast(Signup.id, String)).where(Signup.meeting_id == session.id)
    rows = select(Commitment.user_id, Commitment.starts_at, Commitment.ends_at)
    rows = rows.where(Commitment.starts_at < session.ends_at, Commitment.ends_at > night.starts_at)
    rows = rows.where(Commitment.source.not_in(seats))
    return [(user_id, Span(starts_at, ends_at)) for user_id, starts_at, ends_at in db.session.execute(rows)]
