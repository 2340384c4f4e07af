"""`rota plan`: printed, and kept as a draft."""

import json

import pytest
from flask import Flask

from benchmarks.living.checker import Asked, problems
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota import queries
from studyhub.rota.models import Rota
from tests.rota.conftest import FIRST, LAST

SPAN = ["rota", "plan", "--from", FIRST.isoformat(), "--until", LAST.isoformat()]


def test_the_plan_is_printed_for_programs_and_saves_nothing(app: Flask, crew: list[User]) -> None:
    ended = app.test_cli_runner().invoke(args=[*SPAN, "--json"])

    document = json.loads(ended.stdout)
    assert problems(document, Asked(FIRST, LAST)) == []
    assert document["rules"] == {"rest_hours": 48, "points": {"weeknight": 1, "day_off": 2, "special": 4}}
    assert {one["id"] for one in document["people"]} == {person.id for person in crew}
    assert db.session.scalar(db.select(db.func.count(Rota.id))) == 0


def test_the_plan_is_kept_as_a_draft(app: Flask, crew: list[User], keeper: User) -> None:
    ended = app.test_cli_runner().invoke(args=[*SPAN, "--save", "--name", "冬", "--by", keeper.email])

    [rota] = db.session.scalars(queries.rotas(keeper))
    assert (ended.exit_code, rota.name, rota.starts_on, rota.ends_on) == (0, "冬", FIRST, LAST)
    draft = queries.open_draft(rota)
    assert draft is not None
    assert len(queries.shifts_of_draft(draft)) == 28


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--from", "2027-02-30", "--until", "2027-03-31"], "--from must be a date"),
        (["--from", "2027-03-31", "--until", "2027-03-01"], "must not be before"),
        (["--from", "2027-01-01", "--until", "2028-06-01"], "At most 366 days"),
        (["--from", "2027-01-01", "--until", "2027-03-31", "--name", "冬"], "belong to --save"),
        (["--from", "2027-01-01", "--until", "2027-03-31", "--save", "--by", "botan@example.com"], "No rota keeper"),
        (["--from", "2026-09-01", "--until", "2026-11-30", "--save"], "These days are over"),
    ],
)
def test_what_cannot_be_planned_is_said(app: Flask, crew: list[User], words: list[str], said: str) -> None:
    ended = app.test_cli_runner().invoke(args=["rota", "plan", *words])

    assert ended.exit_code == 1
    assert said in ended.output


def test_days_of_another_rota_are_refused(app: Flask, crew: list[User], keeper: User) -> None:
    app.test_cli_runner().invoke(args=[*SPAN, "--save", "--name", "冬", "--by", keeper.email])

    ended = app.test_cli_runner().invoke(args=[*SPAN, "--save", "--name", "春", "--by", keeper.email])

    assert (ended.exit_code, "冬 (2026-12-07 – 2026-12-20) has days in common" in ended.output) == (1, True)
