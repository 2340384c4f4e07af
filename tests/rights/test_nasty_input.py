"""Whatever stands in a field or an address, the answer is a page or a refusal: never an error of ours, never slow.

By default each field is tried with one of the values, on one of the databases, and each form and each page on both;
with --long everything with all of them on both.
"""

import re
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, ClassVar
from zlib import crc32

import pytest
from flask import Request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import Rule

import studyhub
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.people.models import User
from tests.conftest import DATABASES
from tests.rights.forms import able, typed_fields
from tests.rights.tables.expected import ROWS, Row
from tests.rights.tables.nasty import JSON, VALUES, body, in_address
from tests.rights.tables.places import Place
from tests.rights.tables.routes import UNSAFE, address, fields, rule_of

MOST_SECONDS = 5
# Each part is a test of its own, so that several processes share the work.
PARTS = 4
FORM = "application/x-www-form-urlencoded"
# Every name under which a view reads a query.
QUERIES = {"after", "before", "circle", "from", "kind", "next", "page", "past", "period", "q", "show", "state", "tag"}
QUERIES |= {
    "alerts",
    "all",
    "back",
    "base",
    "by",
    "draft",
    "examiner",
    "find",
    "half_way",
    "handoff",
    "level",
    "line",
    "many",
    "month",
    "months",
    "pressed",
    "responder",
    "retired",
    "scenario",
    "service",
    "session",
    "spin",
    "step",
    "team",
    "to",
    "until",
    "user",
    "v",
    "year",
    "write",
}
HEADERS = ("Accept-Language", "If-None-Match", "If-Modified-Since", "User-Agent", "Range", "Accept", "X-Request-ID")
READS = re.compile(r"""request\.args(?:\.get\(|\[)["'](\w+)|["'](\w+)["'] in request\.args""")


class Trial:
    """Sends requests and remembers those that ended badly."""

    def __init__(self, place: Place) -> None:
        self._place, self.bad, self.sent = place, list[str](), 0

    def send(self, what: str, row: Row, to: str, **kwargs: Any) -> None:
        """Send one and put the rows back."""
        began = time.process_time()
        answer = self._place.world.ask(able(row), row.method, to, **kwargs)
        seconds = time.process_time() - began
        if answer.status_code >= 500 or seconds > MOST_SECONDS:
            self.bad.append(f"{row.method} {row.endpoint}, {what}: {answer.status_code}, {seconds:.1f} s")
        self.sent += 1
        self._place.snapshot.put_back()


@pytest.fixture
def trial(place: Place) -> Iterator[Trial]:
    """What the test sent must have ended well."""
    place.app.config["PROPAGATE_EXCEPTIONS"] = False
    trial = Trial(place)
    yield trial
    place.app.config["PROPAGATE_EXCEPTIONS"] = None
    assert trial.sent > 0
    assert trial.bad == []


@pytest.fixture
def some(request: pytest.FixtureRequest) -> "Chosen":
    """Values to try in one place."""
    return Chosen(is_long=request.config.getoption("--long"), database=DATABASES.index(db.engine.dialect.name))


