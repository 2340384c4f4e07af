"""What takes a while says in a real browser that it goes on, and what became of it."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from studyhub import clock
from studyhub.db import db
from tests.browser.entering import Entrance
from tests.cast import Cast
from tests.delivery import sink as sinks
from tests.delivery.conftest import use_mail_server, work_off

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PRESSED = "form[action='/settings/mail/test']"


def mail_page(cast: Cast, enter: Entrance) -> Page:
    page = enter(cast.admin).new_page()
    page.goto("/settings/mail/")
    return page


PRESS_TWICE = """form => {
  const button = form.querySelector("button");
  let sent = 0;
  window.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) sent += 1;
    event.preventDefault();
  });
  form.dataset.working = "用意しています…";
  button.click();
  button.click();
  return [button.textContent, button.getAttribute("aria-busy"), sent];
}"""


def test_long_work_says_so_and_is_not_begun_twice(cast: Cast, enter: Entrance) -> None:
    page = mail_page(cast, enter)

    assert page.eval_on_selector(PRESSED, PRESS_TWICE) == ["用意しています…", "true", 1]


def test_what_becomes_of_a_test_mail_shows_by_itself(
    app: Flask, cast: Cast, enter: Entrance, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_mail_server(app, monkeypatch, sinks.settings_at(sinks.free_port()))
    page = mail_page(cast, enter)
    page.locator(f"{PRESSED} button").click()
    expect(page.locator("#mail-test")).to_contain_text("送信中")
    db.session.rollback()

    work_off(app, clock.now())

    expect(page.locator("#mail-test")).to_contain_text("メールサーバーに接続できません。")
    expect(page.locator("#mail-test")).to_contain_text("原因:Connection refused")
    expect(page.locator("#mail-state")).to_contain_text("メールが送信されていません")
