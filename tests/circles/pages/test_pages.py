"""The list of circles and the page of one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from studyhub import clock
from studyhub.circles import invitations
from studyhub.circles.models import CircleKind, CircleState, Format, Visibility
from studyhub.circles.toc import LineKind
from studyhub.db import db
from studyhub.meetings.attendance import attending
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import joining
from tests.cast import NOON, Cast, query_count
from tests.meetings.scenes import chapter_of


def test_index_shows_a_member_the_circles_inside(cast: Cast) -> None:
    page = cast.browser(cast.chika).get("/circles/").text

    assert 'href="/circles/sre/"' in page


def test_index_shows_a_visitor_public_circles_only(cast: Cast) -> None:
    cast.new_circle(cast.aki, title="Open talks", visibility=Visibility.PUBLIC)

    page = cast.browser().get("/circles/").text

    assert 'href="/circles/open-talks/"' in page
    assert "/circles/sre/" not in page
    assert "2人" not in page


def test_index_says_how_many_people_are_in_a_circle_inside(cast: Cast) -> None:
    page = cast.browser(cast.chika).get("/circles/").text

    assert "2人" in page


@pytest.mark.parametrize("words", ["障害", "ＳＲＥ", "sre 障害"])
def test_index_finds_short_japanese_words_in_any_width(cast: Cast, words: str) -> None:
    cast.new_circle(cast.aki, title="SREと障害対応")
    cast.new_circle(cast.aki, title="データ設計")

    page = cast.browser(cast.botan).get("/circles/", query_string={"q": words}).text

    assert "SREと障害対応" in page
    assert "データ設計" not in page


def test_index_filters_by_kind_and_state(cast: Cast) -> None:
    study = cast.new_circle(cast.aki, title="Study")
    study.kind = CircleKind.STUDY
    ended = cast.new_circle(cast.aki, title="Old study")
    ended.kind, ended.state = CircleKind.STUDY, CircleState.ENDED

    page = cast.browser(cast.botan).get("/circles/?kind=study&state=running").text

    assert 'href="/circles/study' in page
    assert "Old study" not in page
    assert 'href="/circles/sre/"' not in page


@pytest.mark.parametrize("query", ["kind=nothing", "state=%00", "page=-1", "page=99999999999999999999", "q=%ED%A0%80"])
def test_index_stands_words_that_mean_nothing(cast: Cast, query: str) -> None:
    assert cast.browser(cast.botan).get(f"/circles/?{query}").status_code == 200


def test_index_turns_pages_at_twelve(cast: Cast) -> None:
    for number in range(12):
        cast.new_circle(cast.aki, title=f"Circle number {number}", meetings=1)
    browser = cast.browser(cast.botan)

    first, second = browser.get("/circles/").text, browser.get("/circles/?page=2").text

    assert first.count("<article") == 12
    assert second.count("<article") == 1
    assert "さらに表示" in first
    assert "さらに表示" not in second


def test_empty_index_says_what_to_do(cast: Cast) -> None:
    page = cast.browser(cast.botan).get("/circles/?q=nothing-like-this").text

    assert "会が見つかりません" in page


@pytest.mark.parametrize("more", [0, 5])
def test_index_query_count_stays_with_more_circles(cast: Cast, more: int) -> None:
    for number in range(more):
        cast.new_circle(cast.aki, title=f"More {number}")
    browser = cast.browser(cast.botan)

    with query_count(INDEX_QUERIES):
        browser.get("/circles/")


@pytest.mark.parametrize(("meetings", "people"), [(1, 0), (6, 8)])
def test_show_query_count_stays_with_more_meetings_and_people(cast: Cast, meetings: int, people: int) -> None:
    circle = cast.new_circle(cast.aki, title="Counted", meetings=meetings)
    for person in cast.people(people):
        joining.join(circle, person, now=NOON)
    browser = cast.browser(cast.botan)

    with query_count(SHOW_QUERIES):
        browser.get("/circles/counted/")


INDEX_QUERIES = 7
SHOW_QUERIES = 13


def test_show_offers_joining_to_who_is_outside(cast: Cast) -> None:
    page = cast.browser(cast.chika).get("/circles/sre/").text

    assert 'action="/circles/sre/participation"' in page
    assert "/circles/sre/participation/delete" not in page


def test_show_offers_leaving_to_who_is_in(cast: Cast) -> None:
    page = cast.browser(cast.botan).get("/circles/sre/").text

    assert 'action="/circles/sre/participation/delete"' in page


def test_show_tells_a_visitor_of_a_public_circle_nothing_of_its_people(cast: Cast) -> None:
    circle = cast.new_circle(cast.aki, title="Open talks", visibility=Visibility.PUBLIC)
    circle.place = "Room 5"

    page = cast.browser().get("/circles/open-talks/").text

    assert "Chapter 1" in page
    assert "Aki" not in page
    assert "Room 5" not in page
    assert "参加人数" not in page


@pytest.mark.parametrize("slug", ["sre", "nothing"])
def test_show_answers_a_visitor_alike_whether_or_not_it_exists(cast: Cast, slug: str) -> None:
    answer = cast.browser().get(f"/circles/{slug}/")

    assert answer.status_code == 404
    assert 'name="password"' in answer.text


def test_show_hides_a_circle_for_participants_from_others(cast: Cast) -> None:
    circle = cast.new_circle(cast.aki, title="Closed", visibility=Visibility.PARTICIPANTS)

    assert cast.browser(cast.chika).get(f"/circles/{circle.slug}/").status_code == 404


def test_show_opens_a_circle_for_participants_to_who_is_invited(cast: Cast) -> None:
    circle = cast.new_circle(cast.aki, title="Closed", visibility=Visibility.PARTICIPANTS)
    invitations.invite(circle, [cast.chika.id], by=cast.aki, now=NOON)

    assert cast.browser(cast.chika).get(f"/circles/{circle.slug}/").status_code == 200


def test_show_collapses_past_meetings_but_the_last(cast: Cast) -> None:
    clock.start_at(NOON + timedelta(days=16))
    browser = cast.browser(cast.botan)

    page = browser.get("/circles/sre/").text
    whole = browser.get("/circles/sre/?past=all").text

    assert "過去の2回も表示" in page
    assert "Chapter 1<" not in page.replace("\n", "")
    assert [f"Chapter {number}" in whole for number in range(1, 5)] == [True] * 4


def test_show_counts_who_came_once_attendance_is_confirmed(cast: Cast) -> None:
    later = NOON + timedelta(days=2)
    sheet = attending.Sheet(present={cast.aki.id}, absences={}, walk_ins=set(), read=set())
    attending.confirm(cast.meeting, sheet, by=cast.aki, now=later)
    clock.start_at(later)

    page = cast.browser(cast.botan).get("/circles/sre/").text

    assert "1人出席" in page


def test_show_asks_for_an_organiser_when_there_is_none(cast: Cast) -> None:
    joining.leave(cast.circle, cast.aki, now=NOON)

    page = cast.browser(cast.botan).get("/circles/sre/").text

    assert "主催者を募集しています" in page
    assert 'action="/circles/sre/organizers"' in page


def test_show_warns_of_no_missing_presenter_where_nobody_presents(cast: Cast) -> None:
    cast.circle.format = Format.READ_TOGETHER

    assert "担当を募集" not in cast.browser(cast.botan).get("/circles/sre/").text


def test_people_are_for_members_only(cast: Cast) -> None:
    cast.new_circle(cast.aki, title="Open talks", visibility=Visibility.PUBLIC)

    assert cast.browser().get("/circles/open-talks/people").status_code == 302
    assert "Aki" in cast.browser(cast.chika).get("/circles/open-talks/people").text


def study(**fields: str) -> dict[str, str]:
    """A study session as typed."""
    typed = {
        "key": "a" * 32,
        "title": "Tracing",
        "day": "2026-12-10",
        "start": "19:00",
        "minutes": "60",
        "place": "",
        "online_url": "",
        "description": "",
        "visibility": "inside",
    }
    return typed | fields


def test_a_study_session_says_whose_clock_it_is_only_where_it_could_be_another(cast: Cast) -> None:
    hint = "時刻はAsia/Kolkataです。"
    assert "時刻は" not in cast.browser(cast.chika).get("/circles/new/study").text

    cast.chika.time_zone = "Asia/Kolkata"
    db.session.commit()

    assert hint in cast.browser(cast.chika).get("/circles/new/study").text


def test_a_study_session_is_made_in_one_step(cast: Cast) -> None:
    answer = cast.browser(cast.chika).post("/circles/new/study", data=study())

    assert (answer.status_code, answer.location) == (303, "/circles/tracing/")
    made = db.session.scalar(select(Meeting).order_by(Meeting.id.desc()))
    assert made is not None
    assert made.starts_at.isoformat() == "2026-12-10T10:00:00+00:00"


def test_pressing_twice_makes_one_study_session(cast: Cast) -> None:
    browser = cast.browser(cast.chika)

    first, second = (browser.post("/circles/new/study", data=study()).location for _ in range(2))

    assert first == second


def test_the_key_of_another_person_makes_another_circle(cast: Cast) -> None:
    first = cast.browser(cast.chika).post("/circles/new/study", data=study()).location
    second = cast.browser(cast.botan).post("/circles/new/study", data=study()).location

    assert first != second


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"day": "2026-02-30"},
        {"day": "9999-12-31"},
        {"start": "25:00"},
        {"minutes": "100000000000000000000"},
        {"online_url": "javascript:alert(1)"},
        {"visibility": "everyone"},
        {"key": "x"},
    ],
)
def test_a_study_session_that_cannot_be_comes_back_as_typed(cast: Cast, wrong: dict[str, str]) -> None:
    answer = cast.browser(cast.chika).post("/circles/new/study", data=study(place="Room 5") | wrong)

    assert answer.status_code == 422
    assert "Room 5" in answer.text


def test_an_appendix_is_called_as_it_is_printed(cast: Cast) -> None:
    first = chapter_of(cast.meeting)
    first.number, first.kind = "付録A", LineKind.APPENDIX

    said = cast.browser(cast.botan).get("/circles/sre/").text

    assert ("付録A" in said, "付録A章" in said) == (True, False)
