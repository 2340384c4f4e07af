"""Getting ready for a service, and answering for somebody who is. Rules: docs/rules.md, Services. Does not commit."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from studyhub.audit import trail
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.people.models import User
from studyhub.services import locking
from studyhub.services.models import Readiness, Service
from studyhub.services.states import SIGNED_OFF, ReadinessState, Standing

SHADOWING = ReadinessState.SHADOWING


class OwnReadiness(Exception):
    """Nobody signs off themselves."""


class ServiceGone(Exception):
    """Nobody gets ready for a service that is no more."""


def begin(service: Service, user: User, *, now: datetime) -> Readiness:
    """Somebody says that they practise; whoever has begun stays where they are. Raises ServiceGone."""
    _hold(service)
    found = _of(service, user.id)
    if found is not None:
        return found
    readiness = Readiness(service_id=service.id, user_id=user.id, since=now, practised_at=now)
    db.session.add(readiness)
    record("readiness.begun", service, user.id, by=user, now=now, after=ReadinessState.PRACTISING)
    return readiness


def practise(service: Service, user: User, *, now: datetime) -> None:
    """A drill was passed: whoever has not begun has now, whoever has begun practised again. Raises ServiceGone.

    Who is stale stays so: somebody answers for them anew.
    """
    found = begin(service, user, now=now)
    if found.standing(now) is not Standing.STALE:
        found.practised_at = max(found.practised_at, now)


def shadowed(service: Service, user: User, *, now: datetime) -> None:
    """A night was shadowed: whoever was no further is shadowing now, signed off by nobody. Raises ServiceGone.

    Whoever is ready has practised again, whoever is stale stays so.
    """
    _hold(service)
    found = _of(service, user.id)
    before = found.state if found else None
    if found is not None and before is not ReadinessState.PRACTISING:
        if found.standing(now) is not Standing.STALE:
            found.practised_at = max(found.practised_at, now)
        return
    if found is None:
        found = Readiness(service_id=service.id, user_id=user.id, state=SHADOWING, since=now, practised_at=now)
        db.session.add(found)
    else:
        found.move_to(SHADOWING, now)
    record("readiness.shadowed", service, user.id, by=user, now=now, before=before, after=SHADOWING)


def sign_off(service: Service, user: User, state: ReadinessState, *, by: User, now: datetime) -> Readiness:
    """Answer for somebody who shadows or is ready, who is told; of whoever is ready already, that they practised again.

    That `by` may is asked before (rules.signs_off). Raises OwnReadiness, ServiceGone, ImpossibleMove.
    """
    if user.id == by.id:
        raise OwnReadiness
    if state not in SIGNED_OFF:
        raise ValueError(f"Nobody signs off {state}.")
    _hold(service)
    signed = _answer_for(service, user.id, _of(service, user.id), state, by=by, now=now)
    told = {"service_id": service.id, "service": service.name, "state": state.value, "by": by.name}
    key = f"signed_off:{service.id}:{user.id}:{now.isoformat()}"
    outbox.add_many("signed_off", [(user, key, told)], by=by, now=now)
    return signed


def tick(service: Service, user_ids: Iterable[int], *, by: User, now: datetime) -> list[int]:
    """Put people into the first pool, the keeper too; those who are ready now stay as they are.

    The ids of who is new in it. Raises ServiceGone.
    """
    _hold(service)
    rows = db.session.scalars(select(Readiness).where(Readiness.service_id == service.id))
    found = {row.user_id: row for row in rows}
    ready = {user_id for user_id, row in found.items() if row.standing(now) is Standing.READY}
    new = sorted(set(user_ids) - ready)
    for user_id in new:
        _answer_for(service, user_id, found.get(user_id), ReadinessState.READY, by=by, now=now)
    return new


def _answer_for(
    service: Service, user_id: int, readiness: Readiness | None, state: ReadinessState, *, by: User, now: datetime
) -> Readiness:
    before = readiness.state if readiness else None
    if readiness is None:
        readiness = Readiness(service_id=service.id, user_id=user_id, state=state, since=now, practised_at=now)
        db.session.add(readiness)
    else:
        readiness.move_to(state, now)
    readiness.signed_off_by_id, readiness.signed_off_at = by.id, now
    record("readiness.signed_off", service, user_id, by=by, now=now, before=before, after=state)
    return readiness


def take_away(service: Service, user: User, *, by: User, now: datetime) -> None:
    """Let somebody be as if they had not begun; the trail keeps what they were. Pressing twice is harmless."""
    locking.lock(service.id)
    readiness = _of(service, user.id)
    if readiness is not None:
        end(readiness, service, by=by, now=now)


def end(readiness: Readiness, service: Service, *, by: User, now: datetime) -> None:
    """Take one row away, and note what it was."""
    db.session.delete(readiness)
    record("readiness.ended", service, readiness.user_id, by=by, now=now, before=readiness.state)


def _hold(service: Service) -> None:
    locking.lock(service.id)
    if service.retired_at is not None:
        raise ServiceGone


def _of(service: Service, user_id: int) -> Readiness | None:
    return db.session.scalar(select(Readiness).where(Readiness.service_id == service.id, Readiness.user_id == user_id))


def record(
    happening: str,
    service: Service,
    user_id: int,
    *,
    by: User,
    now: datetime,
    before: ReadinessState | None = None,
    after: ReadinessState | None = None,
) -> None:
    """Note in the trail of the service what happened to whose readiness."""
    said = {"state": after} if after else {}
    was = {"state": before} if before else None
    trail.record(happening, service, by=by, now=now, before=was, after={"user_id": user_id, **said})
