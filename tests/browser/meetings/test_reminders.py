"""The mail of the day before, on a phone: its link opens one button without signing in, and home knows afterwards."""

import re

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.browser.entering import Entrance
from tests.cast import Cast
from tests.delivery import sink as sinks
from tests.delivery.conftest import send_all, use_mail_server
from tests.delivery.test_letters import part
from tests.reminders.looking import look, tokyo

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DAY_BEFORE = "2026-12-01T16:00"


def link_in_the_mail(app: Flask, monkeypatch: pytest.MonkeyPatch, cast: Cast) -> str:
    """The path behind 今回は欠席する in the mail that Botan gets."""
    sink = sinks.Sink()
    with sinks.running(sink) as smtp:
        use_mail_server(app, monkeypatch, smtp)
        look(DAY_BEFORE)
        send_all(app, tokyo(DAY_BEFORE))
    mail = sink.wait_for(lambda mail: mail["To"] == cast.botan.email)
    found = re.search(r'href="http://127\.0\.0\.1:8000([^"]*)">今回は欠席する<', part(mail, "html"))
    assert found is not None
    return found[1]


def test_from_the_mail_one_press_makes_one_absent_and_home_says_so(
    app: Flask, monkeypatch: pytest.MonkeyPatch, cast: Cast, enter: Entrance
) -> None:
    path = link_in_the_mail(app, monkeypatch, cast)
    context = enter(cast.botan, **PHONE)
    context.clear_cookies()
    page = context.new_page()
    page.goto(path)
    expect(page.locator("main button")).to_have_text(["今回は欠席します"])
    assert page.evaluate("document.documentElement.scrollWidth") == 390

    page.get_by_role("button", name="今回は欠席します").tap()

    expect(page.get_by_role("heading", level=1)).to_have_text("今回は欠席として受け付けました")
    enter.sign_in(context, cast.botan)
    page.goto("/")
    expect(page.get_by_role("region", name="次の回")).to_contain_text("SRE 第2回")
    expect(page.get_by_role("region", name="今週の回")).to_contain_text("今回は欠席")
