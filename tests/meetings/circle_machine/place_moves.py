"""Moves of who takes part and who has a seat."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from studyhub.circles.models import ParticipationRole
from studyhub.meetings.signing_up import joining, removing, signups, taking_out
from tests.meetings.circle_machine.machine import MEETING, PEOPLE, PERSON, CircleMachine, Practice
from tests.meetings.circle_machine.seats_model import Seats
from tests.meetings.circle_machine.taking_out_model import Circle

SIGN_UP: Practice = (signups.sign_up, Seats.sign_up)
PLACES: list[Practice] = [SIGN_UP, SIGN_UP, (signups.withdraw, Seats.withdraw), (signups.be_absent, Circle.be_absent)]


class PlaceMoves(CircleMachine):
    """Joining, leaving, signing up, being taken off or out; undoing what was taken; and time that passes."""

    @rule(person=st.integers(1, PEOPLE - 1), role=st.sampled_from([*ParticipationRole, None]))
    def join_or_leave(self, person: int, role: ParticipationRole | None) -> None:
        now = self.later()
        if role:
            joining.join(self.real.circle, self.people[person], now=now, role=role)
            self.model.join(person, role.value)
        else:
            joining.leave(self.real.circle, self.people[person], now=now)
            self.model.leave(person)

    @rule(practice=st.sampled_from(PLACES), meeting=MEETING, person=PERSON)
    def change_place(self, practice: Practice, meeting: int, person: int) -> None:
        really, in_model = practice
        now = self.later()
        self.both(
            lambda: really(self.real.meetings[meeting], self.people[person], now=now),
            lambda: in_model(self.model, meeting, person),
        )

    @rule(meeting=MEETING, person=PERSON, is_undone=st.booleans())
    def remove(self, meeting: int, person: int, is_undone: bool) -> None:
        now, one = self.later(), self.real.meetings[meeting]
        self.taking(
            lambda: removing.remove(one, self.people[person], by=self.people[0], now=now),
            removing.undo,
            (lambda: self.model.remove(meeting, person), self.model.undo_removal),
            is_undone=is_undone,
        )

    @rule(person=PERSON, is_undone=st.booleans())
    def take_out(self, person: int, is_undone: bool) -> None:
        now, circle = self.later(), self.real.circle
        self.taking(
            lambda: taking_out.take_out(circle, self.people[person], by=self.people[0], now=now),
            taking_out.undo,
            (lambda: self.model.take_out(person), self.model.undo_taking_out),
            is_undone=is_undone,
        )

    @precondition(lambda self: self.takings)
    @rule()
    def undo_taking(self) -> None:
        self.undo_newest()

    @rule(hours=st.sampled_from([1, 6, 30]))
    def let_time_pass(self, hours: int) -> None:
        until = self.model.now + timedelta(hours=hours)
        while deadline := self.model.next_deadline(until):
            self.model.now = deadline
            self.end_what_is_over()
        self.model.now = until
