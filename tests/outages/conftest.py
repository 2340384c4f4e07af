from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import event

from studyhub.db import db
from studyhub.outages import breaker
from studyhub.web import reputation, turned_away
from tests.outages.hours import Second, second
from tests.rights.places import Place


@pytest.fixture(scope="session")
def new_second(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Place], Second]]:
    """The second application on a World, made when the first test asks for it: its pages and statements stay ready."""
    made: dict[Place, Second] = {}

    def make(place: Place) -> Second:
        if place not in made:
            kind = "sqlite" if place.app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite") else "postgresql"
            made[place] = second(place.app, kind, tmp_path_factory.mktemp("second"))
            with made[place].app.app_context():
                event.listen(db.engine, "before_cursor_execute", place.snapshot.note)
        return made[place]

    yield make
    for one in made.values():
        one.forget_connections()
        if one.relay is not None:
            one.relay.leave()


@pytest.fixture
def here(place: Place, new_second: Callable[[Place], Second]) -> Iterator[Second]:
    """A second application on the World, as if it had just been started: without a connection and a memory."""
    ready = new_second(place)
    turned_away.init_app(ready.app)
    reputation.init_app(ready.app)
    yield ready
    breaker.forget()
    ready.forget_connections()
    if ready.relay is not None:
        # No connection that nobody waits for any more works on in the next test.
        ready.relay.leave()
        ready.relay.come_back()
