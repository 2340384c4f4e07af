"""What of paths waits for a person on their first page: their next step, what is overdue, whom to sign off."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Date, Row, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from studyhub.column_types import UtcDateTime
from studyhub.db import db, kept
from studyhub.paths.models import Path, PathStep, ShadowNight
from studyhub.people.models import User, UserState
from studyhub.people.readers import READER
from studyhub.rota import queries as rotas
from studyhub.services import queries as services
from studyhub.services.models import Readiness, Service
from studyhub.services.states import ReadinessState
from studyhub.teams.models import Membership

# One's own next step, and a few that others are late with.
SHOWN = 3
# So long after a night somebody is asked whether the service can be left to whoever shadowed it.
ASKED_FOR = timedelta(days=30)
TODAY = bindparam("paths_today", type_=Date())
STALE_FROM, COUNTED_SINCE = (bindparam(name, type_=UtcDateTime()) for name in ("paths_stale_from", "counted_since"))


def next_steps(user: User, now: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    """The reader's own next step, and the next steps of those they mentor that are overdue, the oldest day first.

    Each as path id, newcomer id and name, service, kind and day of the step.
    """
    return db.session.execute(next_step_rows(), at(user, now)).all()


def at(user: User, now: datetime) -> dict[str, Any]:
    """What `next_step_rows` is executed with."""
    return {"reader": user.id, "paths_today": rotas.today(now)}


@kept
def next_step_rows() -> Select[*tuple[Any, ...]]:
    """Asks `next_steps`."""
    earlier = aliased(PathStep)
    is_earlier = earlier.path_id == PathStep.path_id, earlier.position < PathStep.position
    is_first = ~exists().where(*is_earlier, earlier.done_at.is_(None)).correlate(PathStep)
    rows = select(Path.id, Path.user_id, User.name, Service.name.label("service"), PathStep.kind, PathStep.due_on)
    rows = rows.join(PathStep, PathStep.path_id == Path.id).join(User, User.id == Path.user_id)
    rows = rows.join(Service, Service.id == Path.service_id)
    is_late = and_(Path.mentor_id == READER, PathStep.due_on < TODAY)
    rows = rows.where(Path.ended_at.is_(None), Service.retired_at.is_(None), PathStep.done_at.is_(None), is_first)
    return rows.where(or_(Path.user_id == READER, is_late)).order_by(PathStep.due_on, Path.id).limit(SHOWN)


def to_sign_off(user: User, now: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    """Who shadowed a night lately for a service that the reader signs off: person, service and when it ended."""
    return db.session.execute(sign_off_rows(), signing_at(user, now)).all()


def signing_at(user: User, now: datetime) -> dict[str, Any]:
    """What `sign_off_rows` is executed with."""
    stale_from = services.ready_at(now)["stale_from"]
    return {"reader": user.id, "paths_stale_from": stale_from, "counted_since": now - ASKED_FOR}


@kept
def sign_off_rows() -> Select[*tuple[Any, ...]]:
    """Asks `to_sign_off`."""
    person, later, theirs = aliased(User), aliased(ShadowNight), aliased(Membership)
    rows = select(person.id, person.name, Service.id.label("service_id"), Service.name.label("service"))
    rows = rows.add_columns(ShadowNight.ends_at).select_from(ShadowNight)
    rows = rows.join(Path, Path.id == ShadowNight.path_id).join(person, person.id == Path.user_id)
    rows = rows.join(Service, Service.id == Path.service_id)
    rows = rows.join(Readiness, and_(Readiness.service_id == Service.id, Readiness.user_id == person.id))
    rows = rows.join(theirs, and_(theirs.team_id == Service.team_id, theirs.user_id == READER))
    is_later = later.path_id == Path.id, later.ends_at > ShadowNight.ends_at, later.counted_at.is_not(None)
    is_last = ~exists().where(*is_later).correlate(Path, ShadowNight)
    is_shadowing = Readiness.state == ReadinessState.SHADOWING, Service.retired_at.is_(None), person.id != READER
    rows = rows.where(*is_shadowing, ShadowNight.counted_at > COUNTED_SINCE, is_last)
    signs = or_(_is_ready(READER), and_(theirs.is_lead, ~_is_anybody_ready()))
    return rows.where(signs).order_by(ShadowNight.ends_at, person.id).limit(SHOWN)


def _is_ready(person: Any) -> Any:
    """That somebody is ready for the service of the row."""
    ready = aliased(Readiness)
    is_it = ready.service_id == Service.id, ready.user_id == person, ready.state == ReadinessState.READY
    return exists().where(*is_it, ready.practised_at > STALE_FROM).correlate(Service, User)


def _is_anybody_ready() -> Any:
    """That somebody who is there, in the team that runs the service of the row, is ready for it."""
    ready, member, of_team = aliased(Readiness), aliased(User), aliased(Membership)
    is_it = ready.service_id == Service.id, ready.state == ReadinessState.READY, ready.practised_at > STALE_FROM
    is_there = member.id == ready.user_id, member.state == UserState.ACTIVE
    return (
        exists()
        .where(*is_it, *is_there, of_team.user_id == member.id, of_team.team_id == Service.team_id)
        .correlate(Service)
    )
