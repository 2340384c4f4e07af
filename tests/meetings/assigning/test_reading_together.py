"""A chapter that is read together in its session: nobody presents it, is asked for it, or is warned of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from studyhub.circles.models import Format
from studyhub.db import db
from studyhub.meetings.assigning import asking, assignments, chapters, load_page, reading_together, suggestions
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import AssignmentState
from studyhub.meetings.changing import cancelling
from studyhub.meetings.signing_up import joining
from studyhub.meetings.spines import Progress, spine
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, claim, go_to, held, is_read_together, messages, suggest

LATER = NOON + timedelta(hours=1)


def together(cast: Cast) -> None:
    reading_together.read_together(cast.meeting, chapter_of(cast.meeting), by=cast.aki, now=LATER)


def test_whoever_had_the_chapter_is_free_and_told(cast: Cast) -> None:
    mine = claim(cast, cast.botan)

    together(cast)

    assert (mine.state, is_read_together(cast.meeting)) == (AssignmentState.GIVEN_BACK, [True])
    assert messages("plan_changed") == ["Botan"]


def test_nobody_takes_it_is_asked_for_it_or_named(cast: Cast) -> None:
    together(cast)
    chapter = chapter_of(cast.meeting)

    acts: list[Callable[[], object]] = [
        lambda: assignments.claim(cast.meeting, chapter, cast.botan, now=LATER),
        lambda: suggest(cast, cast.botan),
        lambda: suggestions.name_guest(cast.meeting, chapter, "Guest", by=cast.aki, now=LATER),
        lambda: asking.ask_first(cast.meeting, chapter, by=cast.aki, now=LATER),
    ]

    for act in acts:
        with pytest.raises(assignments.AssignmentClosed):
            act()


@pytest.mark.parametrize("way", ["chapter", "discussed", "read_together"])
def test_one_question_says_everywhere_that_it_is_not_open(cast: Cast, way: str) -> None:
    if way == "chapter":
        together(cast)
    else:
        cast.meeting.format = Format(way)
    db.session.flush()

    book = spine(cast.circle, now=LATER)

    others = [chapter_of(meeting).id for meeting in cast.meetings[1:]]
    ids = [meeting.id for meeting in cast.meetings]
    assert chapter_queries.open_in(ids, now=LATER) == set(others)
    assert load_page.load_page(cast.circle, now=LATER).open_count == len(others)
    assert book
    assert [one.chapter_id for one in book.of(Progress.OPEN)] == others
    asked = asking.ask_for_all(cast.circle, by=cast.aki, now=LATER).asked
    assert chapter_of(cast.meeting).id not in {one.chapter_id for one in asked}


def test_nobody_is_asked_next_for_it(cast: Cast) -> None:
    [dan] = cast.people(1)
    joining.join(cast.circle, dan, now=NOON)
    asking.ask_first(cast.meeting, chapter_of(cast.meeting), by=cast.aki, now=NOON)

    together(cast)
    asking.ask_after_silence(cast.meeting.starts_at)

    assert held(chapter_of(cast.meeting)) == []


def test_taken_back_it_is_of_whoever_had_it(cast: Cast) -> None:
    claim(cast, cast.botan)
    together(cast)

    reading_together.present_again(cast.meeting, chapter_of(cast.meeting), by=cast.aki, now=LATER)

    assert [(one.user_id, one.state) for one in held(chapter_of(cast.meeting))] == [
        (cast.botan.id, AssignmentState.ACCEPTED)
    ]
    assert (is_read_together(cast.meeting), messages("assignment_taken")) == ([False], ["Aki", "Botan"])


def test_taken_back_it_is_open_where_they_left(cast: Cast) -> None:
    claim(cast, cast.botan)
    together(cast)
    joining.leave(cast.circle, cast.botan, now=LATER)

    reading_together.present_again(cast.meeting, chapter_of(cast.meeting), by=cast.aki, now=LATER)

    assert held(chapter_of(cast.meeting)) == []


def test_moved_elsewhere_it_is_presented(cast: Cast) -> None:
    together(cast)
    moved = chapter_of(cast.meeting)

    chapters.move(cast.meeting, moved, cast.meetings[1], by=cast.aki, now=LATER)

    assert is_read_together(cast.meetings[1]) == [False, False]


def test_undoing_a_cancellation_brings_it_back_as_it_was(cast: Cast) -> None:
    together(cast)
    cancelling.cancel(cast.meeting, "Ill", cancelling.Chapters.SLIDE, by=cast.aki, now=LATER)

    cancelling.restore(cast.meeting, by=cast.aki, now=LATER)

    assert [is_read_together(meeting) for meeting in cast.meetings[:2]] == [[True], [False]]


def test_cut_in_two_both_halves_are(cast: Cast) -> None:
    together(cast)

    chapters.split(cast.meeting, chapter_of(cast.meeting), ("One", "Two"), by=cast.aki, now=LATER)

    assert is_read_together(cast.meeting) == [True, True]


def test_joined_with_one_that_is_presented_it_is_presented(cast: Cast) -> None:
    chapters.split(cast.meeting, chapter_of(cast.meeting), ("One", "Two"), by=cast.aki, now=NOON)
    together(cast)

    chapters.merge(cast.meeting, chapter_of(cast.meeting), by=cast.aki, now=LATER)

    assert is_read_together(cast.meeting) == [False]


@pytest.mark.parametrize("page", ["/", "/meetings/{meeting}/", "/circles/{slug}/", "/notes/1/"])
def test_pages_say_so(cast: Cast, page: str) -> None:
    browser = cast.browser(cast.aki)
    address = page.format(meeting=cast.meeting.id, slug=cast.circle.slug)
    chapter = chapter_of(cast.meeting)
    browser.post(f"/meetings/{cast.meeting.id}/chapters/{chapter.id}/reading-together")
    browser.post(f"/meetings/{cast.meeting.id}/note")

    said = browser.get(address).text

    assert '<span class="tag tag-line">その場で読む</span>' in said


def test_what_is_read_in_the_session_nobody_prepares(cast: Cast) -> None:
    go_to(NOON)
    browser, address = cast.browser(cast.botan), f"/meetings/{cast.meeting.id}/"
    before = browser.get(address).text

    together(cast)

    assert ["読んだかどうか" in page for page in (before, browser.get(address).text)] == [True, False]


@pytest.mark.parametrize("is_whole", [False, True], ids=["a chapter", "the session"])
def test_a_calendar_says_so(cast: Cast, is_whole: bool) -> None:
    if is_whole:
        cast.meeting.format = Format.READ_TOGETHER
        db.session.commit()
    else:
        together(cast)

    said = cast.browser(cast.aki).get(f"/meetings/{cast.meeting.id}/calendar.ics").text

    assert "（その場で読む）" in said.replace("\r\n ", "")


def test_whoever_had_it_is_not_said_to_have_refused_and_is_not_named_once_they_have_it_again(cast: Cast) -> None:
    claim(cast, cast.botan)
    together(cast)
    address = f"/meetings/{cast.meeting.id}/chapters/{chapter_of(cast.meeting).id}/edit"
    go_to(LATER)
    aki = cast.browser(cast.aki)

    assert "Botanさんは担当しないことになりました" in aki.get(address).text

    reading_together.present_again(cast.meeting, chapter_of(cast.meeting), by=cast.aki, now=LATER)

    assert "これまでの依頼" not in aki.get(address).text
