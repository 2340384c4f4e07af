"""Which figures of a person, and of a team, somebody reads: docs/rules.md, Ledger."""

from dataclasses import dataclass

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased

from studyhub.circles.models import Participation
from studyhub.contributions.ledger.tallies import CALLED, ON_CALL, READING, ROUNDS, TRAINING, What
from studyhub.db import db
from studyhub.people.models import User
from studyhub.rota import queries as rota
from studyhub.settings import organization
from studyhub.teams.models import Membership, Team

LEARNING = (*READING, *TRAINING, *ROUNDS)
SERVED = tuple(what for what in ON_CALL if what not in CALLED)


@dataclass(frozen=True)
class Sees:
    """The kinds that somebody reads in numbers, of everybody together and of each beside the next."""

    kinds: tuple[What, ...]
    compared: tuple[What, ...] = ()

    @property
    def compares(self) -> bool:
        """Whether they read people side by side."""
        return bool(self.compared)

    def within(self, figures: "Sees") -> "Sees":
        """The sums alone as far as somebody reads these figures, or compares them."""
        return Sees(tuple(what for what in self.kinds if what in (*figures.kinds, *self.compared)), self.compared)


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
    """What a reader sees of a team: sums of all, and people side by side whoever leads it or organises for them."""
    is_in, leads, organizes = db.session.execute(_ties(team, reader)).one()
    keeps = leads or reader.is_rota_keeper
    is_told = is_in or organizes or organization.current().shows_presentations
    total = _in_order(LEARNING if is_told else (), SERVED, CALLED if keeps else ())
    if not (keeps or organizes):
        return Sees(total)
    is_by_name = keeps or rota.rules().figures_by_name
    side_by_side = _in_order(
        LEARNING if leads or organizes else (), SERVED if is_by_name else (), CALLED if keeps else ()
    )
    return Sees(total, side_by_side)


def _ties(team: Team, reader: User) -> Select[bool, bool, bool]:
    mine = exists().where(Membership.team_id == team.id, Membership.user_id == reader.id)
    own, theirs, row = aliased(Participation), aliased(Participation), aliased(Membership)
    organizes = exists().where(
        *(own.user_id == reader.id, own.is_present, own.is_organizer, theirs.circle_id == own.circle_id),
        *(theirs.is_present, row.user_id == theirs.user_id, row.team_id == team.id, row.is_primary),
        theirs.user_id != reader.id,
    )
    return select(mine, mine.where(Membership.is_lead), organizes)


def _in_order(*parts: tuple[What, ...]) -> tuple[What, ...]:
    wanted = {what for part in parts for what in part}
    return tuple(what for what in What if what in wanted)
