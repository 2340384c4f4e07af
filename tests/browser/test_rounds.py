"""Rounds in a browser: the wall in a room and on a small screen, and a card on a phone that is closed half way."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from studyhub import clock
from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.sos import queries
from studyhub.teams.models import Team
from tests.browser.entering import Entrance
from tests.cast import Cast
from tests.sos.conftest import handed_in, other, rounds

__all__ = ["other", "rounds"]
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
ROOMS = [(1280, 720), (1920, 1080)]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LINE = "年末セールの準備は予定どおり。画像合成の待ち行列だけが心配です。"
VIOLATIONS = {"resultTypes": ["violations"]}


def violations(page: Page) -> list[str]:
    page.evaluate(Axe().axe_script)
    found = page.evaluate("async options => (await axe.run(document, options)).violations", VIOLATIONS)
    return [one["id"] for one in found]


@pytest.fixture
def running(cast: Cast, rounds: list[Meeting], other: Team) -> int:
    """The id of a round that runs, with a card of minne and none of SUZURI."""
    handed_in(rounds[0], cast.team, cast.botan, wants="負荷試験を一緒に見てくれる人", line=LINE)
    clock.start_at(rounds[0].starts_at + MINUTE)
    id_ = rounds[0].id
    db.session.commit()
    return id_


@pytest.mark.parametrize(("width", "height"), ROOMS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_the_room_needs_fits_the_screen(
    enter: Entrance, cast: Cast, running: int, width: int, height: int, scheme: str
) -> None:
    page = enter(cast.aki, viewport={"width": width, "height": height}, color_scheme=scheme).new_page()
    db.session.rollback()

    page.goto(f"/sos/{running}/wall")

    assert page.evaluate("document.documentElement.scrollWidth") == width
    for needed in (page.get_by_role("heading", level=1), page.get_by_role("timer"), page.get_by_text("次は SUZURI")):
        box = needed.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= height
    wish = page.get_by_role("button", name="引き受ける").first.bounding_box()
    assert wish is not None
    assert wish["y"] + wish["height"] <= height
    assert violations(page) == []


def test_a_key_leads_to_the_next_team(enter: Entrance, cast: Cast, running: int) -> None:
    page = enter(cast.aki).new_page()
    db.session.rollback()
    page.goto(f"/sos/{running}/wall")
    expect(page.get_by_role("heading", level=1)).to_have_text("minne")

    page.keyboard.press("ArrowRight")

    expect(page.get_by_role("heading", level=1)).to_have_text("SUZURI")


def test_without_a_script_the_wall_speaks_of_no_clock_and_no_key(enter: Entrance, cast: Cast, running: int) -> None:
    seen = []
    for is_on in (True, False):
        page = enter(cast.aki, java_script_enabled=is_on).new_page()
        page.goto(f"/sos/{running}/wall")
        parts = page.get_by_role("timer"), page.get_by_text("→ か n で次のチーム")
        page.get_by_role("link", name="次は").wait_for()
        seen.append([part.is_visible() for part in parts])

    assert seen == [[True, True], [False, False]]


def test_a_key_in_a_field_is_typed(enter: Entrance, cast: Cast, running: int) -> None:
    page = enter(cast.aki).new_page()
    db.session.rollback()
    page.goto(f"/sos/{running}/wall")
    field = page.get_by_label("もう1つ加える")

    field.press_sequentially("n")

    expect(field).to_have_value("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("minne")


def test_the_clock_turns_vermilion_and_goes_on(enter: Entrance, cast: Cast, running: int) -> None:
    page = enter(cast.aki).new_page()
    page.clock.install()
    db.session.rollback()
    page.goto(f"/sos/{running}/wall")
    timer = page.get_by_role("timer")
    calm = timer.evaluate("node => getComputedStyle(node).color")

    page.clock.run_for(3 * 60 * 1000 + 5_000)

    expect(timer).to_have_text("−0:05")
    assert timer.evaluate("node => getComputedStyle(node).color") != calm
    page.get_by_role("button", name="+1分").click()
    expect(timer).to_have_text("0:55")
    page.get_by_role("button", name="とめる").click()
    page.clock.run_for(10_000)
    expect(timer).to_have_text("0:55")


def test_what_comes_in_is_on_the_wall_by_itself(enter: Entrance, cast: Cast, running: int, other: Team) -> None:
    page, address = enter(cast.aki, viewport={"width": 1280, "height": 400}).new_page(), card_address(running, other)
    [wanted] = queries.unsettled(cast.chika)
    claim = f"/sos/help/{wanted.id}/claim"
    db.session.rollback()
    page.goto(f"/sos/{running}/wall")
    field = page.get_by_label("もう1つ加える")
    field.press_sequentially("書きかけ")
    stood = field.evaluate("node => node.getBoundingClientRect().top")
    turn = page.get_by_role("listitem").filter(has_text="SUZURI")
    expect(turn).to_contain_text("近況待ち")

    for asked, typed in ((claim, {}), (address, {"mood": "fine", "line": "順調です", "base": "0"})):
        assert cast.browser(cast.chika).post(asked, data=typed).status_code == 303
    db.session.rollback()

    expect(page.get_by_text("Chikaさんが引き受けました")).to_be_visible()
    expect(turn).not_to_contain_text("近況待ち")
    expect(field).to_have_value("書きかけ")
    expect(field).to_be_focused()
    assert abs(field.evaluate("node => node.getBoundingClientRect().top") - stood) < 2


def test_whoever_stands_on_a_button_of_the_wall_stays_on_it(enter: Entrance, cast: Cast, running: int) -> None:
    page = enter(cast.aki).new_page()
    [wanted] = queries.unsettled(cast.chika)
    claim = f"/sos/help/{wanted.id}/claim"
    db.session.rollback()
    page.goto(f"/sos/{running}/wall")
    make = page.get_by_role("link", name="勉強会にする").first
    make.focus()

    cast.browser(cast.chika).post(claim)
    db.session.rollback()

    expect(page.get_by_text("Chikaさんが引き受けました")).to_be_visible()
    expect(make).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_have_text("SUZURI")


def card_address(running: int, team: Team) -> str:
    return f"/sos/{running}/teams/{team.id}/edit"


def type_card(page: Page) -> None:
    page.get_by_label("気がかりがある").check()
    page.get_by_label("ひとことで").fill("半分まで書いた近況です")
    page.get_by_role("textbox", name="困りごと").fill("止め方を1人しか知らない")


def comes_true(page: Page, condition: str) -> bool:
    """Whether this holds in the page within some seconds; by a promise, for the page's policy evaluates no text."""
    looks = "let left = 500; const look = () => (holds() || !left--) ? done(holds()) : setTimeout(look, 20); look();"
    return bool(page.evaluate(f"() => new Promise((done) => {{ const holds = () => {condition}; {looks} }})"))


