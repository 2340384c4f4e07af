"""The day of a session, for whoever organises it: what to decide on, in the session's own sheet."""

from datetime import timedelta

import pytest

from studyhub import clock
from studyhub.db import db
from studyhub.meetings.assigning import assignments, chapters, suggestions
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.signing_up import joining
from tests.cast import NOON, Cast
from tests.home.test_waiting import home
from tests.meetings.scenes import chapter_of, claim, go_to, statements


@pytest.fixture
def today(cast: Cast) -> Cast:
    """Five hours before the first session, whose chapter Botan presents."""
    claim(cast, cast.botan)
    go_to(cast.meeting.starts_at - timedelta(hours=5))
    return cast


def give_up(cast: Cast) -> None:
    [mine] = db.session.scalars(db.select(Assignment))
    mine.move_to(AssignmentState.COVER_WANTED, now=cast.meeting.starts_at - timedelta(hours=6))
    db.session.commit()


def test_where_the_presenter_dropped_out_the_one_button_decides(today: Cast) -> None:
    give_up(today)

    page = home(today.browser(today.aki))

    address = f'href="/meetings/{today.meeting.id}/chapters/{chapter_of(today.meeting).id}/decision/new"'
    assert f'class="button button-main" {address}' in page
    assert "発表できなくなりました" in page
    assert page.count(address) == 1


def test_what_the_sheet_does_not_ask_about_still_waits(today: Cast) -> None:
    second = chapter_of(today.meetings[1])
    mine = assignments.claim(today.meetings[1], second, today.botan, now=NOON)
    [place] = chapter_queries.placements([today.meetings[1].id])
    mine.meeting_id = place.meeting_id = today.meeting.id
    for one in db.session.scalars(db.select(Assignment)):
        one.move_to(AssignmentState.COVER_WANTED, now=today.meeting.starts_at - timedelta(hours=6))
    db.session.commit()

    page = home(today.browser(today.aki))

    addresses = [f"/chapters/{one.id}/decision/new" for one in (chapter_of(today.meeting), second)]
    assert [page.count(address) for address in addresses] == [1, 1]


def test_an_open_chapter_is_decided_on_where_it_is_arranged(cast: Cast) -> None:
    go_to(cast.meeting.starts_at - timedelta(hours=5))
    browser, chapter = cast.browser(cast.aki), f"/meetings/{cast.meeting.id}/chapters/{chapter_of(cast.meeting).id}"

    assert f'href="{chapter}/decision/new"' in home(browser)
    assert browser.get(f"{chapter}/decision/new").location == f"{chapter}/edit"


def test_all_is_ready_where_everybody_presents_and_is_said_to_organisers_alone(today: Cast) -> None:
    today.meeting.scribe_id = today.botan.id

    assert ["✓ 準備は整っています" in home(today.browser(user)) for user in (today.aki, today.botan)] == [True, False]


def test_without_a_chapter_it_is_not_ready(today: Cast) -> None:
    today.meeting.scribe_id = today.botan.id
    chapters.move(today.meeting, chapter_of(today.meeting), today.meetings[1], by=today.aki, now=clock.now())
    browser = today.browser(today.aki)

    for page in (home(browser), browser.get(f"/meetings/{today.meeting.id}/").text):
        assert "準備は整っています" not in page
        assert "この回で読む章は、まだ決まっていません。" in page


def test_without_a_scribe_it_is_not_ready_and_one_is_named_there_as_on_the_session(today: Cast) -> None:
    browser, session = today.browser(today.aki), f"/meetings/{today.meeting.id}/"

    page = home(browser)

    assert "準備は整っています" not in page
    assert f'href="{session}edit#scribe_id"' in page
    assert "書記は未定" in browser.get(session).text
    assert "書記は未定" not in today.browser(today.botan).get(session).text


def test_whoever_is_asked_to_stand_in_is_waited_for_and_nothing_is_to_decide(today: Cast) -> None:
    give_up(today)
    joining.join(today.circle, today.chika, now=NOON)
    browser, chapter = today.browser(today.aki), chapter_of(today.meeting)
    decision = f"/meetings/{today.meeting.id}/chapters/{chapter.id}/decision/new"
    asked = suggestions.suggest(today.meeting, chapter, today.chika, by=today.aki, now=clock.now())

    for address in ("/", f"/meetings/{today.meeting.id}/"):
        page = browser.get(address).text
        assert "どうするか決める" not in page
        assert page.count(decision) == 1
        assert "返事を待たずに決める" in page
    asked.answer_until = clock.now()

    assert "どうするか決める" in home(browser)
    assert "どうするか決める" in browser.get(f"/meetings/{today.meeting.id}/").text


@pytest.mark.parametrize("minutes", [-30, 5])
def test_in_the_sheet_of_the_session_that_runs_an_organiser_decides_too(today: Cast, minutes: int) -> None:
    go_to(today.meeting.starts_at + timedelta(minutes=minutes))
    decision = f"/meetings/{today.meeting.id}/chapters/{chapter_of(today.meeting).id}/decision/new"
    aki, botan = today.browser(today.aki), today.browser(today.botan)
    assert "発表者が来られない" in home(aki)
    assert "発表者が来られない" not in home(botan)

    give_up(today)
    page = home(aki)

    assert "発表できなくなりました" in page
    assert page.count(decision) == 1
    assert decision not in home(botan)


def test_it_costs_one_statement_and_none_on_other_days(today: Cast) -> None:
    give_up(today)
    browser = today.browser(today.aki)
    go_to(today.meeting.starts_at - timedelta(days=1))

    with statements() as before:
        page = home(browser)
    go_to(today.meeting.starts_at - timedelta(hours=5))
    with statements() as on_the_day:
        home(browser)

    assert "発表できなくなりました" not in page
    assert len(on_the_day) == len(before) + 1
