"""On a phone, in Japanese: a circle is called what was chosen once, and zones and mails say no more than is needed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from studyhub.people.models import User
from tests.browser.entering import Entrance
from tests.cast import NOON, Cast
from tests.delivery import sink as sinks
from tests.delivery.conftest import send_all, use_mail_server
from tests.meetings.scenes import go_to

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
ZONE = "時刻は日本時間です。"


@pytest.fixture
def sink(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[sinks.Sink]:
    """A mail server that the application sends through."""
    taking = sinks.Sink()
    with sinks.running(taking) as smtp:
        use_mail_server(app, monkeypatch, smtp)
        yield taking


def opened(enter: Entrance, user: User, address: str) -> Page:
    """A page on somebody's phone."""
    page = enter(user, **PHONE).new_page()
    page.goto(address)
    return page


def test_what_a_circle_is_called_is_chosen_once(cast: Cast, enter: Entrance) -> None:
    page = opened(enter, cast.aki, f"/circles/{cast.circle.slug}/edit")

    page.get_by_label("呼び方").select_option(label="輪読会")
    page.get_by_role("button", name="保存").tap()

    expect(page.locator(".eyebrow").first).to_contain_text("輪読会")
    page.goto("/search?q=SRE&kind=circles")
    expect(page.locator("main")).to_contain_text("輪読会")
    expect(page.locator("main")).not_to_contain_text("読書会")


def test_the_zone_is_said_only_to_whoever_lives_in_another(cast: Cast, enter: Entrance) -> None:
    cast.botan.time_zone = "Europe/Berlin"
    address = f"/circles/{cast.circle.slug}/"

    here, elsewhere = opened(enter, cast.aki, address), opened(enter, cast.botan, address)

    expect(here.locator("main")).not_to_contain_text(ZONE)
    expect(elsewhere.locator("main")).to_contain_text(ZONE)


def test_the_subject_of_a_mail_says_which_session_and_day(cast: Cast, enter: Entrance, sink: sinks.Sink) -> None:
    go_to(NOON)
    page = opened(enter, cast.aki, f"/meetings/{cast.meeting.id}/cancellation")
    page.get_by_label("理由").fill("会場が使えません")

    page.get_by_role("button", name="中止にする").tap()
    page.get_by_text("中止にしました").first.wait_for()

    send_all(cast.app, NOON + timedelta(hours=1))
    assert sink.wait_for(lambda mail: mail["To"] == cast.botan.email)["Subject"] == "中止:12月2日(水) SRE 第1回"
