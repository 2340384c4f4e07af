"""Holding a path while it or its steps change."""

from sqlalchemy import select

from studyhub.db import db
from studyhub.paths.models import Path


class Ended(Exception):
    """The path is ended."""


def hold(path: Path) -> None:
    """Let nobody else change it until this transaction ends, and read it anew. Raises Ended."""
    held = select(Path).where(Path.id == path.id).with_for_update(of=Path)
    db.session.scalar(held.execution_options(populate_existing=True))
    if path.ended_at is not None:
        raise Ended
