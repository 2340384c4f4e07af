"""Wall time, and kinds of day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyhub import zones
from studyhub.zones import ClosedDays, DateOutOfRange, DayKind, Holiday

NEW_YORK = "America/New_York"
YEAR_END = ClosedDays(date(2026, 12, 29), date(2027, 1, 3), "年末年始")
ANNIVERSARY = ClosedDays(date(2026, 10, 1), date(2026, 10, 1), "創立記念日", is_special=True)


def test_wall_time_in_tokyo_is_nine_hours_ahead() -> None:
    assert zones.to_utc(date(2026, 12, 2), time(19), "Asia/Tokyo") == datetime(2026, 12, 2, 10, tzinfo=UTC)


def test_time_the_clocks_skip_moves_forward() -> None:
    moment = zones.to_utc(date(2026, 3, 8), time(2, 30), NEW_YORK)

    assert moment == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert zones.in_zone(moment, NEW_YORK).time() == time(3, 30)


@pytest.mark.parametrize("fold", [0, 1])
def test_time_the_clocks_show_twice_is_the_first(fold: int) -> None:
    moment = zones.to_utc(date(2026, 11, 1), time(1, 30, fold=fold), NEW_YORK)

    assert moment == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


@settings(deadline=None)
@given(st.dates(zones.EARLIEST_DAY, zones.LATEST_DAY), st.times(), st.sampled_from(["Asia/Tokyo", NEW_YORK, "UTC"]))
def test_wall_time_comes_back_but_where_clocks_skip_it(day: date, at: time, zone: str) -> None:
    wall = zones.in_zone(zones.to_utc(day, at, zone), zone).replace(tzinfo=None, fold=0)

    assert wall - datetime.combine(day, at) in (timedelta(0), timedelta(hours=1))


@pytest.mark.parametrize("day", [date.min, date(1999, 12, 31), date(2101, 1, 1), date.max])
def test_dates_outside_the_calendar_are_refused(day: date) -> None:
    with pytest.raises(DateOutOfRange):
        zones.to_utc(day, time(0), "Asia/Tokyo")
    with pytest.raises(DateOutOfRange):
        zones.holiday_name(day)


def test_zone_is_an_iana_name() -> None:
    assert zones.is_zone("Asia/Tokyo")
    assert not any(map(zones.is_zone, ["", "JST+9", "../etc/passwd", "asia/tokyo", "localtime", "\x00"]))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 5, 6), "憲法記念日 振替休日"),
        (date(2026, 9, 22), "国民の休日"),
        (date(2027, 3, 22), "春分の日 振替休日"),
    ],
)
def test_substitute_and_sandwiched_days_are_national_holidays(day: date, name: str) -> None:
    assert zones.holiday_name(day) == Holiday(name, is_national=True)


@pytest.mark.parametrize("day", [date(2026, 5, 7), date(2026, 9, 24), date(2027, 3, 23), date(2026, 12, 5)])
def test_weekdays_and_weekends_are_no_holidays(day: date) -> None:
    assert zones.holiday_name(day) is None


@pytest.mark.parametrize("day", [date(2026, 12, 29), date(2027, 1, 1), date(2027, 1, 3)])
def test_closed_day_is_named_as_the_organisation_names_it(day: date) -> None:
    assert zones.holiday_name(day, [YEAR_END]) == Holiday("年末年始", is_national=False)


@pytest.mark.parametrize("day", [date(2026, 12, 28), date(2027, 1, 4)])
def test_days_beside_closed_days_are_open(day: date) -> None:
    assert zones.holiday_name(day, [YEAR_END]) is None


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 10, 2), DayKind.WEEKDAY),
        (date(2026, 10, 3), DayKind.DAY_OFF),
        (date(2026, 10, 4), DayKind.DAY_OFF),
        (date(2026, 10, 12), DayKind.DAY_OFF),
        (date(2026, 12, 30), DayKind.DAY_OFF),
        (date(2026, 10, 1), DayKind.SPECIAL),
    ],
)
def test_kind_of_day(day: date, kind: DayKind) -> None:
    assert zones.kind_of_day(day, [YEAR_END, ANNIVERSARY]) is kind


def test_special_days_win_over_holidays() -> None:
    new_year = ClosedDays(date(2027, 1, 1), date(2027, 1, 1), "元日当番", is_special=True)

    assert zones.kind_of_day(date(2027, 1, 1), [YEAR_END, new_year]) is DayKind.SPECIAL
