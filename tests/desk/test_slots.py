"""The days of the month on which the blog has room, and which note is planned for which."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from lxml import html

from studyhub.db import db
from studyhub.desk import limits, slots
from studyhub.desk.models import BlogSlot
from studyhub.desk.slots import NoSlot, SlotTaken
from studyhub.notes.edits import writing
from studyhub.notes.models import Note, Release
from studyhub.notes.releases import releasing
from tests.cast import NOON, Browser, Cast
from tests.meetings.scenes import go_to
from tests.notes.notebook import head_of, published

TODAY = date(2026, 12, 4)
DAYS = (8, 18, 28)


def plan(cast: Cast, note: Note, day: date, today: date = TODAY) -> None:
    slots.plan(note, day, DAYS, today=today, by=cast.editor, now=NOON)


def planned() -> dict[date, int]:
    return {slot.day: slot.note_id for slot in db.session.scalars(db.select(BlogSlot))}


def another(cast: Cast) -> Release:
    """One more text outside, an hour later."""
    note = writing.begin(cast.circle, cast.meetings[1], "Second", "", by=cast.botan, now=NOON)
    writing.edit(note, head_of(note), "Second", "Text", by=cast.botan, now=NOON)
    releasing.share(note, by=cast.aki, now=NOON)
    release, later = releasing.request(note, by=cast.botan, now=NOON), NOON + timedelta(hours=1)
    releasing.approve(release, read_sha256=release.sha256, by=cast.editor, now=later)
    return release


def test_a_note_has_one_day_and_moves_to_another(cast: Cast) -> None:
    note = published(cast).note

    plan(cast, note, date(2026, 12, 8))
    plan(cast, note, date(2026, 12, 8))
    plan(cast, note, date(2026, 12, 18))

    assert planned() == {date(2026, 12, 18): note.id}


@pytest.mark.parametrize("day", [date(2026, 12, 9), date(2026, 11, 28), date(2028, 1, 8)])
def test_only_days_of_the_blog_to_come_take_a_note(cast: Cast, day: date) -> None:
    note = published(cast).note

    with pytest.raises(NoSlot):
        plan(cast, note, day)


def test_a_day_takes_one_note(cast: Cast) -> None:
    first, second = published(cast).note, another(cast).note
    plan(cast, first, date(2026, 12, 8))

    with pytest.raises(SlotTaken):
        plan(cast, second, date(2026, 12, 8))

    assert slots.free(date(2026, 12, 8), by=cast.editor, now=NOON) == first.id
    assert slots.free(date(2026, 12, 8), by=cast.editor, now=NOON) is None
    plan(cast, second, date(2026, 12, 8))


def test_a_month_leaves_out_days_it_does_not_have_and_ends_with_its_last_slot() -> None:
    assert slots.days_in(date(2027, 2, 1), (28, 31)) == [date(2027, 2, 28)]
    assert slots.present_month(date(2026, 12, 28), DAYS) == date(2026, 12, 1)
    assert slots.present_month(date(2026, 12, 29), DAYS) == date(2027, 1, 1)
    assert slots.next_free((), [], TODAY) is None
    assert slots.next_free((31,), [], date(2027, 2, 1)) == date(2027, 3, 31)


def desk(browser: Browser, query: str = "") -> Any:
    answer = browser.get(f"/desk/{query}")
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def slots_of(page: Any) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.xpath("//ul[@class='slots']/li")]


def test_a_free_day_names_the_note_that_waits_longest_and_takes_it_by_one_press(cast: Cast) -> None:
    first = published(cast)
    another(cast)
    browser = cast.browser(cast.editor)
    go_to(NOON + timedelta(days=3))
    page = desk(browser)
    assert slots_of(page)[0] == "8火 空いています 候補 「Goals」 ・ あと4日 入れる 12月8日"
    [form] = page.xpath("//ul[@class='slots']/li[1]//form")

    answer = browser.post(form.get("action"), data={"note_id": first.note_id})

    assert answer.status_code == 303
    page = desk(browser)
    assert "自動では公開されません" in page.text_content()
    assert slots_of(page)[:2] == [
        "8火 Goals SRE 枠から外す 12月8日",
        "18金 空いています 候補 「Second」 ・ あと14日 入れる 12月18日",
    ]
    assert "12月8日の枠に入っています" in page.xpath("string(//section[@aria-labelledby='blog'])")
    [undo] = page.xpath("//div[@class='flash']//form/@action")
    browser.post(undo)
    [again] = desk(browser).xpath("//div[@class='flash']//form")
    assert planned() == {}
    browser.post(again.get("action"), data={"note_id": again.fields["note_id"]})
    assert planned() == {date(2026, 12, 8): first.note_id}


def test_what_is_on_the_blog_stands_so_in_its_slot(cast: Cast) -> None:
    release = published(cast)
    plan(cast, release.note, date(2026, 12, 8))
    release.address = "https://blog.example/post"
    go_to(NOON)

    assert slots_of(desk(cast.browser(cast.editor)))[0] == "8火 Goals SRE 掲載済み"


def test_another_month_is_shown_and_a_wrong_one_is_the_present(cast: Cast) -> None:
    browser = cast.browser(cast.editor)
    go_to(NOON)

    heads = [
        desk(browser, f"?month={month}").xpath("string(//h2[@id='month'])") for month in ("2027-02", "x", "9999-12")
    ]

    assert heads == ["2月の枠", "12月の枠", "12月の枠"]


@pytest.mark.parametrize("address", ["2026-12-09", "tomorrow", "2026-13-01"])
def test_what_is_no_slot_is_said_or_unknown(cast: Cast, address: str) -> None:
    release, browser = published(cast), cast.browser(cast.editor)
    go_to(NOON)

    answer = browser.post(f"/desk/slots/{address}", data={"note_id": release.note_id})

    assert answer.status_code == (303 if address == "2026-12-09" else 404)
    assert planned() == {}


def test_the_days_of_the_blog_are_a_setting(cast: Cast) -> None:
    browser = cast.browser(cast.editor)
    go_to(NOON)
    days = {f"{stage}_days": "7" for stage in ("note", "sharing", "asking", "review", "blog")}
    refused = browser.post("/desk/limits", data={**days, "slot_days": "8 32 <b>"})
    assert (refused.status_code, refused.text.count("「32」、「&lt;b&gt;」は日付ではありません。")) == (422, 2)
    assert browser.post("/desk/limits", data={**days, "slot_days": "8" * 5_000}).status_code == 422

    browser.post("/desk/limits", data={**days, "slot_days": "２0日、5日"})
    assert [one[:3] for one in slots_of(desk(browser))] == ["5土 ", "20日"]

    browser.post("/desk/limits", data={**days, "slot_days": ""})
    assert desk(browser).xpath("//h2[@id='month']") == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"blog_days": "9"}, "止まっているとみなす日数を保存しました。"),
        ({"slot_days": "5"}, "ブログの枠を保存しました。"),
        ({"blog_days": "9", "slot_days": "5"}, "止まっているとみなす日数と、ブログの枠を保存しました。"),
        ({}, "変更はありません。"),
    ],
)
def test_what_was_saved_is_said(cast: Cast, changes: dict[str, str], said: str) -> None:
    browser = cast.browser(cast.editor)
    typed = {f"{stage}_days": str(limit) for stage, limit in limits.BEFORE.items()} | {"slot_days": "8 18 28"}

    browser.post("/desk/limits", data={**typed, **changes})

    assert f">{said}<" in browser.get("/desk/").text


def test_the_slot_of_today_is_today(cast: Cast) -> None:
    go_to(datetime(2026, 12, 8, 3, tzinfo=UTC))

    told = desk(cast.browser(cast.editor)).xpath("string(//ul[@class='slots'])")

    assert "今日" in told
    assert "あと0日" not in told


def test_each_free_day_names_another_note_and_the_first_of_each_circle_come_first(cast: Cast) -> None:
    published(cast)
    another(cast)
    elsewhere = cast.new_circle(cast.aki, title="Other", meetings=1)
    note = writing.begin(elsewhere, None, "Third", "Text", by=cast.botan, now=NOON)
    releasing.share(note, by=cast.aki, now=NOON)
    release, later = releasing.request(note, by=cast.botan, now=NOON), NOON + timedelta(hours=2)
    releasing.approve(release, read_sha256=release.sha256, by=cast.editor, now=later)
    go_to(NOON + timedelta(days=3))
    browser = cast.browser(cast.editor)
    named = [one.split("候補 ")[1].split(" ・")[0] for one in slots_of(desk(browser))]

    browser.post("/desk/slots/2026-12-18", data={"note_id": note.id})

    assert named == ["「Goals」", "「Third」", "「Second」"]
    left = slots_of(desk(browser))
    assert ("「Goals」" in left[0], "Third" in left[1], "「Second」" in left[2]) == (True, True, True)
