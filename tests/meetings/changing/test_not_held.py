"""Saying of a session that is over that it did not take place."""

from datetime import datetime

import pytest

from studyhub.meetings import queries, rules
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.attendance import attending, checking_in
from studyhub.meetings.attendance.attending import Sheet
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.meetings.changing.not_held import TookPlace, say_not_held
from studyhub.meetings.models import MeetingState
from tests.cast import Cast
from tests.meetings.scenes import after, claim, go_to, messages, state


def say_so(cast: Cast, now: datetime) -> None:
    say_not_held(cast.meeting, "Nobody came", Chapters.MERGE, by=cast.aki, now=now)


def test_places_are_released_chapters_go_on_and_everyone_is_told_once(cast: Cast) -> None:
    claim(cast, cast.botan)

    for _ in range(2):
        say_so(cast, after(cast.meeting, days=1))

    read = [chapter.title for chapter in chapter_queries.chapters(cast.meetings[1])]
    assert (cast.meeting.state, cast.meeting.cancel_reason) == (MeetingState.CANCELLED, "Nobody came")
    assert state(cast.meeting, cast.botan) is None
    assert read == ["Chapter 1", "Chapter 2"]
    assert messages("meeting_cancelled") == ["Botan"]


def test_nobody_was_there_or_away(cast: Cast) -> None:
    code, start, cast.circle.has_checkin = cast.meeting.checkin_code, cast.meeting.starts_at, True
    checking_in.check_in(cast.meeting, cast.botan, code, now=start)

    say_so(cast, after(cast.meeting))

    assert queries.attendance_of(cast.meeting, cast.botan) is None
    assert not rules.has_no_shows(cast.meeting, after(cast.meeting, days=20))


@pytest.mark.parametrize(("days", "is_confirmed"), [(1, True), (14, False), (-1, False)])
def test_not_once_attendance_is_confirmed_nor_after_14_days_nor_before_the_end(
    cast: Cast, days: int, is_confirmed: bool
) -> None:
    if is_confirmed:
        attending.confirm(cast.meeting, Sheet(present=[cast.aki.id]), by=cast.aki, now=after(cast.meeting))

    with pytest.raises(TookPlace):
        say_so(cast, after(cast.meeting, days=days))


def test_an_organiser_says_so_from_the_page_after_the_session(cast: Cast) -> None:
    go_to(after(cast.meeting, minutes=30))
    browser, address = cast.browser(cast.aki), f"/meetings/{cast.meeting.id}/cancellation"
    assert f'href="{address}"' in browser.get(f"/meetings/{cast.meeting.id}/end").text
    assert "この回は開かれませんでしたか" in browser.get(address).text

    answer = browser.post(address, data={"reason": "台風", "chapters": "merge"})

    assert "中止にしました" in browser.get(answer.location).text
    assert cast.meeting.state is MeetingState.CANCELLED
