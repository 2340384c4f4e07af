"""The demo's wheel has enough to choose from that one sees what it weighs."""

from typing import Any

from lxml import html

from studyhub.db import db
from studyhub.drills.models import Scenario, ScenarioAttachment
from tests.demo.browsing import browser
from tests.demo.conftest import Demo

SERVICES = 5


def test_the_wheel_weighs_many_services(demo: Demo) -> None:
    page = html.fromstring(browser(demo.app, "admin@example.com").get("/training/").text)
    rows: Any = page.xpath("//section[@aria-labelledby='wheel']//tbody/tr")
    widths = [row.xpath("string(td[last()])") for row in rows]

    assert len(widths) >= SERVICES
    assert len(set(widths)) > 1


def test_scenarios_are_told_retired_and_have_texts_beside_them(demo: Demo) -> None:
    assert db.session.scalars(db.select(Scenario).where(Scenario.retired_at.is_not(None))).all()
    secrets = set(db.session.scalars(db.select(ScenarioAttachment.is_secret)))

    assert secrets == {True, False}
