"""What happened, as it does steps: one statement for each kind of step, over all paths that go on."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, select
from sqlalchemy.orm import contains_eager, joinedload

from studyhub.column_types import UtcDateTime
from studyhub.commitments.models import Commitment, CommitmentKind
from studyhub.db import db, kept
from studyhub.drills.models import Scenario
from studyhub.drills.running.models import Drill
from studyhub.drills.running.states import TOLD
from studyhub.meetings.models import WAS_THERE, Attendance
from studyhub.paths.models import Path, PathStep, ShadowNight
from studyhub.paths.steps import StepKind

NOW = bindparam("now", type_=UtcDateTime())
Happened = Select[PathStep, datetime]


def _open(kind: StepKind, at: Any, *conditions: Any) -> Select[Any]:
    """Steps of a kind that are to be done on paths that go on, each with when it happened, the first first."""
    rows = select(PathStep, at).join(Path, Path.id == PathStep.path_id)
    is_open = Path.ended_at.is_(None), PathStep.done_at.is_(None), PathStep.kind == kind
    return rows.where(*is_open, at > PathStep.since, at <= NOW, *conditions).order_by(PathStep.id, at)


@kept
def listened() -> Happened:
    """They were in a session in which a drill was told, neither as its examiner nor as its responder."""
    was_there = and_(Attendance.meeting_id == Drill.meeting_id, Attendance.state.in_(WAS_THERE))
    is_theirs = Attendance.user_id == Path.user_id, Drill.state.in_(TOLD)
    observes = Drill.examiner_id != Path.user_id, Drill.responder_id != Path.user_id
    return _open(
        StepKind.LISTEN, Drill.last_at, exists().where(was_there, *is_theirs).correlate(Path, Drill), *observes
    )


@kept
def responded() -> Happened:
    """They responded in a drill on the service whose answer was told; how they did is counted nowhere here."""
    on_service = exists().where(Scenario.id == Drill.scenario_id, Scenario.service_id == Path.service_id)
    is_theirs = Drill.responder_id == Path.user_id, Drill.state.in_(TOLD)
    return _open(StepKind.RESPOND, Drill.last_at, on_service.correlate(Path, Drill), *is_theirs)


@kept
def shadowed() -> Happened:
    """A night they shadowed is over."""
    is_theirs = ShadowNight.path_id == Path.id, ShadowNight.withdrawn_at.is_(None)
    return _open(StepKind.SHADOW, ShadowNight.ends_at, *is_theirs)


@kept
def served() -> Happened:
    """A shift of theirs is over."""
    is_theirs = Commitment.user_id == Path.user_id, Commitment.kind == CommitmentKind.SHIFT
    return _open(StepKind.NIGHT, Commitment.ends_at, *is_theirs)


STATEMENTS = (listened, responded, shadowed, served)


def is_any_open() -> bool:
    """Whether anything is to be done on any path: mostly nobody is new."""
    waits = exists().where(PathStep.path_id == Path.id, PathStep.done_at.is_(None), Path.ended_at.is_(None))
    return bool(db.session.scalar(select(waits)))


def shadowed_until(now: datetime) -> list[ShadowNight]:
    """Nights that are over and not counted yet, held, each with its path."""
    rows = select(ShadowNight).where(
        ShadowNight.ends_at <= now, ShadowNight.withdrawn_at.is_(None), ShadowNight.counted_at.is_(None)
    )
    return list(db.session.scalars(rows.order_by(ShadowNight.id).with_for_update(of=ShadowNight)))


def shadows_between(since: datetime, until: datetime) -> list[ShadowNight]:
    """Nights to be shadowed that begin in a span of time, each with its path and newcomer."""
    rows = select(ShadowNight).join(ShadowNight.path).where(ShadowNight.withdrawn_at.is_(None))
    rows = rows.options(contains_eager(ShadowNight.path).options(joinedload(Path.user)))
    rows = rows.where(ShadowNight.starts_at > since, ShadowNight.starts_at <= until)
    return list(db.session.scalars(rows.order_by(ShadowNight.starts_at, ShadowNight.id)))
