"""The hour of a session on a phone: join, write, check in; after it thanks and who was there."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from studyhub.db import db
from studyhub.meetings.assigning import assignments, chapters
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.models import Attendance
from studyhub.meetings.thanks.models import Thanks
from studyhub.meetings.thoughts import saying
from studyhub.notes.models import Note
from tests.browser.entering import Entrance
from tests.cast import NOON, Cast
from tests.meetings.scenes import after, chapter_of, claim, go_to, say

# Of whatever a room reads: what lies outside of the screen, or is smaller than half an inch on a wall of forty.
UNREADABLE = """() => [...document.querySelectorAll(
    '.qr, .wall-code, .wall-address, .projector-clock, .projector .waits p')]
  .filter((one) => { const box = one.getBoundingClientRect(), within = one.closest('.sheet')?.getBoundingClientRect();
    return box.bottom > innerHeight || box.right > innerWidth || (within && box.bottom > within.bottom)
      || (one.matches('p') && parseFloat(getComputedStyle(one).fontSize) < innerHeight / 30)
      || (one.matches('.qr') && Math.min(box.width, box.height) < innerHeight / 3) })
  .map((one) => one.outerHTML.slice(0, 80))"""
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_a_room_reads_all_of_the_screen_without_scrolling(cast: Cast, enter: Entrance, width: int, height: int) -> None:
    cast.circle.has_checkin = True
    for other in cast.meetings[1:3]:
        chapters.move(other, chapter_of(other), cast.meeting, by=cast.aki, now=NOON)
    for one in chapter_queries.chapters(cast.meeting):
        assignments.claim(cast.meeting, one, cast.botan, now=NOON)
    for which in range(1, 13):
        line = say(
            cast, f"{which}つめ:サブセット化を入れると、増減のたびにどれだけ接続を張り直すことになるのでしょうか。"
        )
        saying.like(line, cast.aki)
    db.session.commit()
    go_to(cast.meeting.starts_at + timedelta(minutes=5))
    page = enter(cast.aki, viewport={"width": width, "height": height}).new_page()

    page.goto(f"/meetings/{cast.meeting.id}/projector")

    assert page.locator(".qr").count() == 1
    assert page.evaluate(UNREADABLE) == []
    assert page.evaluate("() => [document.documentElement.scrollHeight, document.documentElement.scrollWidth]") == [
        height,
        width,
    ]


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
