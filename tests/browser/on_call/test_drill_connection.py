"""A drill on a page that stays open: what the responder may still press, and what it says while nothing comes in."""

from playwright.sync_api import expect

from studyhub.db import db
from studyhub.drills.running import playing
from tests.browser.entering import Entrance
from tests.cast import NOON, Cast
from tests.drills.scenes import new_drill, new_scenario
from tests.services.conftest import new_service


def test_once_it_has_begun_nobody_is_offered_to_step_back(cast: Cast, enter: Entrance) -> None:
    drill = new_drill(cast, new_scenario(new_service(cast), cast.aki))
    page = enter(cast.botan).new_page()
    page.goto(f"/training/drills/{drill.id}/")
    expect(page.get_by_text("辞退する").first).to_be_visible()

    playing.start(drill, by=cast.aki, now=NOON)
    db.session.commit()

    expect(page.get_by_role("button", name="ヒントをもらう")).to_be_visible()
    expect(page.get_by_text("辞退する").first).to_be_hidden()


def test_while_there_is_no_connection_the_page_says_so_and_goes_on_with_it(cast: Cast, enter: Entrance) -> None:
    drill = new_drill(cast, new_scenario(new_service(cast), cast.aki))
    playing.start(drill, by=cast.aki, now=NOON)
    db.session.commit()
    context = enter(cast.botan)
    page = context.new_page()
    page.goto(f"/training/drills/{drill.id}/")
    lost = page.get_by_text("接続が切れています。")
    expect(lost).to_be_hidden()

    context.set_offline(True)
    expect(lost).to_be_visible()
    playing.give_hint(drill, 1, by=cast.aki, now=NOON)
    db.session.commit()
    context.set_offline(False)

    expect(page.get_by_text("secrethint-1").first).to_be_visible()
    expect(lost).to_be_hidden()
