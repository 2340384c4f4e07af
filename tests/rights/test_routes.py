"""Who may do what: every method and endpoint, asked by everybody, as tests/rights/tables/expected.py says."""

import re

import pytest
from werkzeug.test import TestResponse

from tests.rights.answers import Answer, answers
from tests.rights.tables.expected import ROWS, Row
from tests.rights.tables.places import Place
from tests.rights.tables.routes import UNSAFE, address, fields, rule_of, rules
from tests.rights.tables.world import ROLES

REFUSED = {302, 400, 401, 403, 404}
NOBODY = 2_000_000_000


def test_every_rule_has_a_row_and_every_row_a_rule(place: Place) -> None:
    present = {(method, rule.endpoint) for method, rule in rules(place.app)}

    assert {(row.method, row.endpoint) for row in ROWS} == present


def test_no_row_stands_twice() -> None:
    keys = [row[:3] for row in ROWS]

    assert sorted(set(keys)) == sorted(keys)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_is_answered_as_the_table_says(place: Place, role: str) -> None:
    answered = {key: (found.status_code, found.has_changed) for key, found in answers(place, role).items()}

    expected = {row[:3]: row.answers[role] for row in ROWS}
    assert {key: found for key, found in answered.items() if found != expected[key]} == {}


def test_the_table_lets_nobody_change_anything_who_is_refused() -> None:
    assert [row for row in ROWS for status, changes in row.answers.values() if changes and status in REFUSED] == []


def test_the_table_lets_no_reading_change_anything() -> None:
    assert [row for row in ROWS if row.method == "GET" and any(changes for _, changes in row.answers.values())] == []


@pytest.mark.parametrize("role", ROLES)
def test_what_one_may_not_know_of_is_answered_like_what_does_not_exist(place: Place, role: str) -> None:
    told_apart = []
    for row in ROWS:
        arguments = rule_of(place.app, row.endpoint).arguments
        numbers = {name: NOBODY for name in arguments if name.endswith("_id")}
        words = dict.fromkeys(arguments & {"slug"}, "nowhere")
        if row.answers[role][0] != 404 or not (numbers or words):
            continue
        there, nowhere = answers(place, role)[row[:3]], _ask(place, row, role, **numbers, **words)
        if nowhere.status_code != 404 or _words(there) != _words(nowhere):
            told_apart.append((row[:3], nowhere.status_code, *_apart(_words(there), _words(nowhere))))

    assert told_apart == []


def _apart(there: str, nowhere: str) -> tuple[list[str], list[str]]:
    """The lines that only one of two pages has."""
    lines, others = there.splitlines(), nowhere.splitlines()
    return [line for line in lines if line not in others], [line for line in others if line not in lines]


def _ask(place: Place, row: Row, role: str, **instead: int | str) -> TestResponse:
    world, rule = place.world, rule_of(place.app, row.endpoint)
    data = fields(world, row.endpoint, role) if row.method in UNSAFE else None
    return world.ask(role, row.method, address(world, rule, row.variant, **instead), data=data)


def _words(answer: TestResponse | Answer) -> str:
    """What a page says, without its own address, its tokens, and the minute at which it was made."""
    return re.sub(r'\b(value|href|action|content)="[^"]*"|<p class="banner banner-clock">.*?</p>', "", answer.text)
