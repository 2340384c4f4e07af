"""On a phone: an organiser names a webhook, sends a test, and copies the text for chat of the next session."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.entering import Entrance
from tests.cast import Cast
from tests.chat.sink import WebhookSink, listed

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def chat(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebhookSink]:
    """A chat inside the network, which an administrator has listed."""
    with listed(app, monkeypatch) as sink:
        yield sink


def test_a_webhook_is_tested_and_the_text_for_chat_is_copied(cast: Cast, chat: WebhookSink, enter: Entrance) -> None:
    context = enter(cast.aki, **PHONE)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"/circles/{cast.circle.slug}/edit")
    page.get_by_role("link", name="チャットへのお知らせ").tap()
    page.get_by_label("Webhook の名前").fill("#sre")
    page.get_by_label("Webhook の URL").fill(chat.address)
    page.get_by_role("button", name="追加する").tap()
    expect(page.get_by_role("status")).to_contain_text("Webhook を追加しました")
    assert page.evaluate("document.documentElement.scrollWidth") == 390

    page.get_by_role("button", name="テストを送る").tap()

    expect(page.get_by_role("status")).to_contain_text("テストが届きました")
    assert chat.texts == ["StudyHub のテストです。「SRE」のお知らせがここに届きます。"]
    expect(page.locator("main")).not_to_contain_text(chat.address)

    page.goto(f"/meetings/{cast.meeting.id}/")
    page.get_by_role("link", name="チャットに貼る文面").tap()
    page.get_by_role("button", name="コピー").tap()

    expect(page.get_by_role("button", name="コピーしました")).to_be_visible()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.splitlines()[0].endswith("12月2日(水) 19:00–20:30 SRE 第1回")
    assert text.splitlines()[-1].endswith(f"/meetings/{cast.meeting.id}/")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
