"""What is changed in a plan by hand: sessions joined, divided and put off, dates of their own; the rest follows."""

from datetime import date, time

import pytest

from studyhub.circles.planning import by_hand, schedule
from studyhub.circles.planning.by_hand import Edits
from studyhub.circles.planning.division import ChapterToRead, PerMeeting
from studyhub.circles.planning.planner import HolidayRule, PlanRequest
from studyhub.circles.planning.rhythm import EveryWeeks, Rhythm
from studyhub.circles.planning.schedule import DayOff, Row, RowProblem

THURSDAYS = Rhythm(EveryWeeks(1, 3), time(16), 60, "Asia/Tokyo")
START = date(2027, 1, 7)
CHAPTERS = [ChapterToRead(str(number), f"chapter {number}", 10, key=number) for number in range(1, 7)]


def planned(edits: Edits | None = None, *, per_meeting: int = 1) -> list[Row]:
    """Six chapters on Thursdays, changed by hand."""
    return schedule.rows(CHAPTERS, PlanRequest(START, THURSDAYS, PerMeeting(per_meeting)), edits or {})


def read_on(rows: list[Row]) -> dict[str, list[int | str]]:
    """The chapters of each date."""
    return {row.typed_day: [chapter.key for chapter in row.chapters] for row in rows}


def test_a_session_joined_with_the_one_before_closes_the_gap() -> None:
    third = planned()[2]

    rows = planned(by_hand.joined({}, third.key, third.chapters))

    assert read_on(rows) == {
        "2027-01-07": [1],
        "2027-01-14": [2, 3],
        "2027-01-21": [4],
        "2027-01-28": [5],
        "2027-02-04": [6],
    }


def test_a_session_put_off_moves_those_after_it() -> None:
    second = planned()[1]

    rows = planned(by_hand.put_off({}, second.key, second.rhythm_day))

    # 11 February is a holiday.
    assert list(read_on(rows)) == ["2027-01-07", "2027-01-21", "2027-01-28", "2027-02-04", "2027-02-18", "2027-02-25"]


def test_a_date_that_was_left_out_is_used_again() -> None:
    edits = by_hand.put_off({}, "2", date(2027, 1, 14))

    assert read_on(planned(by_hand.used_again(edits, "2027-01-14"))) == read_on(planned())


def test_a_session_is_divided_evenly_in_pages() -> None:
    both = planned(per_meeting=3)[0]

    rows = planned(by_hand.divided({}, both.chapters), per_meeting=3)

    assert [len(row.chapters) for row in rows] == [1, 2, 3]


def test_a_joined_session_is_divided_again() -> None:
    joined = by_hand.joined({}, "3", [])

    assert read_on(planned(by_hand.divided(joined, CHAPTERS[1:3]))) == read_on(planned())


def test_a_date_of_its_own_stays_with_its_chapter() -> None:
    edits = by_hand.joined({"d4": "2027-02-01"}, "2", [])

    rows = planned(edits)

    assert (rows[2].key, rows[2].typed_day, rows[2].has_day_by_hand) == ("4", "2027-02-01", True)
    assert [row.number for row in rows if row.has_day_by_hand] == [3]


def test_only_what_differs_from_the_plan_was_changed_by_hand() -> None:
    form = {"a1": "1", "w1": "2027-01-07", "d1": "2027-01-07", "started_with": "16:00", "s1": "17:30"}

    assert by_hand.typed({"d1": "2027-01-08"}, form) == {"s1": "17:30"}


def test_a_chapter_goes_to_the_session_of_that_number() -> None:
    form = {"a1": "1", "a2": "2", "h2": "2", "m2": "1", "h1": "1", "m1": "1"}

    assert by_hand.typed({}, form) == {"m2": "1"}


def test_a_session_may_begin_at_another_time() -> None:
    rows = planned({"s2": "17:30", "s3": "25:00"})

    assert [row.start for row in rows[:3]] == [time(16), time(17, 30), None]
    assert rows[2].problem is RowProblem.BAD_START
    assert schedule.held(rows[:2], 60, "Asia/Tokyo")[1].starts_at.isoformat() == "2027-01-14T08:30:00+00:00"


def test_a_holiday_is_a_line_where_it_falls() -> None:
    edits = by_hand.put_off({}, "1", START)
    request = PlanRequest(START, THURSDAYS, PerMeeting(1), left_out=by_hand.left_out(edits))

    lines = schedule.with_days_off(planned(edits), request, edits)

    off = {place: line for place, line in enumerate(lines) if isinstance(line, DayOff)}
    assert off == {0: DayOff(START, None), 5: DayOff(date(2027, 2, 11), "建国記念の日")}


def test_a_session_moved_by_a_holiday_is_put_off_by_the_date_of_the_rhythm() -> None:
    request = PlanRequest(date(2027, 2, 11), THURSDAYS, PerMeeting(6), HolidayRule.NEXT)

    [row] = schedule.rows(CHAPTERS, request, {})
    [later] = schedule.rows(CHAPTERS, request, by_hand.put_off({}, row.key, row.rhythm_day))

    assert (row.day, later.day) == (date(2027, 2, 12), date(2027, 2, 18))


def test_a_session_twice_as_long_as_the_middle_one_is_pointed_out() -> None:
    long = [*CHAPTERS[:5], ChapterToRead("6", "long", 20, key=6)]

    rows = schedule.rows(long, PlanRequest(START, THURSDAYS, PerMeeting(1)), {})

    assert schedule.long_rows(rows) == {"6"}
    assert schedule.long_rows(rows[:2]) == set()


@pytest.mark.parametrize(
    "edits", [{"jx": "join"}, {"o": "1"}, {"onever": "1"}, {"m1": "99"}, {"j1": "join"}, {"d9": ""}]
)
def test_changes_that_mean_nothing_change_nothing(edits: Edits) -> None:
    assert read_on(planned(edits)) == read_on(planned())
