"""Who has which hour of a rota, in lists and dicts, by the rules of docs/rules.md. People and teams are numbers."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

AN_HOUR, REST = timedelta(hours=1), timedelta(hours=48)
TOKYO = ZoneInfo("Asia/Tokyo")
ROLES = ("primary", "secondary")
FREE, TIRED, CANNOT = "free", "tired", "cannot"


class Place(NamedTuple):
    """A shift."""

    starts_at: datetime
    role: str


class Hours(NamedTuple):
    """Hours of a shift."""

    place: Place
    since: datetime
    until: datetime

    def each(self) -> Iterator[datetime]:
        """The beginning of each of them."""
        return each_hour(self.since, self.until)

    def cells(self) -> set[tuple[datetime, str]]:
        """Where they stand in the table."""
        return {(hour, self.place.role) for hour in self.each()}


@dataclass(eq=False)
class Claim:
    """Hours that somebody took from somebody else, or that are nobody's any more (by the rules, not by asking)."""

    hours: Hours
    giver: int | None
    taker: int | None
    is_vacancy: bool = False
    pair: "Claim | None" = None
    is_undone: bool = False


class Cell(NamedTuple):
    """Whose an hour is, and by which claim; None as it was published."""

    person: int | None
    claim: Claim | None


class Piece(NamedTuple):
    """Hours that one person has by one claim."""

    hours: Hours
    person: int | None
    claim: Claim | None


