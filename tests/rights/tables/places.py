"""One World for each database, built once and put back after each test."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from studyhub import clock
from studyhub.db import db
from tests import postgres
from tests.cast import NOON, Cast
from tests.conftest import DATABASES, migrated
from tests.rights.tables.growth import grow
from tests.rights.tables.names import names_of
from tests.rights.tables.snapshot import Snapshot
from tests.rights.tables.world import PLANTED, World
from tests.text_columns import plant_the_rest


@dataclass(eq=False)
class Place:
    """An application, the World in its database, and how to put that back."""

    app: Flask
    world: World
    snapshot: Snapshot


@pytest.fixture(scope="session")
def new_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, int], Place]]:
    """The Place for a kind of database and a size, made when the first test asks for it."""
    made: dict[tuple[str, int], Place] = {}

    def make(kind: str, size: int) -> Place:
        if (kind, size) not in made:
            made[kind, size] = _place(kind, size, tmp_path_factory.mktemp(f"world{size}"))
        return made[kind, size]

    yield make
    for place in made.values():
        with place.app.app_context():
            place.snapshot.end()
            db.engine.dispose()


def _place(kind: str, size: int, data: Path) -> Place:
    url = f"sqlite:///{data / 'test.db'}"
    if kind == "postgresql":
        url = postgres.create_database(f"world{size}_{uuid4().hex[:12]}")
    app = migrated(url, data)
    clock.start_at(NOON)
    with app.app_context():
        world = World(Cast(app), size)
        world.names |= names_of(world)
        PLANTED.update(plant_the_rest())
        db.session.commit()
        if size > 1:
            grow(world)
        return Place(app, world, Snapshot())


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, new_place: Callable[[str, int], Place]) -> Iterator[Place]:
    """The World with its context open and its clock at NOON; put back afterwards."""
    place = new_place(request.param, 1)
    clock.start_at(NOON)
    with place.app.app_context():
        yield place
        place.snapshot.put_back()
    clock.start_at(None)
