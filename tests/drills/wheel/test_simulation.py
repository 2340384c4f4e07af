"""Half a year by the wheel: enough people are ready, and nobody practises more than the next. See docs/training.md."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import wheel
from benchmarks.wheel import Setting


@pytest.mark.parametrize("seed", range(3))
def test_after_half_a_year_each_service_has_three_ready_and_each_person_as_many_drills(seed: int) -> None:
    outcome = wheel.run(Setting(), seed, wheel.by_the_wheel)

    assert min(outcome.ready) >= 3
    assert outcome.apart <= 1


def test_at_random_neither_holds() -> None:
    outcome = wheel.run(Setting(), 0, wheel.at_random)

    assert min(outcome.ready) < 3
    assert outcome.apart > 1


@settings(max_examples=20)
@given(st.integers(4, 7), st.integers(2, 4), st.integers(4, 12), st.integers(0, 1_000))
def test_in_small_organisations_nobody_is_two_drills_ahead(people: int, services: int, weeks: int, seed: int) -> None:
    # Everybody can always come, and with as many scenarios as there are drills nobody runs out of them.
    setting = Setting(people, services, weeks, scenarios=2 * weeks, away=0, has_nights=False)

    outcome = wheel.run(setting, seed, wheel.by_the_wheel)

    assert outcome.apart <= 1
