from collections.abc import Iterator
from pathlib import Path

import pytest

from studyhub.outages import breaker, limits
from tests.outages.hours import Second, second
from tests.rights.places import Place

# Nobody waits for a test; what it shows is the same.
IMPATIENT = limits.Limits(lock=0.01, statement=0.3, answer=0.3)


@pytest.fixture
def here(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Second]:
    """A second application on the World, whose pages wait for next to nothing."""
    monkeypatch.setattr(limits, "PAGE", IMPATIENT)
    kind = "sqlite" if place.app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite") else "postgresql"
    made = second(place.app, kind, tmp_path)
    yield made
    breaker.forget()
    made.forget_connections()
    if made.relay is not None:
        made.relay.leave()
