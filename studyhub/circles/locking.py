"""Holding a circle while it changes."""

from sqlalchemy import select

from studyhub.circles.models import Circle
from studyhub.db import db


def lock(circle: Circle) -> None:
    """Let nobody else change the circle until this transaction ends, and read it anew."""
    held = select(Circle).where(Circle.id == circle.id).with_for_update()
    db.session.scalar(held.execution_options(populate_existing=True))
