"""Programs started for a test end when it says so, however they ended before."""

import os
import select
import signal

import pytest

from tests.platform import nursery


def ended() -> nursery.Started:
    """A program that is gone, though nobody has asked yet how it ended."""
    read, write = os.pipe()
    with open(os.devnull, "r+") as nothing, open(write, "w") as output:
        started = nursery.start(["--version"], dict(os.environ), nothing, output, output)
    with open(read) as printed:
        printed.read()
    select.select([started._reports], [], [], 60)
    return started


def test_a_program_that_is_gone_may_be_ended_once_more() -> None:
    started = ended()
    started.send_signal(signal.SIGTERM)
    started.kill()
    assert isinstance(started.wait(60), int)


def test_a_program_that_goes_before_its_end_is_reported_may_be_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    started = ended()
    # The moment between the end and its report.
    monkeypatch.setattr(started, "_has_ended", lambda: False)
    started.kill()
    assert isinstance(started.wait(60), int)
