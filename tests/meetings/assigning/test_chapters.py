"""Cutting chapters in two, joining them, moving them."""

import pytest

from studyhub.circles import queries as circles
from studyhub.db import db
from studyhub.meetings.assigning import assignments, chapters, suggestions
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.models import Meeting
from tests.cast import NOON, Cast
from tests.meetings.scenes import after, chapter_of, held, meetings_of


def read_in(meeting: Meeting) -> list[tuple[str, int | None]]:
    return [(chapter.title, chapter.pages) for chapter in chapter_queries.chapters(meeting)]


def test_split_makes_two_halves_and_the_first_keeps_its_presenter(cast: Cast) -> None:
    chapter = chapter_of(cast.meeting)
    assignments.claim(cast.meeting, chapter, cast.botan, now=NOON)

    second = chapters.split(cast.meeting, chapter, ("One", "Two"), by=cast.aki, now=NOON)

    assert read_in(cast.meeting) == [("One", 10), ("Two", 10)]
    assert (len(held(chapter)), held(second)) == (1, [])


def test_split_leaves_the_order_of_the_book(cast: Cast) -> None:
    chapters.split(cast.meeting, chapter_of(cast.meeting), ("One", "Two"), by=cast.aki, now=NOON)

    plan = circles.open_plan(cast.circle)
    assert plan is not None
    titles = [chapter.title for chapter in circles.chapters(plan)]
    assert titles == ["One", "Two", "Chapter 2", "Chapter 3", "Chapter 4"]


def test_merge_joins_titles_pages_and_presenters(cast: Cast) -> None:
    first, second = chapter_of(cast.meeting), chapter_of(cast.meetings[1])
    chapters.move(cast.meetings[1], second, cast.meeting, by=cast.aki, now=NOON)
    assignments.claim(cast.meeting, first, cast.botan, now=NOON)
    assignments.claim(cast.meeting, second, cast.chika, now=NOON)

    chapters.merge(cast.meeting, first, by=cast.aki, now=NOON)

    assert read_in(cast.meeting) == [("Chapter 1 / Chapter 2", 40)]
    assert [one.presenter_name for one in held(first)] == ["Botan", "Chika"]


def test_merge_of_two_chapters_of_one_presenter_keeps_one(cast: Cast) -> None:
    first, second = chapter_of(cast.meeting), chapter_of(cast.meetings[1])
    chapters.move(cast.meetings[1], second, cast.meeting, by=cast.aki, now=NOON)
    for chapter in (first, second):
        assignments.claim(cast.meeting, chapter, cast.botan, now=NOON)

    chapters.merge(cast.meeting, first, by=cast.aki, now=NOON)

    assert [one.presenter_name for one in held(first)] == ["Botan"]


def test_merge_of_the_last_chapter_is_refused(cast: Cast) -> None:
    with pytest.raises(chapters.NoNextChapter):
        chapters.merge(cast.meeting, chapter_of(cast.meeting), by=cast.aki, now=NOON)


def test_move_takes_presenters_along(cast: Cast) -> None:
    chapter = chapter_of(cast.meeting)
    guest = suggestions.name_guest(cast.meeting, chapter, "Guest", by=cast.aki, now=NOON)

    chapters.move(cast.meeting, chapter, cast.meetings[2], by=cast.aki, now=NOON)

    db.session.refresh(guest)
    assert guest.meeting_id == cast.meetings[2].id
    assert read_in(cast.meetings[2]) == [("Chapter 1", 20), ("Chapter 3", 20)]


def test_move_to_another_circle_is_refused(cast: Cast) -> None:
    [other] = meetings_of(cast.new_circle(cast.chika, title="Other", meetings=1))

    with pytest.raises(chapters.NotInCircle):
        chapters.move(cast.meeting, chapter_of(cast.meeting), other, by=cast.aki, now=NOON)


def test_nothing_is_cut_once_the_meeting_is_over(cast: Cast) -> None:
    with pytest.raises(assignments.AssignmentClosed):
        chapters.split(cast.meeting, chapter_of(cast.meeting), ("1", "2"), by=cast.aki, now=after(cast.meeting))


def test_a_chapter_that_has_moved_is_not_claimed_where_it_was(cast: Cast) -> None:
    chapter = chapter_of(cast.meeting)
    chapters.move(cast.meeting, chapter, cast.meetings[1], by=cast.aki, now=NOON)

    with pytest.raises(assignments.AssignmentClosed):
        assignments.claim(cast.meeting, chapter, cast.botan, now=NOON)
