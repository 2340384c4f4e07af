from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from studyhub.db import db
from studyhub.outages import breaker
from tests.outages.hours import Second, second
from tests.rights.tables.places import Place


@pytest.fixture
def here(place: Place, tmp_path: Path) -> Iterator[Second]:
    """A second application on the World."""
    kind = "sqlite" if place.app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite") else "postgresql"
    made = second(place.app, kind, tmp_path)
    with made.app.app_context():
        event.listen(db.engine, "before_cursor_execute", place.snapshot.note)
    yield made
    breaker.forget()
    made.end()
