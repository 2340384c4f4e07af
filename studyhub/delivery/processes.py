"""Which StudyHubs run beside each other: each says about once a minute that it turns, and whether it knows mail."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, Select, delete, exists, func, select, update

from studyhub.db import db
from studyhub.delivery import rows
from studyhub.delivery.models import WORKING, Process, ProcessKind
from studyhub.version import version

# Whoever was silent for so long runs no more.
SILENT_AFTER = timedelta(minutes=5)
# Mail is given up only when nobody has known a mail server for so long (unset.look).
REMEMBERED = timedelta(days=1)
KEPT = timedelta(days=2)


@dataclass(frozen=True)
class Me:
    """This process."""

    kind: ProcessKind
    has_mail: bool
    started_at: datetime
    name: str = field(default_factory=lambda: uuid4().hex)


def beat(me: Me, *, now: datetime) -> None:
    """Say that this process turns. Does not commit."""
    row = {
        "name": me.name,
        "kind": me.kind,
        "version": version(),
        "has_mail": me.has_mail,
        "started_at": me.started_at,
        "turned_at": now,
    }
    rows.insert_missing(Process, [row], unique=["name"])
    db.session.execute(update(Process).where(Process.name == me.name).values(turned_at=now, has_mail=me.has_mail))


def has_mail(now: datetime) -> bool:
    """Whether any process has known a mail server in the last day."""
    knows = exists().where(Process.has_mail, Process.turned_at > now - REMEMBERED)
    return bool(db.session.scalar(select(knows)))


def has_working_mail(now: datetime) -> bool:
    """Whether a process that sends mail knows a mail server at present."""
    sends = exists().where(Process.has_mail, Process.kind.in_(WORKING), _turns(now))
    return bool(db.session.scalar(select(sends)))


def worker_turned_at() -> datetime | None:
    """When a worker, in whichever process, last turned."""
    return db.session.scalar(select(func.max(Process.turned_at)).where(Process.kind.in_(WORKING)))


def is_worker_gone(now: datetime) -> bool:
    """Whether no worker turns. Where nothing is known of any process yet, one is supposed to."""
    newest = worker_turned_at() or db.session.scalar(select(func.min(Process.started_at)))
    return newest is not None and newest < now - SILENT_AFTER


def running(now: datetime) -> Select[Process]:
    """The processes that turn at present, workers first."""
    return select(Process).where(_turns(now)).order_by(Process.kind.desc(), Process.started_at, Process.id)


def _turns(now: datetime) -> ColumnElement[bool]:
    # A time to come was written before the clock was set back.
    return Process.turned_at.between(now - SILENT_AFTER, now + SILENT_AFTER)


def forget_old(now: datetime) -> None:
    """Forget processes that ended long ago. Does not commit."""
    db.session.execute(delete(Process).where(Process.turned_at < now - KEPT))
