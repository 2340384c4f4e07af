"""Which figures of a person, and of a team, somebody reads: docs/rules.md, Ledger."""

from dataclasses import dataclass, replace

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased

from studyhub.circles.models import Circle, Participation
from studyhub.contributions.ledger.tallies import CALLED, ON_CALL, READING, ROUNDS, TRAINING, What
from studyhub.contributions.taking_part import GOES_ON
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota import queries as rota
from studyhub.settings import organization
from studyhub.teams.models import Membership, Team

LEARNING = (*READING, *TRAINING, *ROUNDS)
SERVED = tuple(what for what in ON_CALL if what not in CALLED)


@dataclass(frozen=True)
class Sees:
    """The kinds that somebody reads in numbers, of everybody together and of each beside the next.

    `people` are the ids of those whom they read side by side; None is everybody.
    """

    kinds: tuple[What, ...]
    compared: tuple[What, ...] = ()
    people: frozenset[int] | None = None

    @property
    def compares(self) -> bool:
        """Whether they read people side by side."""
        return bool(self.compared)

    def of(self, person_id: int) -> tuple[What, ...]:
        """The kinds that stand beside those of others."""
        return self.compared if self.people is None or person_id in self.people else ()

    def within(self, person_id: int, figures: "Sees") -> "Sees":
        """The sums alone as far as somebody reads these figures of a person, or compares them."""
        told = (*figures.kinds, *self.of(person_id))
        return replace(self, kinds=tuple(what for what in self.kinds if what in told))


def of_person(person: User, reader: User) -> Sees:
    """What a reader sees of somebody: everything of themselves, credits of others as the organisation sets it.

    One's team reads what one gave in circles, drills and rounds; leads and the keeper also who was called.
    """
    if person.id == reader.id:
        return Sees(_in_order(LEARNING, SERVED, CALLED))
    is_close, leads = _beside(person, reader)
    is_told = is_close or organization.current().shows_presentations
    keeps = leads or reader.is_rota_keeper
    return Sees(
        _in_order(
            LEARNING if is_told else (),
            SERVED if keeps or rota.rules().figures_by_name else (),
            CALLED if keeps else (),
        )
    )


def _beside(person: User, reader: User) -> tuple[bool, bool]:
    """Whether a reader is in somebody's primary team, and whether they lead it: into another any lead puts anybody."""
    theirs = aliased(Membership)
    rows = select(Membership.is_lead).join(theirs, theirs.team_id == Membership.team_id)
    rows = rows.where(theirs.user_id == person.id, theirs.is_primary, Membership.user_id == reader.id)
    is_lead = db.session.scalar(rows)
    return is_lead is not None, bool(is_lead)


def of_team(team: Team, reader: User) -> Sees:
    """What a reader sees of a team: sums of all; people side by side its leads and the keeper.

    Whoever organises reads so who takes part in a circle of theirs, of the others nothing, and only what they share out
    there: else a circle that one person joins would open a whole team.
    """
    is_in, leads = db.session.execute(_ties(team, reader)).one()
    keeps = leads or reader.is_rota_keeper
    is_told = is_in or organization.current().shows_presentations
    total = _in_order(LEARNING if is_told else (), SERVED, CALLED if keeps else ())
    if keeps:
        return Sees(total, _in_order(LEARNING if leads else (), SERVED, CALLED))
    organized = frozenset(db.session.scalars(_organized(team, reader)))
    return Sees(total, READING, organized) if organized else Sees(total)


def _ties(team: Team, reader: User) -> Select[bool, bool]:
    mine = exists().where(Membership.team_id == team.id, Membership.user_id == reader.id)
    return select(mine, mine.where(Membership.is_lead))


def _organized(team: Team, reader: User) -> Select[int]:
    """Those of a team who take part in a circle that goes on and that the reader organises, but for the reader."""
    own, theirs, row = aliased(Participation), aliased(Participation), aliased(Membership)
    rows = select(row.user_id).join(theirs, theirs.user_id == row.user_id)
    rows = rows.join(own, own.circle_id == theirs.circle_id).join(Circle, Circle.id == own.circle_id)
    rows = rows.where(own.user_id == reader.id, own.is_present, own.is_organizer, Circle.state.in_(GOES_ON))
    return rows.where(theirs.is_present, row.team_id == team.id, row.is_primary, row.user_id != reader.id)


def _in_order(*parts: tuple[What, ...]) -> tuple[What, ...]:
    wanted = {what for part in parts for what in part}
    return tuple(what for what in What if what in wanted)