@dataclass
class Model:
    """Shifts by their ends and whom they were published for; whoever is there; days that people are away."""

    ends: dict[Place, datetime]
    published: dict[Place, int | None]
    teams: list[int]
    now: datetime
    there: set[int] = field(default_factory=set)
    went: set[int] = field(default_factory=set)
    ended: set[int] = field(default_factory=set)
    away: dict[int, set[date]] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    table: dict[datetime, dict[str, Cell]] = field(default_factory=dict)
    # The same by person: looked at many times for each change.
    by_person: dict[int | None, list[tuple[datetime, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.there = set(range(len(self.teams)))
        self.lay()

    def lay(self) -> None:
        """Every hour is whose it was published for, or whose claim came last."""
        self.table = {}
        for place, ends_at in self.ends.items():
            for hour in each_hour(place.starts_at, ends_at):
                roles = self.table.setdefault(hour, {})
                assert place.role not in roles
                roles[place.role] = Cell(self.published[place], None)
        for claim in self.claims:
            for hour in () if claim.is_undone else claim.hours.each():
                self.table[hour][claim.hours.place.role] = Cell(claim.taker, claim)
        self.by_person = {}
        for hour, roles in self.table.items():
            for role, cell in roles.items():
                self.by_person.setdefault(cell.person, []).append((hour, role))

    def claim(
        self, hours: Hours, giver: int | None, taker: int | None, *, is_vacancy: bool = False, pair: Claim | None = None
    ) -> Claim:
        """Hours change hands."""
        made = Claim(hours, giver, taker, is_vacancy, pair)
        if pair is not None:
            pair.pair = made
        self.claims.append(made)
        self.lay()
        return made

    def cell(self, hour: datetime, role: str) -> Cell:
        """Whose an hour is."""
        return self.table[hour].get(role, Cell(None, None))

    def pieces(self, place: Place) -> list[Piece]:
        """The parts of a shift, in order of time."""
        hours = list(each_hour(place.starts_at, self.ends[place]))
        found = []
        for _id, group in groupby(hours, key=lambda hour: id(self.cell(hour, place.role).claim)):
            of_claim = list(group)
            cell = self.cell(of_claim[0], place.role)
            found.append(Piece(Hours(place, of_claim[0], of_claim[-1] + AN_HOUR), *cell))
        return found

    def all_pieces(self) -> list[Piece]:
        """The parts of all shifts that are not over, in order of time and role."""
        pieces = [piece for place in self.ends for piece in self.pieces(place) if piece.hours.until > self.now]
        return sorted(pieces, key=lambda piece: (piece.hours.since, piece.hours.place.role))

    def has_all(self, person: int | None, hours: Hours) -> bool:
        """Whether somebody has hours without a gap."""
        return all(self.cell(hour, hours.place.role).person == person for hour in hours.each())

    def could(self, person: int, hours: Hours, without: Collection[tuple[datetime, str]] = ()) -> str:
        """Whether somebody could take hours if they gave others away: freely, with too little rest, or not at all."""
        role = hours.place.role
        if person not in self.there or self._is_away(person, hours):
            return CANNOT
        for hour in hours.each():
            beside = self.cell(hour, other(role)).person
            if beside == person or (self.cell(hour, role).person == person and (hour, role) not in without):
                return CANNOT
            if beside in self.there and self.teams[beside] == self.teams[person]:
                return CANNOT
        return TIRED if self._is_tired(person, hours, without) else FREE

    def goes_back(self, claim: Claim) -> bool:
        """Whether hours are whose they were, if a claim is taken out from among the others."""
        claim.is_undone = True
        self.lay()
        goes_back = self.has_all(claim.giver, claim.hours)
        claim.is_undone = False
        self.lay()
        return goes_back

    def _is_away(self, person: int, hours: Hours) -> bool:
        days = self.away.get(person)
        return days is not None and any(hour.astimezone(TOKYO).date() in days for hour in hours.each())

    def _is_tired(self, person: int, hours: Hours, without: Collection[tuple[datetime, str]]) -> bool:
        """Whether something else of theirs is too near; parts of the same shift need no rest between."""
        place = hours.place
        return any(
            hours.since < hour + AN_HOUR + REST
            and hour < hours.until + REST
            and (hour, role) not in without
            and not (role == place.role and place.starts_at <= hour < self.ends[place])
            for hour, role in self.by_person.get(person, ())
        )

    def undo(self, claim: Claim) -> None:
        """Both halves of an exchange, or what was given, are whose they were."""
        for half in halves(claim):
            half.is_undone = True
        self.lay()

    def goes(self, person: int) -> None:
        """What somebody took goes back where the rules let it; what was published for them is nobody's."""
        self.there.discard(person)
        mine = [one for one in self.claims if one.taker == person and not one.is_undone and one.hours.since > self.now]
        undone = [half for claim in mine for half in halves(claim) if half.hours.since > self.now]
        taken = [piece for piece in self.all_pieces() if piece.claim in undone]
        for half in undone:
            half.is_undone = True
        self.lay()
        for piece in taken:
            self._return(piece, person)
        for place in self.published:
            if self.published[place] == person and place.starts_at > self.now:
                self.published[place] = None
        self.lay()

    def _return(self, taken: Piece, person: int) -> None:
        for piece in self.pieces(taken.hours.place):
            since, until = max(piece.hours.since, taken.hours.since), min(piece.hours.until, taken.hours.until)
            if piece.person in {None, person} or since >= until:
                continue
            if self.could(piece.person or 0, piece.hours, piece.hours.cells()) != FREE:
                self.vacate(piece, since, until)

    def vacate(self, piece: Piece, since: datetime, until: datetime) -> None:
        """Hours of a piece are nobody's; where it is a whole shift, nothing is left of what was published."""
        place = piece.hours.place
        if piece.claim is None and (since, until) == (place.starts_at, self.ends[place]):
            self.published[place] = None
        self.claim(Hours(place, since, until), piece.person, None, is_vacancy=True)

    def publish(self, plan: dict[Place, int | None]) -> set[Place]:
        """What was published for others stays as it is; of what changes, vacancies end. What changed."""
        changed = {place for place, person in plan.items() if self.published[place] != person}
        self.published |= plan
        for place in changed:
            self._end_vacancies(place)
        self.lay()
        return changed

    def _end_vacancies(self, place: Place) -> None:
        """What somebody had before hours became vacant does not come back; where it would, they stay vacant."""
        over = [claim for claim in self.claims if claim.hours.place == place and not claim.is_undone]
        vacancies = [claim for claim in over if claim.is_vacancy]
        for one in vacancies:
            before = over[: over.index(one)]
            for claim in before:
                claim.is_undone = claim.is_undone or set(claim.hours.each()) <= set(one.hours.each())
        taken = {hour for claim in over if not (claim.is_undone or claim.is_vacancy) for hour in claim.hours.each()}
        for one in vacancies:
            one.is_undone = one.is_undone or not taken & set(one.hours.each())

    def badly_given(self, changed: set[Place]) -> list[Piece]:
        """What of newly planned shifts is with somebody who could not take it beside all that people have."""
        pieces = [piece for place in sorted(changed) for piece in self.pieces(place) if piece.claim is None]
        given = [piece for piece in pieces if piece.person is not None]
        return [one for one in given if self.could(one.person or 0, one.hours, one.hours.cells()) != FREE]


def halves(claim: Claim) -> list[Claim]:
    """A claim, and the other half of an exchange."""
    return [claim, claim.pair] if claim.pair else [claim]


def each_hour(since: datetime, until: datetime) -> Iterator[datetime]:
    """The beginning of every hour of a span."""
    while since < until:
        yield since
        since += AN_HOUR


def other(role: str) -> str:
    """Whoever is called first, or second, beside this one."""
    return ROLES[1 - ROLES.index(role)]
