"""Writing down and looking up when people are busy."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, delete, select, update

from studyhub.commitments.models import Commitment, CommitmentKind
from studyhub.db import db
from studyhub.people.models import User


def hold(source: str, kind: CommitmentKind, user_id: int, starts_at: datetime, ends_at: datetime) -> None:
    """Note a span of time, once for a source. Does not commit."""
    db.session.add(Commitment(source=source, kind=kind, user_id=user_id, starts_at=starts_at, ends_at=ends_at))


def release(sources: Iterable[str]) -> None:
    """Give time back. Does not commit."""
    db.session.flush()
    db.session.execute(delete(Commitment).where(Commitment.source.in_(list(sources))))


def move(sources: Iterable[str], starts_at: datetime, ends_at: datetime) -> None:
    """Move spans to another time. Does not commit."""
    db.session.flush()
    moved = update(Commitment).where(Commitment.source.in_(list(sources)))
    db.session.execute(moved.values(starts_at=starts_at, ends_at=ends_at))


def overlapping(user: User, starts_at: datetime, ends_at: datetime, *, but: Iterable[str] = ()) -> Select[Commitment]:
    """What the person has at that time already, apart from some sources."""
    rows = select(Commitment).where(
        Commitment.user_id == user.id, Commitment.starts_at < ends_at, Commitment.ends_at > starts_at
    )
    return rows.where(Commitment.source.not_in(list(but))).order_by(Commitment.starts_at, Commitment.id)
