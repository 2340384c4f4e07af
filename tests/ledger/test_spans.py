"""Months, quarters and years of a ledger."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from studyhub.contributions.ledger.spans import MONTHS, SHOWN, By, span

DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))


@given(by=st.sampled_from(By), day=DAYS)
def test_the_last_period_is_the_one_that_a_day_is_in(by: By, day: date) -> None:
    found = span(by, day)

    first, after = found.periods[-1]
    assert first <= day < after
    assert found.number_of(day) == SHOWN[by] - 1 == len(found.periods) - 1
    assert all(start.day == 1 and (start.month - 1) % MONTHS[by] == 0 for start in found.borders)


@given(by=st.sampled_from(By), day=DAYS)
def test_before_and_after_it_are_as_many_without_a_gap(by: By, day: date) -> None:
    found = span(by, day)

    assert found.before().after == found.first
    assert found.following().first == found.after
    assert found.before().following() == found


def test_a_year_ends_with_the_present_month() -> None:
    found = span(By.MONTH, date(2026, 11, 29))

    assert (found.first, found.after) == (date(2025, 12, 1), date(2026, 12, 1))
    assert [first.month for first, _after in found.periods] == [12, *range(1, 12)]
