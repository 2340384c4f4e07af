"""Moves of who takes part and who has a seat."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from studyhub.audit.models import AuditEvent
from studyhub.circles.models import ParticipationRole
from studyhub.meetings.signing_up import joining, removing, signups, taking_out
from tests.meetings.circle_machine.machine import CHOICE, MEETING, PEOPLE, PERSON, CircleMachine, Practice
from tests.meetings.circle_machine.seats_model import Seats
from tests.meetings.circle_machine.taking_out_model import Circle

SIGN_UP: Practice = (signups.sign_up, Seats.sign_up)
PLACES: list[Practice] = [SIGN_UP, (signups.withdraw, Seats.withdraw), (signups.be_absent, Circle.be_absent)]


class PlaceMoves(CircleMachine):
    """Joining, leaving, signing up, being taken off or out, and time that passes."""

    def __init__(self) -> None:
        super().__init__()
        self.removals: dict[int, AuditEvent] = {}
        self.taken_out: list[AuditEvent] = []

    @rule(person=st.integers(1, PEOPLE - 1), role=st.sampled_from([*ParticipationRole, None]))
    def join_or_leave(self, person: int, role: ParticipationRole | None) -> None:
        now = self.later()
        if role:
            joining.join(self.real.circle, self.people[person], now=now, role=role)
            self.model.join(person, role.value)
        else:
            joining.leave(self.real.circle, self.people[person], now=now)
            self.model.leave(person)

    @rule(meeting=MEETING, person=PERSON)
    def sign_up(self, meeting: int, person: int) -> None:
        self.change_place(SIGN_UP, meeting, person)

    @rule(practice=st.sampled_from(PLACES), meeting=MEETING, person=PERSON)
    def change_place(self, practice: Practice, meeting: int, person: int) -> None:
        really, in_model = practice
        now = self.later()
        self.both(
            lambda: really(self.real.meetings[meeting], self.people[person], now=now),
            lambda: in_model(self.model, meeting, person),
        )

    @rule(meeting=MEETING, person=PERSON)
    def remove(self, meeting: int, person: int) -> None:
        """By an organiser; the last of each meeting can be undone for a minute."""
        now, one = self.later(), self.real.meetings[meeting]
        self.both(
            lambda: self.note_removal(meeting, removing.remove(one, self.people[person], by=self.people[0], now=now)),
            lambda: self.model.remove(meeting, person),
        )

    def note_removal(self, meeting: int, event: AuditEvent | None) -> None:
        if event is not None:
            self.removals[meeting] = event

    @precondition(lambda self: self.model.removals)
    @rule(choice=CHOICE)
    def undo_removal(self, choice: int) -> None:
        now, removed = self.later(), sorted(self.model.removals)
        chosen = removed[choice % len(removed)]
        self.both(
            lambda: removing.undo(self.removals[chosen], by=self.people[0], now=now),
            lambda: self.model.undo_removal(chosen),
        )

    @rule(person=PERSON)
    def take_out(self, person: int) -> None:
        """Of the circle, by an organiser; it can be undone for a minute."""
        now, circle = self.later(), self.real.circle
        self.both(
            lambda: self.note_taken_out(taking_out.take_out(circle, self.people[person], by=self.people[0], now=now)),
            lambda: self.model.take_out(person),
        )

    def note_taken_out(self, event: AuditEvent | None) -> None:
        if event is not None:
            self.taken_out.append(event)

    @precondition(lambda self: self.model.taken_out)
    @rule()
    def undo_taking_out(self) -> None:
        now, event = self.later(), self.taken_out.pop()
        self.both(lambda: taking_out.undo(event, by=self.people[0], now=now), self.model.undo_taking_out)

    @rule(hours=st.sampled_from([1, 6, 30]))
    def let_time_pass(self, hours: int) -> None:
        until = self.model.now + timedelta(hours=hours)
        while deadline := self.model.next_deadline(until):
            self.model.now = deadline
            self.end_what_is_over()
        self.model.now = until
