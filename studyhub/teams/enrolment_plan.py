"""What taking over a list of people would do: who is made, what differs, who leaves which team, what is in the way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from studyhub.db import db
from studyhub.people.models import MEMBERS, User, UserState
from studyhub.people.rosters.roster import Person
from studyhub.teams import queries
from studyhub.teams.models import Membership, Team
from studyhub.text.cleaning import folded


class Obstacle(StrEnum):
    """Why a line cannot be taken over."""

    SHUT_OUT = "shut_out"
    OTHER_NUMBER = "other_number"
    OTHERS_ADDRESS = "others_address"
    TEAM_CLOSED = "team_closed"
    TWICE = "twice"


@dataclass(frozen=True)
class Change:
    """One fact of a known person that the list states differently; `before` is empty when it was not known."""

    field: str
    before: str
    after: str

    @property
    def as_team(self) -> "Change":
        """The same change of teams, of which one need not be told twice."""
        return Change("team", self.before, self.after)


@dataclass
class Entry:
    """What the list means for one person; `leaves` are teams they are in that the list does not name."""

    person: Person
    user: User | None = None
    changes: list[Change] = field(default_factory=list)
    leaves: list[Team] = field(default_factory=list)
    obstacle: Obstacle | None = None

    @property
    def may_be_another(self) -> bool:
        """Whether so much differs that the account may be somebody else's: both the name and the address."""
        return {"name", "email"} <= {change.field for change in self.changes}

    @property
    def is_new(self) -> bool:
        """Whether an account is made."""
        return self.user is None


@dataclass
class Plan:
    """What taking over a list would do."""

    entries: list[Entry]
    new_teams: list[str]

    @property
    def new(self) -> list[Entry]:
        """Those for whom an account is made."""
        return [entry for entry in self.entries if entry.is_new]

    @property
    def changed(self) -> list[Entry]:
        """Known people of whom something is changed."""
        return [entry for entry in self.entries if not entry.is_new and entry.changes]

    @property
    def touched(self) -> list[Entry]:
        """Everybody for whom something happens, in the order of the list."""
        return [entry for entry in self.entries if entry.is_new or entry.changes]

    @property
    def unchanged_count(self) -> int:
        """How many known people stay as they are."""
        return len(self.entries) - len(self.touched)

    @property
    def leaving_count(self) -> int:
        """How many people leave a team."""
        return sum(bool(entry.leaves) for entry in self.entries)

    @property
    def doubtful(self) -> list[Entry]:
        """Those whose account may be somebody else's."""
        return [entry for entry in self.entries if entry.may_be_another]

    @property
    def in_the_way(self) -> list[Entry]:
        """Those who stand in the way of taking the list over."""
        return [entry for entry in self.entries if entry.obstacle]


@dataclass(frozen=True)
class _Known:
    """The people whom a list may mean, and the teams of each."""

    by_email: dict[str, User]
    by_number: dict[str, User]
    teams_of: dict[int, list[Membership]]
    closed: frozenset[str]

    def find(self, person: Person) -> User | None:
        return self.by_number.get(person.number) or self.by_email.get(person.email)


def plan(people: list[Person], *, says_all_teams: bool = False) -> Plan:
    """What taking over the list would do now; changes nothing.

    With `says_all_teams`, people leave the teams that the list does not name; one who has none there leaves none.
    """
    known = _known(people)
    entries = [_entry(person, known, says_all_teams=says_all_teams) for person in people]
    _mark_twice(entries)
    present = {folded(team.name) for team in db.session.scalars(queries.teams())}
    wanted = {folded(name): name for person in reversed(people) for name in reversed(person.teams)}
    return Plan(entries, [name for key, name in reversed(wanted.items()) if key not in present])


def _known(people: Sequence[Person]) -> _Known:
    users = list(db.session.scalars(_users(people)))
    return _Known(
        # Whoever had two accounts is found by what either was known by.
        by_email={user.email: user.merged_into or user for user in users},
        by_number={user.number: user.merged_into or user for user in users if user.number},
        teams_of=queries.memberships_of_all((user.merged_into or user).id for user in users),
        closed=frozenset(folded(team.name) for team in db.session.scalars(queries.closed_teams())),
    )


def _users(people: Iterable[Person]) -> Select[User]:
    emails, numbers = zip(*((person.email, person.number) for person in people), strict=True) if people else ((), ())
    return (
        select(User)
        .options(joinedload(User.merged_into))
        .where(or_(User.email.in_(emails), User.number.in_(list(filter(None, numbers)))))
    )


def _entry(person: Person, known: _Known, *, says_all_teams: bool) -> Entry:
    user = known.find(person)
    entry = Entry(person, user, obstacle=_obstacle(person, user, known))
    if user is not None:
        rows = known.teams_of.get(user.id, [])
        entry.leaves = _left(person, rows) if says_all_teams else []
        entry.changes = [*_changes(person, user), *_team_changes(person, rows, entry.leaves)]
        if says_all_teams:
            entry.changes += [one for one in _primary_change(person, rows) if one.as_team not in entry.changes]
    return entry


def _obstacle(person: Person, user: User | None, known: _Known) -> Obstacle | None:
    if known.closed.intersection(map(folded, person.teams)):
        return Obstacle.TEAM_CLOSED
    if user is None:
        return None
    if user.state not in {*MEMBERS, UserState.INVITED, UserState.PENDING}:
        return Obstacle.SHUT_OUT
    if person.number and user.number and person.number != user.number:
        return Obstacle.OTHER_NUMBER
    return None if known.by_email.get(person.email, user) is user else Obstacle.OTHERS_ADDRESS


def _mark_twice(entries: list[Entry]) -> None:
    """One line may find somebody by their number, another by their address."""
    seen: set[int] = set()
    for entry in entries:
        if entry.user is not None and entry.user.id in seen:
            entry.obstacle = entry.obstacle or Obstacle.TWICE
        elif entry.user is not None:
            seen.add(entry.user.id)


def _changes(person: Person, user: User) -> list[Change]:
    pairs = [
        ("name", user.name, person.name),
        ("email", user.email, person.email),
        ("number", user.number or "", person.number),
        ("kana", user.kana, person.kana),
        ("chat_handle", user.chat_handle, person.chat_handle),
        ("joined_on", _iso(user.joined_on), _iso(person.joined_on)),
    ]
    changes = [Change(name, before, after) for name, before, after in pairs if after and after != before]
    if user.state in {UserState.INVITED, UserState.PENDING}:
        changes.append(Change("state", user.state.value, UserState.ACTIVE.value))
    return changes


def _iso(day: object) -> str:
    return str(day) if day else ""


def _left(person: Person, rows: list[Membership]) -> list[Team]:
    named = set(map(folded, person.teams))
    return [row.team for row in rows if named and folded(row.team.name) not in named]


def _team_changes(person: Person, rows: list[Membership], leaves: list[Team]) -> list[Change]:
    """Who leaves one team and joins another changes teams: the two are one change, the primary one first."""
    present = {folded(row.team.name) for row in rows}
    joins = [name for name in person.teams if folded(name) not in present]
    pairs = zip_longest((team.name for team in leaves), joins, fillvalue="")
    return [Change("team", before, after) for before, after in pairs]


def _primary_change(person: Person, rows: list[Membership]) -> list[Change]:
    """Of those who stay in several teams the first one named becomes primary."""
    before = next((row.team.name for row in rows if row.is_primary), "")
    if not person.teams or not before or folded(before) == folded(person.teams[0]):
        return []
    return [Change("primary_team", before, person.teams[0])]
