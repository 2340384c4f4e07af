"""The hour of a session on a phone: join, write, check in; after it thanks and who was there."""

from datetime import timedelta

from playwright.sync_api import expect

from studyhub.db import db
from studyhub.meetings.models import Attendance
from studyhub.meetings.thanks.models import Thanks
from studyhub.notes.models import Note
from tests.browser.entering import Entrance
from tests.cast import Cast
from tests.meetings.scenes import after, claim, go_to

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_the_hour_takes_one_press_each(cast: Cast, enter: Entrance) -> None:
    claim(cast, cast.botan)
    cast.meeting.online_url, cast.circle.has_checkin = "https://meet.example/sre", True
    go_to(cast.meeting.starts_at + timedelta(minutes=5))
    page = enter(cast.botan, **PHONE).new_page()
    page.goto("/")

    expect(page.locator("main :is(.button, button)").first).to_have_text("オンラインで参加")
    page.get_by_label("出席コード").fill(cast.meeting.checkin_code.lower())
    page.get_by_role("button", name="出席する").tap()
    page.get_by_text("✓ 出席しました 19:05").wait_for()
    page.get_by_role("button", name="ノートを書く").tap()
    page.wait_for_url("**/notes/*/edit")
    assert [one.user_id for one in db.session.scalars(db.select(Attendance))] == [cast.botan.id]
    assert len(db.session.scalars(db.select(Note)).all()) == 1

    go_to(after(cast.meeting, minutes=2))
    page = enter(cast.aki, **PHONE).new_page()
    page.goto(f"/meetings/{cast.meeting.id}/end")
    page.get_by_role("button", name="明日から使えます").tap()
    page.get_by_text("ひとことを送りました。").wait_for()
    page.get_by_role("button", name="出席を確定").tap()
    page.get_by_text("出席を確定しました").wait_for()
    db.session.expire_all()
    assert [one.text for one in db.session.scalars(db.select(Thanks))] == ["明日から使えます"]
    assert cast.meeting.attendance_confirmed_at is not None
