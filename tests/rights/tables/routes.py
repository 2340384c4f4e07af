"""The rules of the application, and for each an address and a form that lead to something in the World."""

from io import BytesIO
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from tests.rights.tables.typed import FIELDS, INSTEAD, QUERIES
from tests.rights.tables.world import World, draft_key

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def rules(app: Flask) -> list[tuple[str, Rule]]:
    """Every method and rule of the application, without HEAD and OPTIONS."""
    every = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))
    return [
        (method, rule) for rule in every for method in sorted(rule.methods or ()) if method not in {"HEAD", "OPTIONS"}
    ]


def unsafe_rules(app: Flask) -> list[tuple[str, Rule]]:
    """Every method and rule that may change something."""
    return [(method, rule) for method, rule in rules(app) if method in UNSAFE]


def address(world: World, rule: Rule, variant: str = "", **instead: Any) -> str:
    """An address of a rule that leads to something; `instead` stands for single arguments."""
    blueprint, endpoint = rule.endpoint.partition(".")[0], rule.endpoint
    given: dict[str, str] = {}
    for key in (blueprint, endpoint, f"{endpoint} {variant}"):
        given |= INSTEAD.get(key, {})
    taken = {name: given.get(name, name) for name in rule.arguments if name not in instead}
    missing = set(taken.values()) - set(world.names)
    assert not missing, f"{endpoint}: no row of the World is called {missing}; see names.py, and INSTEAD in typed.py"
    values = {name: world.names[row] for name, row in taken.items()} | instead
    return world.cast.app.url_map.bind("").build(endpoint, values) + QUERIES.get(endpoint, "")


def fields(world: World, endpoint: str, role: str = "aki") -> dict[str, Any]:
    """What a form of that rule may hold, filled in well by somebody."""
    names = {**world.names, "draft": draft_key(world.people[role])}
    return {name.format(**names): _filled(value, names) for name, value in FIELDS.get(endpoint, {}).items()}


def _filled(value: Any, names: dict[str, Any]) -> Any:
    if isinstance(value, bytes):
        return BytesIO(value), "people.csv"
    return value.format(**names) if isinstance(value, str) else [one.format(**names) for one in value]


def rule_of(app: Flask, endpoint: str) -> Rule:
    """The only rule of an endpoint."""
    [rule] = app.url_map.iter_rules(endpoint)
    return rule