def test_what_was_typed_outlasts_a_closed_browser(enter: Entrance, cast: Cast, running: int, other: Team) -> None:
    context, address = enter(cast.chika, **PHONE), card_address(running, other)
    db.session.rollback()
    page = context.new_page()
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert violations(page) == []
    type_card(page)
    again = context.new_page()
    again.goto(address)
    # Another window learns of it a moment later; a browser that is closed by hand has had that moment.
    assert comes_true(again, "Object.values(localStorage).some((kept) => kept.includes('止め方を1人しか知らない'))")
    page.close()

    again.reload()
    expect(again.get_by_label("ひとことで")).to_have_value("半分まで書いた近況です")
    expect(again.get_by_role("textbox", name="困りごと")).to_have_value("止め方を1人しか知らない")
    expect(again.get_by_label("気がかりがある")).to_be_checked()
    again.get_by_role("button", name="この内容で出す").tap()

    expect(again.get_by_text("半分まで書いた近況です")).to_be_visible()
    # By the script of the page that shows it.
    assert comes_true(again, "Object.keys(localStorage).every((key) => !key.startsWith('studyhub:draft:'))")


def test_what_another_saved_meanwhile_is_shown_beside_it(
    enter: Entrance, cast: Cast, rounds: list[Meeting], running: int
) -> None:
    context, address = enter(cast.aki, **PHONE), card_address(running, cast.team)
    db.session.rollback()
    page = context.new_page()
    page.goto(address)
    page.get_by_label("ひとことで").fill("自分の端末にだけある近況")
    page.close()
    cast.browser(cast.botan).post(address, data={"mood": "fine", "line": "先に出された近況", "base": "1"})
    db.session.rollback()

    again = context.new_page()
    again.goto(address)
    again.get_by_role("button", name="この内容で出す").tap()

    expect(again.get_by_text("先に出された近況")).to_be_visible()
    expect(again.get_by_label("ひとことで")).to_have_value("自分の端末にだけある近況")


def test_an_expired_sign_in_loses_nothing_of_it(enter: Entrance, cast: Cast, running: int, other: Team) -> None:
    context, address = enter(cast.chika, **PHONE), card_address(running, other)
    db.session.rollback()
    page = context.new_page()
    page.goto(address)
    type_card(page)
    expire(context)
    page.get_by_role("button", name="この内容で出す").tap()
    expect(page.get_by_label("パスワード")).to_be_visible()

    # They put the phone away, and sign in an hour later.
    page.close()
    enter.sign_in(context, cast.chika)
    db.session.rollback()
    again = context.new_page()
    again.goto(address)
    expect(again.get_by_label("ひとことで")).to_have_value("半分まで書いた近況です")
    again.get_by_role("button", name="この内容で出す").tap()

    expect(again.get_by_text("半分まで書いた近況です")).to_be_visible()
    meeting = db.session.get_one(Meeting, running)
    update = queries.update_of(meeting, other.id)
    assert update is not None
    assert update.troubles == "止め方を1人しか知らない"


def test_what_came_too_late_still_stands_there(enter: Entrance, cast: Cast, running: int, other: Team) -> None:
    context, address = enter(cast.chika, **PHONE), card_address(running, other)
    db.session.rollback()
    page = context.new_page()
    page.goto(address)
    type_card(page)
    page.close()
    clock.start_at(clock.now() + 2 * DAY)

    again = context.new_page()
    again.goto(address)

    expect(again.get_by_text("締め切られています")).to_be_visible()
    expect(again.get_by_label("ひとことで")).to_have_value("半分まで書いた近況です")


def expire(context: BrowserContext) -> None:
    context.clear_cookies(name="studyhub")


def test_by_keyboard_the_way_back_is_the_next_thing_after_what_was_settled(
    enter: Entrance, cast: Cast, running: int
) -> None:
    page = enter(cast.botan).new_page()
    db.session.rollback()
    page.goto("/sos/")

    page.get_by_role("button", name="片づいた 負荷試験を一緒に見てくれる人").press("Enter")
    page.locator("li > .flashes").get_by_text("次の回には出ません").wait_for()
    page.keyboard.press("Tab")

    expect(page.get_by_role("button", name="元に戻す")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="片づいた 負荷試験を一緒に見てくれる人")).to_be_visible()
