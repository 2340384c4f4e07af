"""Holding a service while it, its quirks or its readiness change."""

from sqlalchemy import select

from studyhub.db import db
from studyhub.services.models import Service


def lock(service_id: int) -> None:
    """Let nobody else change it until this transaction ends, and read it anew."""
    held = select(Service).where(Service.id == service_id).with_for_update()
    db.session.scalar(held.execution_options(populate_existing=True))
