"""The crew and its published rota."""

import pytest

from studyhub.db import db
from studyhub.rota.models import Rota, Shift
from tests.rota.conftest import crew, keeper, published, rota

__all__ = ["crew", "keeper", "night", "published", "rota"]


@pytest.fixture
def night(published: Rota) -> Shift:
    """The first published shift."""
    first: Shift = db.session.scalars(db.select(Shift).order_by(Shift.starts_at, Shift.role).limit(1)).one()
    return first
