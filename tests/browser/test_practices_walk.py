"""The four practices in the demo, as whoever looks at it for the first time comes to them from home."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from studyhub.demo import known_password
from tests.browser.walk import HANDS, Walk
from tests.platform.program import run

MORNING = datetime(2026, 12, 1, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
PHONE, PHONE_HEIGHT = 390, 900


@pytest.fixture(params=["pointer"])
def walk(request: pytest.FixtureRequest, chromium: Browser, tmp_path: Path) -> Walk:
    hand, options = HANDS[request.param]
    return Walk(chromium, hand, options, tmp_path, password=known_password.PASSWORD)


def test_training_a_drill_and_a_round_are_found_from_home(walk: Walk) -> None:
    filled = run("demo", data=walk.folder / "data", STUDYHUB_CLOCK=MORNING.isoformat())
    assert filled.returncode == 0, filled.stderr
    with walk.on(MORNING):
        train(walk)
        hear_how_the_teams_are(walk)


def train(walk: Walk) -> None:
    """Who examines in the drill that is planned opens it from the page of training and begins."""
    examiner = walk.window("admin")
    examiner.press("header nav a[href='/training/']")
    expect(examiner.page.get_by_role("heading", level=1)).to_have_text("オンコールトレーニング")
    walk.picture(examiner, "training")
    examiner.press("section[aria-labelledby=coming] a[href^='/training/drills/']")
    examiner.press("section[aria-labelledby=begin] form button")
    expect(examiner.page.locator(".log > li")).to_have_count(1)
    examiner.press("button[formaction$='/events/asked']")
    expect(examiner.page.locator(".log > li")).to_have_count(2)
    walk.picture(examiner, "drill", PHONE, PHONE_HEIGHT)


def hear_how_the_teams_are(walk: Walk) -> None:
    """What the teams wrote in the last round."""
    reader = walk.window("hayakawa.hiyori")
    reader.press("header nav a[href='/sos/']")
    reader.one("section[aria-labelledby=past] a").first.click()
    expect(reader.page.get_by_role("heading", name="困りごと").first).to_be_visible()
    walk.picture(reader, "round")
