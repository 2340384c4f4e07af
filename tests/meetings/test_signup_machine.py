"""Whatever people press, and in whatever order, seats and waitlist are those of a model of ten lines."""

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from studyhub.db import db
from studyhub.meetings import editing, queries, signups
from studyhub.meetings.models import SignupState
from tests.cast import NOON, Cast
from tests.meetings.scenes import small_meeting
from tests.meetings.test_editing import details_of

PEOPLE = st.integers(0, 4)


@pytest.mark.parametrize("steps", [12])
def test_seats_are_those_of_the_model(cast: Cast, app: Flask, steps: int) -> None:
    run_state_machine_as_test(
        machine_for(cast),
        settings=settings(
            max_examples=8,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def machine_for(cast: Cast) -> type[RuleBasedStateMachine]:
    """A machine in this test's database; each run has a meeting of its own."""
    people = cast.people(5)
    db.session.commit()

    class Seats(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.meeting = small_meeting(cast, capacity=2)
            self.capacity: int | None = 2
            self.now = NOON
            self.seated, self.waiting = [cast.chika.id], list[int]()

        def fill(self) -> None:
            while self.waiting and (self.capacity is None or len(self.seated) < self.capacity):
                self.seated.append(self.waiting.pop(0))

        @rule(index=PEOPLE)
        def sign_up(self, index: int) -> None:
            self.now += timedelta(seconds=1)
            signups.sign_up(self.meeting, people[index], now=self.now)
            if people[index].id not in self.seated + self.waiting:
                self.waiting.append(people[index].id)
            self.fill()

        @rule(index=PEOPLE)
        def withdraw(self, index: int) -> None:
            signups.withdraw(self.meeting, people[index], now=self.now)
            self.leave(people[index].id)

        @rule(index=PEOPLE)
        def be_absent(self, index: int) -> None:
            signups.be_absent(self.meeting, people[index], now=self.now)
            self.leave(people[index].id)

        def leave(self, user_id: int) -> None:
            for line in (self.seated, self.waiting):
                if user_id in line:
                    line.remove(user_id)
            self.fill()

        @rule(capacity=st.one_of(st.none(), st.integers(1, 5)))
        def set_capacity(self, capacity: int | None) -> None:
            new = details_of(self.meeting, capacity=capacity)
            if capacity is not None and capacity < len(self.seated) and capacity != self.capacity:
                with pytest.raises(editing.CapacityBelowConfirmed):
                    editing.update_meeting(self.meeting, new, by=cast.chika, now=self.now)
                return
            editing.update_meeting(self.meeting, new, by=cast.chika, now=self.now)
            self.capacity = capacity
            self.fill()

        @invariant()
        def seats_and_waitlist_agree(self) -> None:
            comers = queries.comers(self.meeting)
            seated = {one.id for one in comers if one.state is SignupState.CONFIRMED}
            waiting = [one.id for one in comers if one.state is SignupState.WAITLISTED]
            assert (seated, waiting) == (set(self.seated), self.waiting)

    return Seats
