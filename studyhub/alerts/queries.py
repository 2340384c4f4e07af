"""Fetching alerts: everybody inside reads all of them, nobody else any."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from studyhub.alerts.models import Alert, AlertDecision, AlertGroup, AlertMonth, ServiceAlias
from studyhub.db import db, kept
from studyhub.people.models import User
from studyhub.services.models import Service
from studyhub.teams.models import Membership

# More than this in a year is not looked over by hand.
RINGS_MAX = 50_000
NAMES_SHOWN = 50


class Ring(NamedTuple):
    """What the review counts of one alert."""

    group_id: int | None
    starts_at: datetime
    ends_at: datetime | None
    is_acted_on: bool
    acted_by_id: int | None
    is_silenced: bool


class Page(NamedTuple):
    """A call in some hours: from when to when, for which service, and who acted on it."""

    starts_at: datetime
    ends_at: datetime | None
    service_id: int | None
    acted_by_id: int | None


def pages_of(since: datetime, until: datetime) -> list[Page]:
    """What called somebody and began from one moment up to another, in order; what was silenced called nobody."""
    rows = select(Alert.starts_at, Alert.ends_at, AlertGroup.service_id, Alert.acted_by_id)
    rows = rows.outerjoin(AlertGroup, AlertGroup.id == Alert.group_id)
    rows = rows.where(Alert.starts_at >= since, Alert.starts_at < until, Alert.is_silenced.is_(False))
    return [Page(*row) for row in db.session.execute(rows.order_by(Alert.starts_at, Alert.id))]


def rings_of(group: AlertGroup, since: datetime, until: datetime) -> list[Ring]:
    """Those of one group, in order."""
    found = db.session.execute(_rings(is_of_group=True), {"since": since, "until": until, "group": group.id})
    return [Ring(*row) for row in found][::-1]


def rings(since: datetime, until: datetime, team_id: int | None = None) -> list[Ring]:
    """All alerts that began from one moment up to another, in order; of one team's services, or of all."""
    rows = _rings(is_of_team=team_id is not None)
    found = db.session.execute(rows, {"since": since, "until": until, "team": team_id})
    return [Ring(*row) for row in found][::-1]


@kept
def _rings(
    *, is_of_team: bool = False, is_of_group: bool = False
) -> Select[int | None, datetime, datetime | None, bool, int | None, bool]:
    columns = (Alert.group_id, Alert.starts_at, Alert.ends_at, Alert.is_acted_on, Alert.acted_by_id, Alert.is_silenced)
    rows = select(*columns).where(Alert.starts_at >= bindparam("since"), Alert.starts_at < bindparam("until"))
    if is_of_team:
        rows = rows.join(AlertGroup, AlertGroup.id == Alert.group_id).join(Service, Service.id == AlertGroup.service_id)
        rows = rows.where(Service.team_id == bindparam("team"))
    if is_of_group:
        rows = rows.where(Alert.group_id == bindparam("group"))
    return rows.order_by(Alert.starts_at.desc()).limit(RINGS_MAX)


class Sum(NamedTuple):
    """How often something rang that was forgotten since, and how often somebody acted on it."""

    rang: int
    acted: int


def forgotten(since: date, team_id: int | None = None) -> dict[date, Sum]:
    """Sums of what was forgotten, by the first days of months; of one team's services, or of all."""
    rows = select(AlertMonth.month, func.sum(AlertMonth.count), func.sum(AlertMonth.acted))
    rows = rows.where(AlertMonth.month >= since).group_by(AlertMonth.month)
    if team_id is not None:
        rows = rows.join(AlertGroup, AlertGroup.id == AlertMonth.group_id)
        rows = rows.join(Service, Service.id == AlertGroup.service_id).where(Service.team_id == team_id)
    return {month: Sum(count, acted) for month, count, acted in db.session.execute(rows)}


def groups(group_ids: Collection[int]) -> dict[int, AlertGroup]:
    """Some groups by their ids, each with its service and the team that runs it."""
    rows = select(AlertGroup).where(AlertGroup.id.in_(group_ids))
    rows = rows.options(joinedload(AlertGroup.service).joinedload(Service.team))
    return {group.id: group for group in db.session.scalars(rows)}


def group(group_id: int) -> AlertGroup | None:
    """One group, with its service and the team that runs it."""
    return groups([group_id]).get(group_id)


def decisions(group_ids: Collection[int]) -> dict[int, list[AlertDecision]]:
    """What was decided about some groups, the newest first, each with who does it and who decided."""
    rows = select(AlertDecision).where(AlertDecision.group_id.in_(group_ids))
    rows = rows.options(joinedload(AlertDecision.owner), joinedload(AlertDecision.decided_by))
    found: dict[int, list[AlertDecision]] = {}
    for row in db.session.scalars(rows.order_by(AlertDecision.decided_at.desc(), AlertDecision.id.desc())):
        found.setdefault(row.group_id, []).append(row)
    return found


def alerts_of(group: AlertGroup) -> Select[Alert]:
    """The alerts of a group, the newest first, each with who acted on it."""
    mine = select(Alert).where(Alert.group_id == group.id).options(joinedload(Alert.acted_by))
    return mine.order_by(Alert.starts_at.desc(), Alert.id.desc())


def alert(alert_id: int) -> Alert | None:
    """One alert, with its group and service."""
    rows = select(Alert).where(Alert.id == alert_id)
    return db.session.scalar(rows.options(joinedload(Alert.group).joinedload(AlertGroup.service)))


def nameless() -> Sequence[Row[str, int, datetime]]:
    """Names that no service has: as they were told, how many alerts came with them, and when the last one rang."""
    rows = select(func.min(Alert.service_name), func.count(), func.max(Alert.starts_at)).where(Alert.group_id.is_(None))
    rows = rows.group_by(Alert.service_key).order_by(func.count().desc(), func.min(Alert.service_name))
    return db.session.execute(rows.limit(NAMES_SHOWN)).all()


def aliases_of(service: Service) -> list[ServiceAlias]:
    """The other names that alerts have for a service."""
    return list(db.session.scalars(select(ServiceAlias).where(ServiceAlias.service_id == service.id)))


def services_of(user: User) -> list[Service]:
    """The services that the person's teams run, by name."""
    mine = select(Membership.team_id).where(Membership.user_id == user.id)
    rows = select(Service).where(Service.team_id.in_(mine), Service.retired_at.is_(None)).order_by(Service.key)
    return list(db.session.scalars(rows))


def team_ids_of(user: User) -> set[int]:
    """The ids of the teams a person is in."""
    return set(db.session.scalars(select(Membership.team_id).where(Membership.user_id == user.id)))