class Chosen:
    """Hands out all values each time, or the next one; which one comes first, is another on each database."""

    def __init__(self, *, is_long: bool, database: int) -> None:
        self._each = len(VALUES) if is_long else 1
        self._turn = count(len(VALUES) // len(DATABASES) * database)
        self._is_long, self._database = is_long, database

    def are_tried_here(self, row: Row, name: str) -> bool:
        """Whether something of a route is tried on this database by itself."""
        what = f"{row.method} {row.endpoint} {name}".encode()
        return self._is_long or crc32(what) % len(DATABASES) == self._database

    def values(self, place: Place) -> list[tuple[str, Any]]:
        """Names and values."""
        every = list(VALUES.items())
        chosen = [every[next(self._turn) % len(every)] for _ in range(self._each)]
        return [(name, _named(value, place)) for name, value in chosen]


class Overheard(ImmutableMultiDict[str, str]):
    """A query or a form that remembers the names it was asked for."""

    names: ClassVar[set[str]] = set()

    def __contains__(self, name: object) -> bool:
        self.names.add(str(name))
        return super().__contains__(name)

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return super().__getitem__(name)


def _named(value: Any, place: Place) -> Any:
    return str(place.world.names["chika"]) if value == "{chika}" else value


@pytest.fixture(params=range(PARTS))
def rows(request: pytest.FixtureRequest) -> list[Row]:
    """One part of all routes."""
    return ROWS[request.param :: PARTS]


def _unsafe(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row.method in UNSAFE]


def _to(place: Place, row: Row) -> str:
    return address(place.world, rule_of(place.app, row.endpoint), row.variant)


def test_every_field_takes_anything(place: Place, trial: Trial, some: Chosen, rows: list[Row]) -> None:
    known = typed_fields(place)
    for row in _unsafe(rows):
        good = _texts(place, row)
        for name in (one for one in sorted(known[row.endpoint]) if some.are_tried_here(row, one)):
            for what, value in some.values(place):
                sent = body(good | {name: value})
                trial.send(f"{name} = {what}", row, _to(place, row), data=sent, content_type=FORM)


def test_whole_forms_take_anything(place: Place, trial: Trial, some: Chosen, rows: list[Row]) -> None:
    known = typed_fields(place)
    for row in _unsafe(rows):
        for what, value in [("nothing at all", None), *some.values(place)]:
            sent = body(dict.fromkeys(known[row.endpoint], value))
            trial.send(f"all = {what}", row, _to(place, row), data=sent[:2_000_000], content_type=FORM)


def _texts(place: Place, row: Row) -> dict[str, Any]:
    filled = fields(place.world, row.endpoint, able(row))
    return {name: value for name, value in filled.items() if not isinstance(value, tuple)}


def test_every_part_of_an_address_takes_anything(place: Place, trial: Trial, some: Chosen, rows: list[Row]) -> None:
    for row in rows:
        rule = rule_of(place.app, row.endpoint)
        for name in (one for one in sorted(rule.arguments) if some.are_tried_here(row, one)):
            for what, value in some.values(place):
                data = _texts(place, row) if row.method in UNSAFE else None
                trial.send(f"<{name}> = {what}", row, _broken(place, row, rule, name, value), data=data)


def _broken(place: Place, row: Row, rule: Rule, name: str, value: Any) -> str:
    """A good address in whose place for one argument something else stands."""
    good = address(place.world, rule, row.variant)
    parts = re.split(r"<(?:[^<>]*:)?(\w+)>", rule.rule)
    pattern = "".join(f"(?P<{part}>.+)" if index % 2 else re.escape(part) for index, part in enumerate(parts))
    found = re.fullmatch(pattern, good.partition("?")[0])
    assert found is not None
    return good[: found.start(name)] + in_address(value) + good[found.end(name) :]


def test_the_names_of_all_queries_are_known() -> None:
    sources = Path(studyhub.__file__).parent.rglob("*.py")
    found = {one or other for path in sources for one, other in READS.findall(path.read_text(encoding="utf-8"))}

    assert found <= QUERIES


def test_every_query_takes_anything(
    place: Place, trial: Trial, some: Chosen, rows: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Request, "parameter_storage_class", Overheard)
    for row in rows:
        if row.method == "GET":
            to = _to(place, row).partition("?")[0]
            Overheard.names.clear()
            for query in _together(place, some):
                trial.send(f"?{query[:300]}", row, f"{to}?{query}")
            read = sorted(Overheard.names & QUERIES)
            for query in _alone([name for name in read if some.are_tried_here(row, name)], place, some):
                trial.send(f"?{query[:300]}", row, f"{to}?{query}")


def _together(place: Place, some: Chosen) -> list[str]:
    """All names at once, each with another value."""
    tried = [[f"{name}={in_address(value)}" for _, value in some.values(place)] for name in sorted(QUERIES)]
    return ["&".join(each) for each in zip(*tried, strict=True)]


def _alone(names: list[str], place: Place, some: Chosen) -> list[str]:
    """Each name by itself, for among many the first bad one may keep the others from being read."""
    return [f"{name}={in_address(value)}" for name in names for _, value in some.values(place)]


def test_json_in_place_of_a_form_is_harmless(place: Place, trial: Trial) -> None:
    for number, row in enumerate(_unsafe(ROWS)):
        sent = JSON[number % len(JSON)]
        trial.send(f"JSON {sent[:9]}", row, _to(place, row), data=sent, content_type="application/json")


def test_headers_take_anything(place: Place, trial: Trial) -> None:
    pages = [row for row in ROWS if row.endpoint in {"home.index", "publishing.show_notes", "static"}]
    for what, value in VALUES.items():
        for row in pages:
            trial.send(f"headers = {what}", row, _to(place, row), headers=dict.fromkeys(HEADERS, _in_header(value)))


def _in_header(value: Any) -> str:
    """A value as a server hands it on: one line of bytes."""
    sent = value if isinstance(value, bytes) else str(value).encode()
    return re.sub(r"[\r\n]", "", sent.decode("latin-1"))[:50_000]


@pytest.mark.parametrize("day", ["0001-01-01", "2000-01-01", "2027-03-14", "2100-12-31", "9999-12-31"])
def test_days_at_the_ends_of_the_calendar_and_the_hour_that_is_left_out(place: Place, trial: Trial, day: str) -> None:
    asked = dict.fromkeys(("day", "first_day", "starts_on", "ends_on"), day)
    asked |= {"start": "02:30", "minutes": "1440", "time_zone": "America/New_York"}
    for row in _unsafe(ROWS):
        good = _texts(place, row)
        if good.keys() & asked.keys():
            _move_to_new_york()
            changed = {name: value for name, value in asked.items() if name in good}
            trial.send(f"day = {day}", row, _to(place, row), data=good | changed)


def _move_to_new_york() -> None:
    """Everything planned there, where the clock jumps over 02:30 on 14 March 2027."""
    db.session.execute(db.update(Circle).values(time_zone="America/New_York"))
    db.session.execute(db.update(User).values(time_zone="America/New_York"))
