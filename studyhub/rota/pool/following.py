"""Comparing the pool with who was in it before. Rules: docs/rules.md, Rota. Nothing here commits.

Readiness goes stale by time alone, and is taken away, restored and asked for by many; however somebody fell out, the
same comparison finds it.
"""

from datetime import datetime

from studyhub.db import db
from studyhub.delivery import outbox, rows
from studyhub.people.models import User, UserState
from studyhub.rota import queries as rotas
from studyhub.rota.pool import queries
from studyhub.rota.pool.models import PoolMember
from studyhub.rota.swaps.held import Duty
from studyhub.services import queries as services


def follow(now: datetime) -> None:
    """Note who has come into the pool; tell whoever fell out of it, and the keepers, once.

    Who has left, rests or is suspended is told nothing: that told the keepers already.
    """
    pool = services.ready_people(now, services=rotas.rules().services_least)
    known = queries.members()
    new = [{"user_id": user_id, "since": now} for user_id in sorted(pool - {one.user_id for one in known})]
    if new:
        rows.insert_missing(PoolMember, new, unique=["user_id"])
    for one in known:
        if one.user_id not in pool:
            db.session.delete(one)
            if one.user.state is UserState.ACTIVE:
                _tell(one.user, f"{one.user_id}:{one.since.isoformat()}", now)


def _tell(user: User, since: str, now: datetime) -> None:
    ahead = [duty for duty in rotas.duties_of_person(user.id, now) if duty.starts_at > now]
    told = {"shifts": [_stored(duty) for duty in ahead], "stale": queries.stale_services(user, now)}
    outbox.add("out_of_pool", user, key=f"out_of_pool:{since}", payload=told, now=now)
    rota_id = ahead[0].shift.rota_id if ahead else None
    payload = {**told, "person": user.name, "rota_id": rota_id}
    messages = [(keeper, f"left_pool:{since}", payload) for keeper in rotas.keepers() if keeper.id != user.id]
    outbox.add_many("left_pool", messages, now=now)


def _stored(duty: Duty) -> list[str]:
    return [duty.starts_at.isoformat(), duty.ends_at.isoformat(), duty.role.value]
