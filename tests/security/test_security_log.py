"""The log says who did what, by ids and networks, and nothing that anybody typed."""

import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import update

from studyhub.accounts import passwords
from studyhub.audit.models import AuditEvent
from studyhub.db import db
from studyhub.logs import JsonLines
from studyhub.people.models import Device, UserState
from studyhub.web.guards.confirming import CONFIRMED_LASTS, FIELD
from tests.accounts.browsing import GOOD, by_email, first_visitor
from tests.accounts.test_set_up import ANSWERS, new_code
from tests.cast import NOON, Cast, query_count

PLANTED = "planted7"


class Lines(logging.Handler):
    """What would be written, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.written: list[dict[str, object]] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = self.format(record)
        assert PLANTED not in line
        self.written.append(json.loads(line))

    def events(self) -> list[tuple[object, ...]]:
        """Event, person and what else is told of security, without times and routes."""
        usual = {"time", "level", "logger", "message", "person", "network", "route", "request_id"}
        mine = [line for line in self.written if line["logger"] == "studyhub.security"]
        assert {line["network"] for line in mine} <= {"127.0.0.1"}
        more = [{name: value for name, value in line.items() if name not in usual} for line in mine]
        found = [(line["message"], line.get("person"), facts) for line, facts in zip(mine, more, strict=True)]
        return [(message, person, facts) if facts else (message, person) for message, person, facts in found]


@pytest.fixture
def lines() -> Iterator[Lines]:
    handler, logger = Lines(), logging.getLogger("studyhub")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(level)


def test_a_request_says_whose_it_was(cast: Cast, lines: Lines) -> None:
    cast.browser(cast.aki).get("/profile/")
    cast.browser().get("/sign-in")

    assert [line.get("person") for line in lines.written if line["message"] == "request"] == [cast.aki.id, None]


def test_signing_in_and_out_is_told(cast: Cast, lines: Lines) -> None:
    cast.aki.password_hash = passwords.hashed(GOOD)
    cast.botan.password_hash, cast.botan.state = cast.aki.password_hash, UserState.SUSPENDED
    for email, password in (
        ("aki@example.com", GOOD),
        ("aki@example.com", f"{PLANTED} wrong"),
        (f"{PLANTED}@example.com", GOOD),
        ("botan@example.com", GOOD),
    ):
        cast.browser().post("/sign-in", data={"email": email, "password": password})
    cast.browser(cast.chika).post("/sign-out")

    assert lines.events() == [
        ("signed in", cast.aki.id),
        ("sign-in failed", cast.aki.id),
        ("sign-in failed", None),
        ("sign-in to a closed account", cast.botan.id),
        ("signed out", cast.chika.id),
    ]


def test_limits_are_told(cast: Cast, lines: Lines) -> None:
    for _ in range(11):
        cast.browser().post("/sign-in", data={"email": f"{PLANTED}@example.com", "password": "wrong words"})

    assert lines.events()[-1] == ("limit reached", None, {"of": "account"})


def test_whoever_makes_too_much_in_an_hour_is_told(cast: Cast, lines: Lines) -> None:
    made = {"at": NOON, "actor_id": cast.admin.id, "action": "team.created", "subject_kind": "team", "subject_id": 1}
    db.session.add_all([AuditEvent(**made) for _ in range(60)])
    db.session.commit()

    assert cast.browser(cast.admin).post("/teams/", data={"name": PLANTED}).status_code == 429

    assert lines.events() == [("limit reached", cast.admin.id, {"of": "hour"})]


def test_refusals_are_told(cast: Cast, lines: Lines) -> None:
    chika = cast.browser(cast.chika)
    chika.post(f"/people/{cast.aki.id}/roles", data={"is_admin": PLANTED})
    chika.get("/people/999999/")
    chika.get(f"/{PLANTED}")
    chika.post("/teams/", data={"name": PLANTED}, csrf=False)
    cast.browser().get(f"/reset/{PLANTED}")

    assert lines.events() == [
        ("refused", cast.chika.id, {"status": 403, "ids": {"user_id": cast.aki.id}}),
        ("refused", cast.chika.id, {"status": 404, "ids": {"user_id": 999999}}),
        ("form without a valid token", cast.chika.id, {"is_of_another_site": False}),
        ("wrong secret", None),
    ]


def test_changes_of_rights_and_passwords_are_told(cast: Cast, lines: Lines) -> None:
    cast.botan.password_hash = passwords.hashed(GOOD)
    botan, admin, path = cast.browser(cast.botan), cast.browser(cast.admin), f"/people/{cast.aki.id}"
    admin.post(f"{path}/roles", data={"is_editor": "y"})
    admin.post(f"{path}/state", data={"state": "on_leave"})
    admin.post(f"{path}/sessions/delete")
    for present in (f"{PLANTED} wrong", GOOD):
        botan.post("/profile/password", data={"present": present, "password": f"{PLANTED} good words"})

    ado, aki, who = cast.admin.id, cast.aki.id, cast.botan.id
    assert lines.events() == [
        ("roles changed", ado, {"of": aki, "is_admin": False, "is_editor": True, "is_rota_keeper": False}),
        ("account changed", ado, {"of": aki, "state": "on_leave"}),
        ("sessions ended", ado, {"of": aki, "count": 0}),
        ("password given again was wrong", who),
        ("password changed", who),
    ]


def test_a_password_given_again_is_told(cast: Cast, lines: Lines) -> None:
    admin = cast.browser(cast.admin)
    cast.admin.password_hash = passwords.hashed(GOOD)
    db.session.execute(update(Device).values(confirmed_at=NOON - CONFIRMED_LASTS))
    db.session.commit()

    admin.post(f"/people/{cast.aki.id}/sessions/delete", data={FIELD: GOOD})

    assert lines.events() == [
        ("password given again", cast.admin.id),
        ("sessions ended", cast.admin.id, {"of": cast.aki.id, "count": 0}),
    ]


def test_the_first_visit_is_told(app: Flask, lines: Lines) -> None:
    answers = {**ANSWERS, "code": new_code()}

    assert first_visitor(app).post("/set-up", data=answers).status_code == 303

    assert lines.events() == [("signed in", by_email("aki@example.com").id)]


def test_the_log_asks_the_database_nothing(cast: Cast, lines: Lines) -> None:
    browser = cast.browser(cast.chika)
    db.session.commit()

    # Who reads, and whom they asked for.
    with query_count(2):
        assert browser.get("/people/999999/").status_code == 404

    assert lines.events() == [("refused", cast.chika.id, {"status": 404, "ids": {"user_id": 999999}})]
