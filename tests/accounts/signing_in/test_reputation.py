"""What one process remembers of networks, and for how long."""

import pytest

from studyhub.web.guards import reputation
from studyhub.web.guards.reputation import FAILURE_SECONDS, REFUSAL_SECONDS, SLOW_SECONDS, Reputation


def test_a_failure_is_remembered_as_long_as_it_counts() -> None:
    known = Reputation()

    known.note_failure("a network", 100.0)

    assert known.has_failures("a network", 100.0 + FAILURE_SECONDS - 1)
    assert not known.has_failures("a network", 100.0 + FAILURE_SECONDS)
    assert not known.has_failures("another", 100.0)


def test_a_refusal_slows_down_that_network_alone_and_soon_no_more() -> None:
    known = Reputation()

    known.note_refusal("a network", 100.0)

    assert known.delay("a network", 100.0) == SLOW_SECONDS
    assert known.delay("another", 100.0) == 0
    assert known.delay("a network", 100.0 + REFUSAL_SECONDS) == 0


def test_many_failures_everywhere_slow_down_everybody_and_soon_no_more() -> None:
    known = Reputation()

    known.slow_down(100.0)

    assert known.delay("a network", 100.0) == SLOW_SECONDS
    assert known.delay("a network", 100.0 + REFUSAL_SECONDS) == 0


def test_no_more_is_remembered_than_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reputation, "MOST", 2)
    known = Reputation()

    for network in ("first", "second", "first", "third"):
        known.note_failure(network, 100.0)

    assert [known.has_failures(network, 100.0) for network in ("first", "second", "third")] == [True, False, True]
