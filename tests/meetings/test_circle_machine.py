"""Whatever people press, and in whatever order, a circle is that of a model: seats, waitlists, who takes part, who
presents what, what they propose to each other, and who was told."""

from studyhub.circles.models import ParticipationRole
from studyhub.db import db
from tests.cast import Cast
from tests.meetings.circle_machine.chapter_moves import CLAIM, WANT_COVER, ChapterMoves
from tests.meetings.circle_machine.machine import PEOPLE
from tests.meetings.circle_machine.organizer_moves import OrganizerMoves
from tests.meetings.circle_machine.place_moves import PlaceMoves
from tests.meetings.circle_machine.proposal_moves import ProposalMoves
from tests.meetings.circle_machine.session_moves import SessionMoves
from tests.meetings.machines import Machine, run

# What the rules say is computed, so that both databases need not be asked as much; what locks do, tests of races ask.
STEPS = {"sqlite": 1_000, "postgresql": 200}
STEPS_LONG, STEPS_EACH = 10_000, 40


class EveryMove(PlaceMoves, SessionMoves, ChapterMoves, OrganizerMoves, ProposalMoves):
    """All that can be done to a circle."""

    def __init__(self) -> None:
        super().__init__()
        self.begin()

    def begin(self) -> None:
        """Seats are taken, people wait, one only listens; a swap is proposed of a chapter that cover is wanted for, and
        somebody is asked for that and for another one."""
        for person in range(1, PEOPLE - 1):
            self.join_or_leave(person, ParticipationRole.LISTENER if person == 1 else ParticipationRole.PARTICIPANT)
        for chapter in (0, 1):
            self.change_part(CLAIM, chapter, chapter + 2)
        self.change_part(WANT_COVER, 1, 3)
        for chapter in (1, 2):
            self.suggest(chapter, 4)
        self.propose(0, 2, 3, 1)


def test_a_circle_is_that_of_the_model(cast: Cast, is_long: bool) -> None:
    steps = STEPS_LONG if is_long else STEPS[db.engine.dialect.name]
    machine = machine_for(cast)

    # What the suite asks is the same each time; the long run goes where nobody was before.
    run(machine, steps, steps_each=STEPS_EACH, is_random=is_long)

    assert machine.taken >= steps


def machine_for(cast: Cast) -> type[Machine]:
    """A machine in this test's database."""
    everybody = cast.people(PEOPLE)
    db.session.commit()

    class OfThisTest(EveryMove):
        people = everybody

    OfThisTest.cast = cast
    return OfThisTest
