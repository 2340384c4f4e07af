"""When a circle meets, and what it reads."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyhub import zones
from studyhub.circles.planning.planner import (
    ChapterToRead,
    DateOutOfRange,
    HolidayRule,
    PerMeeting,
    PlannedMeeting,
    PlanRequest,
    PlanTooLong,
    Shift,
    plan,
)
from studyhub.circles.planning.rhythm import LAST, EveryWeeks, ImpossibleRhythm, NthWeekday, Rhythm, occurrences
from studyhub.zones import ClosedDays, DayKind, Holiday

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = range(6)
YEAR_END = ClosedDays(date(2026, 12, 29), date(2027, 1, 3), "年末年始")


def weekly(weekday: int, *, weeks: int = 1, at: time = time(19), zone: str = "Asia/Tokyo") -> Rhythm:
    return Rhythm(EveryWeeks(weeks, weekday), at, 90, zone)


def chapters(count: int) -> list[ChapterToRead]:
    return [ChapterToRead(str(number), f"第{number}夜", 20, number) for number in range(1, count + 1)]


def request(
    start: date, rhythm: Rhythm, holidays: HolidayRule = HolidayRule.SKIP, closed: Sequence[ClosedDays] = ()
) -> PlanRequest:
    return PlanRequest(start, rhythm, PerMeeting(1), holidays, tuple(closed))


def dates(meetings: list[PlannedMeeting]) -> list[date]:
    return [meeting.date for meeting in meetings]


def test_every_second_week_counts_from_the_first_meeting() -> None:
    rhythm = weekly(MONDAY, weeks=2)

    days = occurrences(date(2026, 12, 2), rhythm)

    assert [next(days) for _ in range(3)] == [date(2026, 12, 7), date(2026, 12, 21), date(2027, 1, 4)]


def test_nth_and_last_weekday_of_each_month() -> None:
    second = occurrences(date(2026, 12, 10), Rhythm(NthWeekday(2, WEDNESDAY), time(19), 90, "Asia/Tokyo"))
    last = occurrences(date(2026, 12, 2), Rhythm(NthWeekday(LAST, WEDNESDAY), time(19), 90, "Asia/Tokyo"))

    assert [next(second) for _ in range(2)] == [date(2027, 1, 13), date(2027, 2, 10)]
    assert [next(last) for _ in range(2)] == [date(2026, 12, 30), date(2027, 1, 27)]


@pytest.mark.parametrize("days", [(0, 1), (53, 1), (1, 7), (1, -1)])
def test_weeks_the_calendar_does_not_have_are_refused(days: tuple[int, int]) -> None:
    with pytest.raises(ImpossibleRhythm):
        EveryWeeks(*days)


@pytest.mark.parametrize("nth", [0, 5, -2])
def test_weekday_not_every_month_has_is_refused(nth: int) -> None:
    with pytest.raises(ImpossibleRhythm):
        NthWeekday(nth, MONDAY)


@pytest.mark.parametrize(("minutes", "zone"), [(0, "UTC"), (1441, "UTC"), (90, "Asia/Edo")])
def test_impossible_length_or_zone_is_refused(minutes: int, zone: str) -> None:
    with pytest.raises(ImpossibleRhythm):
        Rhythm(EveryWeeks(1, MONDAY), time(19), minutes, zone)


def test_meeting_has_its_number_times_chapters_and_pages() -> None:
    two = PlanRequest(date(2026, 12, 2), weekly(WEDNESDAY), PerMeeting(2))

    first, last = plan(chapters(3), two)

    assert (first.number, last.number) == (1, 2)
    assert first.starts_at == datetime(2026, 12, 2, 10, tzinfo=UTC)
    assert first.ends_at == datetime(2026, 12, 2, 11, 30, tzinfo=UTC)
    assert [chapter.number for chapter in first.chapters] == ["1", "2"]
    assert (first.pages, last.pages) == (40, 20)
    assert first.shift is None
    assert first.falls_on is None


def test_pages_of_a_meeting_are_unknown_when_one_chapter_does_not_tell() -> None:
    read = [*chapters(1), ChapterToRead(None, "終章", None, 2)]

    [meeting] = plan(read, PlanRequest(date(2026, 12, 2), weekly(WEDNESDAY), PerMeeting(2)))

    assert meeting.pages is None


def test_skip_moves_everything_on_and_notes_it_on_the_next_meeting() -> None:
    meetings = plan(chapters(3), request(date(2026, 4, 22), weekly(WEDNESDAY)))

    # 29 April and 6 May 2026 are holidays.
    assert dates(meetings) == [date(2026, 4, 22), date(2026, 5, 13), date(2026, 5, 20)]
    assert [meeting.shift for meeting in meetings] == [
        None,
        Shift(date(2026, 4, 29), "昭和の日", HolidayRule.SKIP, skipped=2),
        None,
    ]


@pytest.mark.parametrize(
    ("holiday", "name", "held"),
    [
        (date(2026, 5, 6), "憲法記念日 振替休日", date(2026, 5, 7)),
        (date(2026, 9, 22), "国民の休日", date(2026, 9, 24)),
        (date(2027, 3, 22), "春分の日 振替休日", date(2027, 3, 23)),
    ],
)
def test_next_is_the_first_working_day_after(holiday: date, name: str, held: date) -> None:
    [meeting] = plan(chapters(1), request(holiday, weekly(holiday.weekday()), HolidayRule.NEXT))

    assert meeting.date == held
    assert meeting.shift == Shift(holiday, name, HolidayRule.NEXT)


def test_next_passes_over_weekend_and_closed_days() -> None:
    asked = request(date(2026, 12, 29), weekly(TUESDAY), HolidayRule.NEXT, [YEAR_END])

    meetings = plan(chapters(2), asked)

    assert dates(meetings) == [date(2027, 1, 4), date(2027, 1, 5)]
    assert meetings[0].shift == Shift(date(2026, 12, 29), "年末年始", HolidayRule.NEXT)


def test_next_that_would_reach_the_following_meeting_is_skipped() -> None:
    closed = ClosedDays(date(2026, 12, 29), date(2027, 1, 4), "年末年始")

    meetings = plan(chapters(2), request(date(2026, 12, 29), weekly(TUESDAY), HolidayRule.NEXT, [closed]))

    assert dates(meetings) == [date(2027, 1, 5), date(2027, 1, 12)]
    assert meetings[0].shift == Shift(date(2026, 12, 29), "年末年始", HolidayRule.SKIP, skipped=1)


def test_keep_stays_and_names_the_holiday() -> None:
    [meeting] = plan(chapters(1), request(date(2026, 9, 22), weekly(TUESDAY), HolidayRule.KEEP))

    assert meeting.date == date(2026, 9, 22)
    assert meeting.shift is None
    assert meeting.falls_on == Holiday("国民の休日", is_national=True)


def test_saturday_circle_is_not_moved_by_the_weekend() -> None:
    meetings = plan(chapters(2), request(date(2026, 12, 5), weekly(SATURDAY), HolidayRule.NEXT))

    assert dates(meetings) == [date(2026, 12, 5), date(2026, 12, 12)]


def test_wall_time_stays_when_clocks_change() -> None:
    meetings = plan(chapters(52), request(date(2026, 1, 7), weekly(WEDNESDAY, zone="America/New_York")))

    walls = {zones.in_zone(meeting.starts_at, "America/New_York").time() for meeting in meetings}
    assert walls == {time(19)}
    assert {meeting.starts_at.hour for meeting in meetings} == {23, 0}


def test_no_chapters_make_no_meetings() -> None:
    assert plan([], request(date(2026, 12, 2), weekly(WEDNESDAY))) == []


def test_as_many_meetings_as_allowed_are_planned_and_no_more() -> None:
    asked = request(date(2026, 12, 2), weekly(WEDNESDAY), HolidayRule.KEEP)

    assert len(plan(chapters(400), asked)) == 400
    with pytest.raises(PlanTooLong):
        plan(chapters(401), asked)


def test_too_many_chapters_are_refused() -> None:
    with pytest.raises(PlanTooLong):
        plan(chapters(2001), PlanRequest(date(2026, 12, 2), weekly(WEDNESDAY), PerMeeting(2001)))


@pytest.mark.parametrize("start", [date.min, date(1999, 12, 31), date(2101, 1, 1), date.max])
def test_start_outside_the_calendar_is_refused(start: date) -> None:
    with pytest.raises(DateOutOfRange):
        plan(chapters(1), request(start, weekly(WEDNESDAY)))


def test_book_longer_than_the_calendar_is_refused() -> None:
    with pytest.raises(DateOutOfRange):
        plan(chapters(3), request(date(2100, 12, 20), weekly(WEDNESDAY)))


@pytest.mark.parametrize("rule", [HolidayRule.SKIP, HolidayRule.NEXT])
def test_closed_for_the_rest_of_the_calendar_ends(rule: HolidayRule) -> None:
    forever = ClosedDays(date(2026, 1, 1), date(2200, 1, 1), "休業")

    with pytest.raises(DateOutOfRange):
        plan(chapters(1), request(date(2026, 12, 2), weekly(WEDNESDAY), rule, [forever]))


def test_closed_for_years_resumes_after() -> None:
    years = ClosedDays(date(2026, 1, 1), date(2029, 12, 31), "休業")

    [meeting] = plan(chapters(1), request(date(2026, 12, 2), weekly(WEDNESDAY), HolidayRule.SKIP, [years]))

    assert meeting.date == date(2030, 1, 2)
    assert meeting.shift == Shift(date(2026, 12, 2), "休業", HolidayRule.SKIP, skipped=161)


DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
PATTERNS = st.one_of(
    st.builds(EveryWeeks, st.integers(1, 6), st.integers(0, 6)),
    st.builds(NthWeekday, st.sampled_from([1, 2, 3, 4, LAST]), st.integers(0, 6)),
)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
RHYTHMS = st.builds(
    Rhythm, PATTERNS, TIMES, st.integers(1, 1440), st.sampled_from(["Asia/Tokyo", "America/New_York", "Europe/Paris"])
)
CLOSED = st.builds(
    lambda first, length: ClosedDays(first, first + timedelta(days=length), "休業"), DAYS, st.integers(0, 40)
)
REQUESTS = st.builds(
    PlanRequest,
    DAYS,
    RHYTHMS,
    st.builds(PerMeeting, st.integers(1, 4)),
    st.sampled_from(HolidayRule),
    st.lists(CLOSED, max_size=3).map(tuple),
)


@settings(deadline=None)
@given(REQUESTS, st.integers(0, 30))
def test_every_chapter_is_read_once_in_order_on_rising_dates(asked: PlanRequest, count: int) -> None:
    read = chapters(count)

    meetings = plan(read, asked)

    assert [chapter for meeting in meetings for chapter in meeting.chapters] == read
    assert all(meeting.chapters for meeting in meetings)
    assert dates(meetings) == sorted(set(dates(meetings)))
    assert [meeting.number for meeting in meetings] == list(range(1, len(meetings) + 1))
    assert all(meeting.date >= asked.start for meeting in meetings)
    assert plan(read, asked) == meetings


@settings(deadline=None)
@given(REQUESTS, st.integers(1, 20))
def test_nothing_is_held_on_a_holiday_unless_kept(asked: PlanRequest, count: int) -> None:
    for meeting in plan(chapters(count), asked):
        holiday = zones.holiday_name(meeting.date, asked.closed_days)
        if asked.holidays is HolidayRule.KEEP:
            assert meeting.falls_on == holiday
            assert meeting.shift is None
        else:
            assert holiday is None
            assert meeting.falls_on is None
        if meeting.shift and meeting.shift.rule is HolidayRule.NEXT:
            assert zones.kind_of_day(meeting.date, asked.closed_days) is DayKind.WEEKDAY
            assert meeting.shift.from_date < meeting.date


@settings(deadline=None)
@given(REQUESTS, st.integers(1, 20))
def test_meetings_start_at_the_wall_time_and_last_as_long(asked: PlanRequest, count: int) -> None:
    for meeting in plan(chapters(count), asked):
        wall = zones.in_zone(meeting.starts_at, asked.rhythm.zone).replace(tzinfo=None, fold=0)
        late = wall - datetime.combine(meeting.date, asked.rhythm.at)
        assert late == timedelta(0) or (late == timedelta(hours=1) and meeting.date.month == 3)
        assert meeting.ends_at - meeting.starts_at == timedelta(minutes=asked.rhythm.minutes)
