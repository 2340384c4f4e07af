"""Machines that press buttons at random: how they are run, and how many steps they took."""

from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, run_state_machine_as_test

from studyhub.db import db


class Machine(RuleBasedStateMachine):
    """A machine whose every run begins in the database as the test left it; `taken` counts the steps of all runs."""

    taken: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        # What must always hold is looked at once before the first step.
        type(self).taken -= 1

    @invariant()
    def count(self) -> None:
        """One more step was taken."""
        type(self).taken += 1

    def teardown(self) -> None:
        """Nothing was committed: all of the run is gone."""
        db.session.rollback()


def run(machine: type[Machine], steps: int, *, steps_each: int, is_random: bool = True) -> None:
    """Let the machine take at least so many steps, in runs of `steps_each`; the same each time unless `is_random`."""
    # A run may end early, though it rarely does.
    while machine.taken < steps:
        runs = max((steps - machine.taken) // steps_each, 1)
        run_state_machine_as_test(machine, settings=_settings(runs, steps_each, is_random))


def _settings(runs: int, steps_each: int, is_random: bool) -> settings:
    return settings(
        derandomize=not is_random,
        max_examples=runs,
        stateful_step_count=steps_each,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
