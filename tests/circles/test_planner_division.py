"""Which chapters are read together."""

from collections.abc import Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyhub.circles.planning.division import (
    ChapterToRead,
    Division,
    InMeetings,
    PagesPerMeeting,
    PagesUnknown,
    PerMeeting,
    PlanTooLong,
    divide,
)


def book(pages: Sequence[int | None]) -> list[ChapterToRead]:
    return [ChapterToRead(str(place), "夜", count, place) for place, count in enumerate(pages)]


def divided(pages: Sequence[int | None], division: Division) -> list[list[int | None]]:
    return [[chapter.pages for chapter in group] for group in divide(book(pages), division)]


def cost(groups: Sequence[Sequence[int]]) -> int:
    return sum(sum(group) ** 2 for group in groups)


def every_division(pages: Sequence[int], meetings: int) -> list[list[Sequence[int]]]:
    cuts = combinations(range(1, len(pages)), meetings - 1)
    return [[pages[first:end] for first, end in pairwise([0, *inner, len(pages)])] for inner in cuts]


def test_chapters_per_meeting_leave_the_rest_for_the_last() -> None:
    assert divided([1, 2, 3, 4, 5], PerMeeting(2)) == [[1, 2], [3, 4], [5]]


def test_number_of_meetings_evens_out_the_pages() -> None:
    assert divided([10, 10, 10, 40, 15, 15], InMeetings(3)) == [[10, 10, 10], [40], [15, 15]]


def test_pages_per_meeting_choose_the_number_of_meetings() -> None:
    assert divided([20, 20, 30, 10, 25, 25, 50], PagesPerMeeting(44)) == [[20, 20], [30, 10], [25, 25], [50]]


def test_chapter_longer_than_asked_has_a_meeting_of_its_own() -> None:
    assert divided([90, 10, 20], PagesPerMeeting(30)) == [[90], [10], [20]]


def test_chapter_that_does_not_tell_counts_as_a_middling_one() -> None:
    assert divided([30, None, 30, None], InMeetings(2)) == [[30, None], [30, None]]


def test_book_that_tells_no_pages_is_divided_evenly() -> None:
    assert divided([None] * 6, InMeetings(3)) == [[None, None], [None, None], [None, None]]


def test_pages_per_meeting_need_a_book_that_tells_pages() -> None:
    with pytest.raises(PagesUnknown):
        divided([None, None], PagesPerMeeting(30))


def test_more_meetings_than_chapters_are_as_many_as_chapters() -> None:
    assert divided([5, 5], InMeetings(9)) == [[5], [5]]


@pytest.mark.parametrize("division", [PerMeeting(0), InMeetings(-1), PagesPerMeeting(0)])
def test_number_below_one_counts_as_one(division: Division) -> None:
    one = {PerMeeting(0): 3, InMeetings(-1): 1, PagesPerMeeting(0): 3}

    assert len(divided([1, 1, 1], division)) == one[division]


def test_too_many_meetings_are_refused_before_evening_out() -> None:
    with pytest.raises(PlanTooLong):
        divided([1] * 2000, InMeetings(1000))


@settings(deadline=None)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=9), st.integers(1, 9))
def test_no_other_division_is_more_even(pages: list[int], meetings: int) -> None:
    groups = divide(book(pages), InMeetings(meetings))

    read = [[chapter.pages or 0 for chapter in group] for group in groups]
    assert cost(read) == min(cost(other) for other in every_division(pages, min(meetings, len(pages))))


@settings(deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.integers(0, 500)), max_size=60),
    st.one_of(st.builds(PerMeeting, st.integers(1, 70)), st.builds(InMeetings, st.integers(1, 70))),
)
def test_chapters_stay_in_order_and_no_meeting_is_empty(pages: list[int | None], division: Division) -> None:
    chapters = book(pages)

    groups = divide(chapters, division)

    assert [chapter for group in groups for chapter in group] == chapters
    assert all(groups)
