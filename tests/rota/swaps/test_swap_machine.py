"""Whatever people ask, answer and undo, whoever goes, and however often it is planned anew: each hour is whose a model
says."""

from datetime import datetime

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from studyhub.people.models import User
from studyhub.rota.models import Rota
from tests.cast import Cast
from tests.meetings.machines import Machine, run
from tests.rota.swaps.swap_machine.answering_moves import AnsweringMoves
from tests.rota.swaps.swap_machine.machine import BEGINNINGS
from tests.rota.swaps.swap_machine.other_moves import OtherMoves

STEPS, STEPS_LONG, STEPS_EACH = 200, 10_000, 50


class EveryMove(AnsweringMoves, OtherMoves):
    """All that can be done to the shifts of a published rota."""

    @initialize(now=st.sampled_from(BEGINNINGS))
    def begin(self, now: datetime) -> None:
        """It is that time; some hours were given, others are asked for, and two nights were exchanged."""
        self.model.now = now
        for choice, part in ((3, "all"), (7, "first"), (12, "middle"), (20, "all"), (25, "last")):
            self.ask_everybody(choice, part)
        for choice in (0, 1, 2):
            self.accept_in_time(choice, choice)
        self.exchange_at_once(-1, 0)


def test_every_hour_is_whose_the_model_says(
    cast: Cast, published: Rota, crew: list[User], keeper: User, is_long: bool
) -> None:
    steps = STEPS_LONG if is_long else STEPS
    machine = machine_for(cast, published, crew, keeper)

    # What the suite asks is the same each time; the long run goes where nobody was before.
    run(machine, steps, steps_each=STEPS_EACH, is_random=is_long)

    assert machine.taken >= steps


def machine_for(cast: Cast, published: Rota, crew: list[User], by: User) -> type[Machine]:
    """A machine in this test's database."""

    class OfThisTest(EveryMove):
        people, rota, keeper = crew, published, by

    OfThisTest.cast = cast
    return OfThisTest
