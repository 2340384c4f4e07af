"""The bar at the top says where one is."""

import pytest
from lxml import html

from tests.cast import Cast


@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/", ["ホーム"]),
        ("/circles/sre/", ["会"]),
        ("/circles/sre/audit", ["会"]),
        ("/meetings/1/", ["会"]),
        ("/notes/", ["ノート"]),
        ("/tags/", ["ノート"]),
        ("/profile/attendance", []),
        ("/people/", []),
    ],
)
def test_the_bar_marks_the_page_one_is_on(cast: Cast, address: str, current: list[str]) -> None:
    page = html.document_fromstring(cast.browser(cast.aki).get(address).text)

    marked = [link.text for bar in page.iter("header") for link in bar.iter("a") if link.get("aria-current")]

    assert marked == current
