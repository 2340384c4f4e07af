"""Pages that follow thoughts by a step number, and private ticks on what was read."""

import pytest

from studyhub.circles.models import Format
from studyhub.db import db
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.models import Meeting
from studyhub.meetings.thoughts import queries as thought_queries
from studyhub.meetings.thoughts import saying
from studyhub.meetings.thoughts.models import ReadTick
from tests.cast import NOON, Browser, Cast, query_count
from tests.meetings.scenes import chapter_of, say


def ask(browser: Browser, meeting: Meeting, tag: str | None = None) -> tuple[int, str | None, str | None]:
    headers = {"Accept-Language": "en"} | ({"If-None-Match": tag} if tag else {})
    answer = browser.get(f"/meetings/{meeting.id}/thoughts", headers=headers)
    return answer.status_code, answer.headers.get("ETag"), answer.headers.get("Set-Cookie")


def test_asking_again_is_answered_304_without_a_cookie_until_something_is_new(cast: Cast) -> None:
    browser = cast.browser(cast.aki)
    with browser.session_transaction() as session:
        session.permanent = True
    _, tag, _ = ask(browser, cast.meeting)

    assert ask(browser, cast.meeting, tag) == (304, tag, None)
    say(cast, "News")
    status, newer, cookie = ask(browser, cast.meeting, tag)
    assert (status, cookie) == (200, None)
    assert newer != tag


@pytest.mark.parametrize("change", ["like", "unlike", "reword", "take_back", "restore"])
def test_every_change_is_a_new_step(cast: Cast, change: str) -> None:
    thought = say(cast)
    if change == "restore":
        saying.take_back(thought, now=NOON)
    before = thought_queries.step(cast.meeting.id, cast.aki)

    changes = {
        "like": lambda: saying.like(thought, cast.aki),
        "unlike": lambda: saying.unlike(thought, cast.aki),
        "reword": lambda: saying.reword(thought, thought.kind, "Other words", now=NOON),
        "take_back": lambda: saying.take_back(thought, now=NOON),
        "restore": lambda: saying.restore(thought, now=NOON),
    }
    changes[change]()

    assert thought_queries.step(cast.meeting.id, cast.aki) != before


def test_asking_again_costs_two_statements(cast: Cast) -> None:
    browser, address = cast.browser(cast.aki), f"/meetings/{cast.meeting.id}/thoughts"
    _, tag, _ = ask(browser, cast.meeting)

    # Who asks, and the step.
    with query_count(2):
        browser.get(address, headers={"Accept-Language": "en", "If-None-Match": tag or ""})


@pytest.mark.parametrize("count", [1, 40])
def test_the_number_of_statements_stays_with_more_thoughts(cast: Cast, count: int) -> None:
    for number, person in enumerate(cast.people(count)):
        saying.like(say(cast, f"Thought {number}", by=person), person)
    browser = cast.browser(cast.aki)
    db.session.commit()

    with query_count(6):
        ask(browser, cast.meeting)


def test_a_tick_is_seen_by_oneself_alone(cast: Cast) -> None:
    browser, chapter = cast.browser(cast.botan), chapter_of(cast.meeting)
    page = f"/meetings/{cast.meeting.id}/"

    browser.post(f"/meetings/{cast.meeting.id}/chapters/{chapter.id}/read")
    browser.post(f"/meetings/{cast.meeting.id}/chapters/{chapter.id}/read")

    [tick] = db.session.scalars(db.select(ReadTick))
    assert (tick.user_id, tick.chapter_id) == (cast.botan.id, chapter.id)
    assert "✓ 読んだ" in browser.get(page, headers={"Accept-Language": "ja"}).text
    assert "✓ 読んだ" not in cast.browser(cast.aki).get(page, headers={"Accept-Language": "ja"}).text


def test_a_tick_can_be_taken_away(cast: Cast) -> None:
    browser, chapter = cast.browser(cast.botan), chapter_of(cast.meeting)
    browser.post(f"/meetings/{cast.meeting.id}/chapters/{chapter.id}/read")

    browser.post(f"/meetings/{cast.meeting.id}/chapters/{chapter.id}/read/delete")

    assert thought_queries.has_read(cast.botan, [chapter.id]) == set()


@pytest.mark.parametrize(("way", "said"), [("", "読んだことにしました"), ("/delete", "まだ読んでいないことにしました")])
def test_a_press_on_a_tick_says_what_it_did(cast: Cast, way: str, said: str) -> None:
    browser, chapter = cast.browser(cast.botan), chapter_of(cast.meeting)

    browser.post(f"/meetings/{cast.meeting.id}/chapters/{chapter.id}/read{way}")

    page = browser.get(f"/meetings/{cast.meeting.id}/", headers={"Accept-Language": "ja"}).text
    assert f"{said}:{chapter.title}" in page


def test_the_page_says_what_to_read(cast: Cast) -> None:
    chapter = chapter_queries.chapters(cast.meeting)[0]
    chapter.page, chapter.pages = 213, 22

    page = cast.browser(cast.botan).get(f"/meetings/{cast.meeting.id}/", headers={"Accept-Language": "ja"}).text

    assert "p.213–234を読む" in page


def home(cast: Cast) -> str:
    return cast.browser(cast.botan).get("/", headers={"Accept-Language": "ja"}).text


def test_home_says_what_to_read_until_it_is_read(cast: Cast) -> None:
    chapter = chapter_of(cast.meeting)
    chapter.page, chapter.pages = 213, 22
    before = home(cast)

    saying.tick(chapter, cast.botan, now=NOON)

    assert "22ページ" in before
    assert "22ページ" not in home(cast)


def test_what_is_read_in_the_meeting_is_not_read_before(cast: Cast) -> None:
    chapter = chapter_of(cast.meeting)
    chapter.page, chapter.pages = 213, 22
    cast.meeting.format = Format.READ_TOGETHER

    assert "を読む</p>" not in home(cast)
