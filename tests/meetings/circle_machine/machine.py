"""The machine without its moves: a circle of the database beside one of the model, equal after every step."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import invariant

from studyhub.audit.models import AuditEvent
from studyhub.circles.planning.planner import HolidayRule
from studyhub.db import db
from studyhub.meetings import takings
from studyhub.meetings.assigning import asking, assignments, chapters, swapping
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.between import ending, proposing
from studyhub.meetings.assigning.cover import deciding
from studyhub.meetings.changing import cancelling, editing
from studyhub.meetings.signing_up import signups, taking_out
from studyhub.people.models import ImpossibleMove, User
from tests.cast import NOON, Cast
from tests.meetings.circle_machine.facts import Facts, RealCircle, of_model
from tests.meetings.circle_machine.seats_model import Meeting, Refused
from tests.meetings.circle_machine.taking_out_model import Circle
from tests.meetings.machines import Machine

PEOPLE, MEETINGS, SEATS = 6, 3, 3
PERSON, MEETING, CHAPTER = st.integers(0, PEOPLE - 1), st.integers(0, MEETINGS - 1), st.integers(0, MEETINGS - 1)
# A choice among what there is at that moment, by its remainder.
CHOICES = 6
CHOICE = st.integers(0, CHOICES - 1)
REFUSALS = (
    signups.SignupClosed,
    assignments.AssignmentClosed,
    assignments.ChapterTaken,
    assignments.NoAssignment,
    assignments.ListenerNeverAsked,
    cancelling.TooLateToUndo,
    takings.TooLateToUndo,
    taking_out.OwnPlace,
    swapping.NothingToSwap,
    deciding.NoNextMeeting,
    chapters.NotInCircle,
    proposing.CannotPropose,
    proposing.ProposalOver,
    editing.CapacityBelowConfirmed,
    ImpossibleMove,
)
# Something really done by the arguments, and the same in the model.
Practice = tuple[Callable[..., Any], Callable[..., None]]
Undo = Callable[..., Any]


class CircleMachine(Machine):
    """Each run has a circle of its own, which the first of the people organises. Those are the test's."""

    cast: ClassVar[Cast]
    people: ClassVar[Sequence[User]]

    def __init__(self) -> None:
        super().__init__()
        circle = self.cast.new_circle(self.people[0], title="Model", capacity=SEATS, meetings=MEETINGS)
        circle.weekday, circle.start_time, circle.holiday_rule = 2, time(19), HolidayRule.KEEP
        self.real = RealCircle(circle, self.people)
        meetings = [Meeting(n, one.starts_at, one.ends_at, SEATS) for n, one in enumerate(self.real.meetings)]
        self.model = Circle(meetings, NOON, self.asked_by_fairness)
        self.model.join(0, "participant")
        # What was taken from somebody, newest last: how it is undone, really and in the model.
        self.takings: list[tuple[Undo, AuditEvent, Callable[[], None]]] = []

    def asked_by_fairness(self, chapter: int, can: list[int]) -> int:
        """Whom fairness chooses is proved elsewhere; here it is one of those who can be asked."""
        parts = self.real.parts()[chapter]
        [asked] = [person for person, (state, _meeting) in parts.items() if state == "suggested"]
        assert asked in can
        return asked

    def both(self, really: Callable[[], Any], in_model: Callable[[], None]) -> None:
        """Both do it, or both refuse for the same reason."""
        assert refusal(really) == refusal(in_model)

    def taking(
        self, really: Callable[[], AuditEvent | None], undo: Undo, in_model: tuple[Any, Any], *, is_undone: bool
    ) -> None:
        """As `both`, of what can be undone for a minute: at once, or by a later move. None where nothing was taken."""
        found: list[AuditEvent | None] = []
        taken, undone = in_model
        self.both(lambda: found.append(really()), taken)
        self.takings += [(undo, event, undone) for event in found if event is not None]
        if is_undone and self.takings:
            self.is_that_of_the_model()
            self.undo_newest()

    def undo_newest(self) -> None:
        """Of what was taken."""
        now, (really, event, in_model) = self.later(), self.takings.pop()
        self.both(lambda: really(event, by=self.people[0], now=now), in_model)

    def later(self) -> datetime:
        """A second later: the moment of the next press."""
        self.model.now += timedelta(seconds=1)
        return self.model.now

    def place_of(self, chapter: int) -> tuple[Any, Any]:
        """The meeting that reads a chapter, and the chapter."""
        return self.real.meetings[self.model.chapters[chapter].meeting], self.real.chapters[chapter]

    def rows_of(self, chapter: int) -> list[Any]:
        """The present assignments of a chapter."""
        return list(db.session.scalars(chapter_queries.current([self.real.chapters[chapter].id])))

    def end_what_is_over(self) -> None:
        """What a worker does at this moment."""
        asking.ask_after_silence(self.model.now)
        self.model.end_silence()
        ending.end_what_is_over(self.model.now)
        self.model.end_proposals()

    @invariant()
    def is_that_of_the_model(self) -> None:
        self.end_what_is_over()
        # Every press is a request of its own, which remembers nothing of the one before.
        db.session.flush()
        db.session.expire_all()
        facts = self.real.facts()
        assert facts == of_model(self.model)
        self.nobody_is_overbooked(facts)
        self.no_listener_presents(facts)

    def nobody_is_overbooked(self, facts: Facts) -> None:
        for one, seated in zip(self.model.meetings, facts.seated, strict=True):
            assert one.capacity is None or len(seated) <= max(one.capacity, one.kept)

    def no_listener_presents(self, facts: Facts) -> None:
        coming = [
            person
            for parts in facts.parts
            for person, (_state, meeting) in parts.items()
            if not self.model.has_begun(meeting)
        ]
        assert "listener" not in {facts.roles.get(person) for person in coming}


def refusal(act: Callable[[], Any]) -> str | None:
    """Why it is refused; whatever was changed by then is undone, as it is for a request."""
    try:
        with db.session.begin_nested():
            act()
    except Refused as refused:
        return str(refused)
    except REFUSALS as refused:
        return type(refused).__name__
    return None
