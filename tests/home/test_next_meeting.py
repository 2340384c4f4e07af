"""The session one comes for first."""

from tests.cast import Cast


def test_somebody_elsewhere_reads_the_circles_time_and_their_own(cast: Cast) -> None:
    cast.botan.time_zone = "Europe/Stockholm"

    page = cast.browser(cast.botan).get("/").text

    assert "(Asia/Tokyo)" in page
    assert "(Europe/Stockholm)" in page


def test_somebody_in_the_circles_zone_reads_one_time(cast: Cast) -> None:
    assert "Asia/Tokyo" not in cast.browser(cast.botan).get("/").text
