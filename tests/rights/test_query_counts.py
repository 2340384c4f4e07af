"""What a page asks of the database does not depend on how much is in it."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from studyhub import clock
from studyhub.db import db
from studyhub.web.answers import kept_answers
from tests.cast import NOON
from tests.conftest import DATABASES
from tests.meetings.scenes import statements
from tests.rights.tables.expected import ROWS
from tests.rights.tables.places import Place
from tests.rights.tables.routes import address, rule_of

SMALL, LARGE = 2, 6
# One for all; and what is written when somebody asks.
AS_MANY = {"organization", "key_fingerprint", "attempt", "mail_trouble", "nightly_copy"}
AS_MANY |= {"feed_file", "presence", "joint_text", "desk_settings", "rota_rules", "alert_settings"}
AS_MANY |= {"pager"}
NewPlace = Callable[[str, int], Place]


def _counts(place: Place, role: str) -> dict[str, list[str]]:
    """The statements of every page that this person may open."""
    clock.start_at(NOON)
    # What an earlier reader was answered may still be there, in one of the worlds alone.
    place.app.extensions["studyhub_kept_answers"] = kept_answers._Memory()
    found = {}
    with place.app.app_context():
        for row in ROWS:
            if row.method == "GET" and row.answers[role][0] == 200:
                to = address(place.world, rule_of(place.app, row.endpoint), row.variant)
                with statements() as sent:
                    assert place.world.ask(role, "GET", to).status_code == 200
                found[f"{row.endpoint} {row.variant}"] = [
                    one for one in sent if not one.startswith(("BEGIN", "PRAGMA"))
                ]
    clock.start_at(None)
    return found


@pytest.mark.parametrize("role", ["visitor", "aki", "ado"])
@pytest.mark.parametrize("database", DATABASES)
def test_every_page_asks_as_often_of_three_times_as_much(new_place: NewPlace, database: str, role: str) -> None:
    small, large = (_counts(new_place(database, size), role) for size in (SMALL, LARGE))

    assert {page: (len(small[page]), len(large[page])) for page in small if len(small[page]) != len(large[page])} == {}


@pytest.mark.parametrize("database", DATABASES)
def test_the_larger_world_has_more_of_everything(new_place: NewPlace, database: str) -> None:
    small, large = (_rows(new_place(database, size)) for size in (SMALL, LARGE))

    assert sorted(table for table in small if large[table] <= small[table]) == sorted(AS_MANY)


def _rows(place: Place) -> dict[str, int]:
    with place.app.app_context():
        tables = db.metadata.sorted_tables
        return {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}
