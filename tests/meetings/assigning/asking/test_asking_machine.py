"""Whatever people answer, and in whatever order, at most one is asked for a chapter, and nobody twice."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from studyhub.db import db
from studyhub.meetings.assigning import asking, assignments, suggestions
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.signing_up import joining
from tests.cast import NOON, Cast
from tests.meetings.machines import Machine, run
from tests.meetings.scenes import chapter_of, held, meetings_of

State = AssignmentState

STEPS, STEPS_EACH = 96, 12


def test_asking_is_that_of_the_model(cast: Cast) -> None:
    run(machine_for(cast), STEPS, steps_each=STEPS_EACH)


def machine_for(cast: Cast) -> type[Machine]:
    """A machine in this test's database; each run has a circle of its own, with four who could present."""
    people = [cast.chika, *cast.people(3)]
    db.session.commit()

    class Asking(Machine):
        def __init__(self) -> None:
            super().__init__()
            circle = cast.new_circle(cast.chika, title="Asking", meetings=4)
            for user in people[1:]:
                joining.join(circle, user, now=NOON)
            self.meeting = meetings_of(circle)[-1]
            self.chapter = chapter_of(self.meeting)
            self.now = NOON
            self.holder: Assignment | None = None
            self.out = set[int | None]()
            self.goes_on = False

        def next_one(self) -> Assignment | None:
            """Whoever has the chapter after somebody went out: one not asked before, or nobody when all were."""
            found = held(self.chapter)
            assert len(found) == (1 if len(self.out) < len(people) and self.goes_on else 0)
            return found[0] if found else None

        @rule()
        def ask(self) -> None:
            if self.holder is not None:
                with pytest.raises(assignments.ChapterTaken):
                    asking.ask_first(self.meeting, self.chapter, by=cast.chika, now=self.now)
            elif len(self.out) == len(people):
                with pytest.raises(asking.NobodyLeft):
                    asking.ask_first(self.meeting, self.chapter, by=cast.chika, now=self.now)
            else:
                self.holder = asking.ask_first(self.meeting, self.chapter, by=cast.chika, now=self.now)
                self.goes_on = True

        @rule()
        def decline(self) -> None:
            if self.holder and self.holder.user and self.holder.state is State.SUGGESTED:
                asking.decline(self.meeting, self.chapter, self.holder.user, now=self.now)
                self.out.add(self.holder.user_id)
                self.holder = self.next_one()

        @rule()
        def stay_silent(self) -> None:
            if self.holder and self.holder.state is State.SUGGESTED and self.holder.answer_until:
                self.now = self.holder.answer_until
                asking.ask_after_silence(self.now)
                self.out.add(self.holder.user_id)
                self.holder = self.next_one()

        @rule(changes=st.booleans())
        def accept(self, changes: bool) -> None:
            """Say yes, and perhaps give it back later: then an organiser asks anew."""
            if self.holder and self.holder.user and self.holder.state is State.SUGGESTED:
                assignments.accept(self.meeting, self.chapter, self.holder.user, now=self.now)
                if changes:
                    assignments.give_back(self.meeting, self.chapter, self.holder.user, now=self.now)
                    self.out.add(self.holder.user_id)
                    self.holder = None

        @rule()
        def stop(self) -> None:
            if self.holder:
                asking.stop(self.meeting, self.chapter, self.holder.id, by=cast.chika, now=self.now)
                self.goes_on = False

        @rule()
        def take_off(self) -> None:
            if self.holder:
                suggestions.take_off(self.meeting, self.chapter, self.holder.id, by=cast.chika, now=self.now)
                self.out.add(self.holder.user_id)
                self.holder = None

        @rule()
        def tick(self) -> None:
            asking.ask_after_silence(self.now)

        @invariant()
        def one_is_asked_and_nobody_twice(self) -> None:
            found = held(self.chapter)
            assert found == ([self.holder] if self.holder else [])
            rows = db.session.scalars(db.select(Assignment.user_id).where(Assignment.chapter_id == self.chapter.id))
            asked = list(rows)
            assert len(asked) == len(set(asked))

    return Asking
