"""The session one comes for first."""

from datetime import timedelta

from studyhub.db import db
from studyhub.meetings.assigning import assignments
from studyhub.meetings.models import Meeting, SignupState
from studyhub.meetings.signing_up import signups
from studyhub.notes.models import Note
from studyhub.notes.releases import releasing
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, claim, go_to, state
from tests.notes.notebook import note_of


def test_somebody_elsewhere_reads_the_circles_time_and_their_own(cast: Cast) -> None:
    cast.botan.time_zone = "Europe/Stockholm"

    page = cast.browser(cast.botan).get("/").text

    assert "(Asia/Tokyo)" in page
    assert "(Europe/Stockholm)" in page


def test_somebody_in_the_circles_zone_reads_one_time(cast: Cast) -> None:
    assert "Asia/Tokyo" not in cast.browser(cast.botan).get("/").text


def test_whose_chapter_looks_for_cover_does_not_read_that_they_present_it(cast: Cast) -> None:
    go_to(NOON)
    claim(cast, cast.botan)
    browser = cast.browser(cast.botan)
    before = browser.get("/").text

    assignments.want_cover(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)

    after = browser.get("/").text
    assert ["1章を担当" in page for page in (before, after)] == [True, False]
    assert ["交代希望:1章" in page for page in (before, after)] == [False, True]


def ways_out(page: str, meeting: Meeting) -> list[str]:
    """What one can press to come not."""
    ways = {f'href="/meetings/{meeting.id}/absence"': "absent", f'action="/meetings/{meeting.id}/signup/delete': "left"}
    return [way for address, way in ways.items() if address in page]


def test_home_and_the_session_offer_the_same_way_out(cast: Cast) -> None:
    """Whoever is in the circle is absent this time; whoever came for one session alone withdraws."""
    go_to(NOON)
    signups.sign_up(cast.meeting, cast.chika, now=NOON)

    for user, way, word in ((cast.botan, "absent", "今回は欠席"), (cast.chika, "left", "キャンセルする")):
        browser = cast.browser(user)
        for address in ("/", f"/meetings/{cast.meeting.id}/"):
            page = browser.get(address).text
            assert ways_out(page, cast.meeting) == [way]
            assert word in page
            assert ("開始時刻まで、欠席の連絡ができます" in page) is (way == "absent" and address != "/")


def test_whoever_withdraws_at_home_is_back_at_home(cast: Cast) -> None:
    go_to(NOON)
    signups.sign_up(cast.meeting, cast.chika, now=NOON)

    answer = cast.browser(cast.chika).post(f"/meetings/{cast.meeting.id}/signup/delete?back=home")

    assert answer.location == "/#week"
    assert state(cast.meeting, cast.chika) is None


def test_withdrawing_at_home_can_be_undone_there_for_a_minute(cast: Cast) -> None:
    go_to(NOON)
    signups.sign_up(cast.meeting, cast.chika, now=NOON)
    browser = cast.browser(cast.chika)
    browser.post(f"/meetings/{cast.meeting.id}/signup/delete?back=home")
    undo = f"/meetings/{cast.meeting.id}/signup/withdrawal/delete?back=home"
    assert f'action="{undo}"' in browser.get("/").text

    answer = browser.post(undo)

    assert answer.location == "/#week"
    assert state(cast.meeting, cast.chika) is SignupState.CONFIRMED


def test_the_day_of_a_note_is_that_of_its_sharing(cast: Cast) -> None:
    go_to(NOON)
    browser = cast.browser(cast.botan)
    note_of(cast)
    assert "12月1日(火)</time>に作成" in browser.get("/notes/").text
    releasing.share(db.session.scalars(db.select(Note)).one(), by=cast.aki, now=NOON + timedelta(days=1))

    assert ["12月2日(水)</time>に共有" in browser.get(page).text for page in ("/", "/notes/")] == [True, True]
