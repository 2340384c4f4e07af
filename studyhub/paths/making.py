"""Making a path, changing its days and its mentor, and ending it. Rules: docs/rules.md, Path. Nothing commits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from studyhub.audit import trail
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.paths import queries, rules, shadowing, steps
from studyhub.paths.holding import Ended, hold
from studyhub.paths.models import ORDER, Path, PathStep
from studyhub.paths.steps import StepKind
from studyhub.people.models import User, UserState
from studyhub.rota import queries as rotas
from studyhub.services import locking
from studyhub.services.models import Service


class OwnMentor(Exception):
    """Nobody is their own mentor."""


class NotTheirs(Exception):
    """Whoever makes it is neither newcomer nor mentor nor a lead of the newcomer's team."""


class ServiceGone(Exception):
    """The service is no more."""


class NotThere(Exception):
    """The newcomer or the mentor is away, or gone."""


class DayOutOfReach(Exception):
    """The first night is nearer than a week, or further away than a year."""


class DaysOutOfOrder(Exception):
    """A step is due before the one before it, or on a day out of reach."""


@dataclass(frozen=True)
class Wanted:
    """What a path is made for."""

    newcomer: User
    service: Service
    mentor: User | None
    first_night: date


def make(wanted: Wanted, *, by: User, now: datetime) -> Path:
    """A path with its steps on days by themselves; newcomer and mentor are told. One that goes on is handed back.

    Raises OwnMentor, NotTheirs, ServiceGone, NotThere, DayOutOfReach.
    """
    newcomer, mentor, service = wanted.newcomer, wanted.mentor, wanted.service
    _require_fit(newcomer, mentor)
    mentor_id = mentor.id if mentor else None
    if not rules.can_make(by, newcomer_id=newcomer.id, mentor_id=mentor_id, leads=queries.leads(by, newcomer.id)):
        raise NotTheirs
    if not steps.NEAREST <= wanted.first_night - rotas.today(now) <= steps.FURTHEST:
        raise DayOutOfReach
    locking.lock(service.id)
    if service.retired_at is not None:
        raise ServiceGone
    if found := queries.known(newcomer.id, service.id):
        return found
    path = Path(user_id=newcomer.id, service_id=service.id, mentor_id=mentor_id, mentor_since=now)
    path.made_by_id, path.made_at = by.id, now
    due = steps.days(rotas.today(now), wanted.first_night)
    path.steps = [
        PathStep(position=position, kind=kind, due_on=due[kind], since=now) for position, kind in enumerate(ORDER)
    ]
    db.session.add(path)
    trail.record("path.made", path, by=by, now=now, after={"user_id": newcomer.id, "service_id": service.id})
    told = [person for person in (newcomer, mentor) if person is not None]
    outbox.add_many("path_made", [(one, f"path_made:{path.id}", {"path_id": path.id}) for one in told], by=by, now=now)
    return path


def _require_fit(newcomer: User, mentor: User | None) -> None:
    if mentor is not None and mentor.id == newcomer.id:
        raise OwnMentor
    if any(one.state is not UserState.ACTIVE for one in (newcomer, mentor) if one is not None):
        raise NotThere


def change(path: Path, mentor: User | None, due: Mapping[StepKind, date], *, by: User, now: datetime) -> None:
    """Set the mentor, and the days of the steps that are not done. Raises OwnMentor, NotThere, Ended, DaysOutOfOrder.

    A mentor who is new is told.
    """
    hold(path)
    before = path.mentor_id
    if mentor is not None and mentor.id != before:
        _require_fit(path.user, mentor)
    _require_order(path, due, now)
    for step in path.steps:
        if step.done_at is None:
            step.due_on = due.get(step.kind, step.due_on)
    path.mentor_id = mentor.id if mentor else None
    if mentor is not None and mentor.id != before:
        path.mentor_since = now
    db.session.flush()
    db.session.expire(path, ["mentor"])
    trail.record(
        "path.changed", path, by=by, now=now, before={"mentor_id": before}, after={"mentor_id": path.mentor_id}
    )
    if mentor is not None and mentor.id != before:
        key = f"path_made:{path.id}:{mentor.id}:{now.isoformat()}"
        outbox.add_many("path_made", [(mentor, key, {"path_id": path.id})], by=by, now=now)


def _require_order(path: Path, due: Mapping[StepKind, date], now: datetime) -> None:
    days = [due.get(step.kind, step.due_on) for step in path.steps if step.done_at is None]
    first, latest = rotas.today(path.made_at), rotas.today(now) + steps.FURTHEST
    if days != sorted(days) or any(not first <= day <= latest for day in due.values()):
        raise DaysOutOfOrder


def end(path: Path, *, by: User, now: datetime) -> None:
    """Go it no further; a night that was to be shadowed is free. Pressing twice is harmless."""
    try:
        hold(path)
    except Ended:
        return
    shadowing.withdraw(path, by=by, now=now)
    path.ended_at, path.ended_by_id = now, by.id
    trail.record("path.ended", path, by=by, now=now, after={"done": path.done_count})
