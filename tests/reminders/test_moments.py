"""When reminders are due, in the zones of circles and readers."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyhub.reminders import moments
from studyhub.reminders.models import BEFORE, ReminderKind

TOKYO = "Asia/Tokyo"
ZONES = st.sampled_from([TOKYO, "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC"])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(ZoneInfo("UTC")))  # noqa: DTZ001 -- hypothesis adds the zone


def tokyo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(TOKYO))


@pytest.mark.parametrize(
    ("kind", "starts_at", "due_at"),
    [
        (ReminderKind.WEEK, "2026-12-10T16:00", "2026-12-03T09:00"),
        (ReminderKind.DAY, "2026-12-03T16:00", "2026-12-02T16:00"),
        (ReminderKind.DAY, "2026-12-03T12:00", "2026-12-02T16:00"),
        (ReminderKind.DAY, "2026-12-03T11:59", "2026-12-02T09:00"),
        (ReminderKind.HOUR, "2026-12-03T16:00", "2026-12-03T15:00"),
    ],
)
def test_each_kind_has_its_moment_in_the_circles_zone(kind: ReminderKind, starts_at: str, due_at: str) -> None:
    assert moments.moment(kind, tokyo(starts_at), TOKYO) == tokyo(due_at)


@given(st.sampled_from(BEFORE), MOMENTS, st.timedeltas(timedelta(0), timedelta(days=9)), ZONES)
def test_the_bound_of_what_is_due_parts_sessions_exactly(
    kind: ReminderKind, now: datetime, later: timedelta, zone: str
) -> None:
    starts_at = now + later

    is_within = starts_at < moments.begins_before(kind, now, zone)

    assert is_within == (moments.moment(kind, starts_at, zone) <= now)


@pytest.mark.parametrize(
    ("due_at", "goes_at"),
    [
        ("2026-12-02T21:59", "2026-12-02T21:59"),
        ("2026-12-02T22:00", "2026-12-02T21:00"),
        ("2026-12-03T07:59", "2026-12-02T21:00"),
        ("2026-12-03T08:00", "2026-12-03T08:00"),
    ],
)
def test_what_would_fall_into_quiet_hours_goes_at_nine_before(due_at: str, goes_at: str) -> None:
    assert moments.for_reader(tokyo(due_at), TOKYO) == tokyo(goes_at)


@given(MOMENTS, MOMENTS, ZONES)
def test_nothing_due_lies_beyond_the_reach(now: datetime, due_at: datetime, zone: str) -> None:
    until = moments.reach(now, zone)

    if moments.is_due(due_at, zone, now):
        assert until is not None
        assert due_at <= until
    assert (until is None) == moments.is_quiet(now, zone)
