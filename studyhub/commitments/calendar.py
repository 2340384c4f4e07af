"""Writing down when people are busy."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, delete, insert, update

from studyhub.commitments.models import Commitment, CommitmentKind
from studyhub.db import db, kept


def hold(source: str, kind: CommitmentKind, user_id: int, starts_at: datetime, ends_at: datetime) -> None:
    """Note a span of time, once for a source. Does not commit."""
    db.session.add(Commitment(source=source, kind=kind, user_id=user_id, starts_at=starts_at, ends_at=ends_at))


def hold_all(held: Sequence[Mapping[str, Any]]) -> None:
    """As `hold`, for several at once: each is what `hold` takes, by name. Nothing is read back of them."""
    if held:
        db.session.execute(_held(), held)


@kept
def _held() -> Insert:
    return insert(Commitment.metadata.tables[Commitment.__tablename__])


def release(sources: Iterable[str]) -> None:
    """Give time back. Does not commit."""
    db.session.flush()
    db.session.execute(delete(Commitment).where(Commitment.source.in_(list(sources))))


def move(sources: Iterable[str], starts_at: datetime, ends_at: datetime) -> None:
    """Move spans to another time. Does not commit."""
    db.session.flush()
    moved = update(Commitment).where(Commitment.source.in_(list(sources)))
    db.session.execute(moved.values(starts_at=starts_at, ends_at=ends_at))
