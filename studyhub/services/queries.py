"""Fetching services: everybody inside reads all of them, nobody else any."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select
from sqlalchemy.orm import contains_eager, joinedload

from studyhub.db import db, kept
from studyhub.people import queries as people
from studyhub.people.models import User, UserState
from studyhub.services.models import Quirk, QuirkRevision, Readiness, Service
from studyhub.services.states import ReadinessState, Standing, stale_from
from studyhub.settings import organization
from studyhub.teams.models import Membership


def all_services() -> Select[Service]:
    """All services, those that are no more too, by name, each with its team."""
    return select(Service).options(joinedload(Service.team)).order_by(Service.key)


def services() -> Select[Service]:
    """The services there are now, by name."""
    return all_services().where(Service.retired_at.is_(None))


@kept
def with_contacts() -> Select[Service]:
    """The services there are now, by name, each with whom to ask by day."""
    return services().options(joinedload(Service.contact_user))


def service(service_id: int) -> Service | None:
    """One service, whatever became of it, with its team and its contact."""
    rows = all_services().where(Service.id == service_id).options(joinedload(Service.contact_user))
    return db.session.scalar(rows)


def quirks_of(service: Service) -> list[Quirk]:
    """What is to be known of a service, in order, each with its words and who wrote and confirmed them."""
    rows = select(Quirk).where(Quirk.service_id == service.id, Quirk.retired_at.is_(None))
    words = joinedload(Quirk.head).joinedload(QuirkRevision.author)
    rows = rows.options(words, joinedload(Quirk.confirmed_by)).order_by(Quirk.position, Quirk.id)
    return list(db.session.scalars(rows))


def quirk(quirk_id: int) -> Quirk | None:
    """One quirk, a retired one too, with its words and its service."""
    rows = select(Quirk).where(Quirk.id == quirk_id)
    words = joinedload(Quirk.head).joinedload(QuirkRevision.author)
    return db.session.scalar(rows.options(words, joinedload(Quirk.service).joinedload(Service.team)))


def revisions_of(quirk: Quirk) -> Select[QuirkRevision]:
    """Every saved state of a quirk, newest first, each with who wrote it."""
    rows = select(QuirkRevision).where(QuirkRevision.quirk_id == quirk.id)
    return rows.options(joinedload(QuirkRevision.author)).order_by(QuirkRevision.number.desc())


def readiness_of(service: Service) -> list[Readiness]:
    """How far people are with a service who are there now, by their reading, each with the person."""
    rows = select(Readiness).join(Readiness.user).where(Readiness.service_id == service.id, is_there())
    rows = rows.options(contains_eager(Readiness.user)).order_by(User.reading, User.id)
    return list(db.session.scalars(rows))


def is_there() -> ColumnElement[bool]:
    """That a person can be on duty: nobody on leave, and nobody who has gone."""
    return User.state == UserState.ACTIVE


def people_there() -> Select[User]:
    """Everybody who can be on duty, by their reading."""
    return people.in_order().where(is_there())


def is_ready() -> ColumnElement[bool]:
    """That a readiness counts; to be executed with `ready_at`."""
    return and_(Readiness.state == ReadinessState.READY, Readiness.practised_at > bindparam("stale_from"))


def ready_at(now: datetime) -> dict[str, datetime]:
    """What a statement with `is_ready` is executed with."""
    return {"stale_from": stale_from(now, organization.current().stale_months)}


def ready_people(now: datetime, *, services: int = 1) -> set[int]:
    """The ids of everybody there who is ready for at least so many services that are still run."""
    return set(db.session.scalars(_ready_people(), ready_at(now) | {"services": services}))


@kept
def _ready_people() -> Select[int]:
    rows = select(Readiness.user_id).join(Readiness.user).join(Readiness.service)
    rows = rows.where(is_ready(), is_there(), Service.retired_at.is_(None))
    return rows.group_by(Readiness.user_id).having(func.count() >= bindparam("services"))


def state_of(service_id: int, user_id: int) -> ReadinessState | None:
    """How far somebody is with a service, as it is kept; None for whoever has not begun."""
    rows = select(Readiness.state).where(Readiness.service_id == service_id, Readiness.user_id == user_id)
    return db.session.scalar(rows)


def standings_of(user_ids: Collection[int], now: datetime) -> dict[int, dict[int, Standing]]:
    """How far given people are with the services that are still run, by person, then by service.

    Whoever has not begun with a service has no entry for it.
    """
    rows = select(Readiness).join(Readiness.service)
    rows = rows.where(Readiness.user_id.in_(user_ids), Service.retired_at.is_(None))
    found: dict[int, dict[int, Standing]] = {user_id: {} for user_id in user_ids}
    for row in db.session.scalars(rows):
        found[row.user_id][row.service_id] = row.standing(now)
    return found


def ready_of_team(service: Service, now: datetime) -> set[int]:
    """The ids of those ready for a service who are in the team that runs it."""
    rows = select(Readiness.user_id).join(Readiness.user)
    rows = rows.join(Membership, and_(Membership.user_id == User.id, Membership.team_id == service.team_id))
    rows = rows.where(Readiness.service_id == service.id, is_ready(), is_there())
    return set(db.session.scalars(rows, ready_at(now)))
