"""What of alerts waits for a person on their first page: what the teams they lead have to decide this month."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import ColumnElement, Date, Integer, Row, Select, and_, bindparam, case, exists, func, or_, select

from studyhub import zones
from studyhub.alerts.models import Alert, AlertDecision, AlertGroup
from studyhub.alerts.reviewing.review import WORST
from studyhub.alerts.reviewing.standing import ASKED_AGAIN
from studyhub.alerts.reviewing.suggesting import LEAST
from studyhub.db import db, kept
from studyhub.people.models import User
from studyhub.people.readers import READER
from studyhub.people.waiting import SHOWN
from studyhub.services.models import Service
from studyhub.settings import organization
from studyhub.teams.models import Membership, Team

PERIOD = relativedelta(months=3)


def undecided(user: User, now: datetime) -> Sequence[Row[str, str, int]]:
    """Teams that the person leads with alerts to decide about: slug, name and how many, at most the few of a month.

    None for a team that decided about as many this month.
    """
    rows = db.session.execute(undecided_rows(), this_month(user, now))
    return [row for row in rows if row[2] > 0]


def this_month(user: User, now: datetime) -> dict[str, Any]:
    """What `undecided_rows` is executed with."""
    here = zones.in_zone(now, organization.current().time_zone)
    month = here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return {"reader": user.id, "rings_since": now - PERIOD, "month": month, "today": here.date(), "most": WORST}


@kept
def undecided_rows() -> Select[str, str, int]:
    """The statement that `undecided` executes."""
    newest = select(func.max(AlertDecision.id)).where(AlertDecision.group_id == AlertGroup.id)
    rings = select(func.count()).where(Alert.group_id == AlertGroup.id, Alert.starts_at >= bindparam("rings_since"))
    is_open = or_(AlertDecision.id.is_(None), _is_overdue())
    waits = and_(rings.correlate(AlertGroup).scalar_subquery() >= LEAST, is_open)
    done = and_(AlertDecision.id.is_not(None), AlertDecision.decided_at >= bindparam("month"))
    open_count = func.count().filter(waits)
    room: ColumnElement[int] = bindparam("most", type_=Integer()) - func.count().filter(done)
    rows = select(Team.slug, Team.name, _least(open_count, room)).select_from(Membership)
    rows = rows.join(Team, Team.id == Membership.team_id).join(Service, Service.team_id == Team.id)
    rows = rows.join(AlertGroup, AlertGroup.service_id == Service.id)
    rows = rows.outerjoin(AlertDecision, AlertDecision.id == newest.correlate(AlertGroup).scalar_subquery())
    rows = rows.where(Membership.user_id == READER, Membership.is_lead)
    return rows.group_by(Team.id, Team.slug, Team.name).order_by(Team.name).limit(SHOWN)


def _least(one: ColumnElement[int], other: ColumnElement[int]) -> ColumnElement[int]:
    return case((one < other, one), else_=other)


def _is_overdue() -> ColumnElement[bool]:
    """As `standing.standing` says it of rows."""
    rang_on = func.date(Alert.starts_at, type_=Date)
    rang = exists().where(Alert.group_id == AlertGroup.id, rang_on > AlertDecision.due_on)
    rang = rang.correlate(AlertGroup, AlertDecision)
    return and_(AlertDecision.due_on < bindparam("today"), or_(AlertDecision.kind.in_(ASKED_AGAIN), rang))
