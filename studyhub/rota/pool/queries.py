"""Fetching who was in the pool, and why somebody is not in it any more."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota.pool.models import PoolMember
from studyhub.services.models import Readiness, Service
from studyhub.services.states import Standing


def members() -> list[PoolMember]:
    """Who was in the pool, each with the person."""
    rows = select(PoolMember).options(joinedload(PoolMember.user)).order_by(PoolMember.user_id)
    return list(db.session.scalars(rows))


def stale_services(user: User, now: datetime) -> list[str]:
    """The names of the services for which somebody's readiness is stale."""
    rows = select(Readiness).join(Readiness.service).where(Readiness.user_id == user.id, Service.retired_at.is_(None))
    found = db.session.scalars(rows.options(joinedload(Readiness.service)).order_by(Service.key))
    return [one.service.name for one in found if one.standing(now) is Standing.STALE]
