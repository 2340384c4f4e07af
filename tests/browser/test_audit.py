"""The audit trail in a real browser: a table that is read along its lines."""

import pytest

from studyhub.audit import trail
from studyhub.db import db
from tests.browser.entering import Entrance
from tests.cast import NOON, Cast

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
LINES_OF_NAMES = """all => all.map(one => {
  const range = document.createRange();
  range.selectNodeContents(one);
  return new Set([...range.getClientRects()].map((box) => box.top)).size;
})"""


def test_no_name_breaks_on_a_wide_screen(cast: Cast, enter: Entrance) -> None:
    cast.aki.name = "伊集院 さくらこ"
    cast.circle.title = "大規模サービスの信頼性について長い時間をかけて読む会" * 3
    trail.record("circle.invitation_withdrawn", cast.circle, by=cast.aki, now=NOON, circle_id=cast.circle.id)
    db.session.commit()
    page = enter(cast.admin, viewport={"width": 1280, "height": 900}).new_page()

    page.goto("/audit/")

    names = page.locator("td .person > span:last-child")
    assert set(names.evaluate_all(LINES_OF_NAMES)) == {1}
