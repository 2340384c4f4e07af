"""Taking over a list of people: accounts and teams that are missing are made, what differs is changed.

People of a list are members at once, without a password: they set it by an invitation or a link for a new password,
which also confirms their address. An empty cell changes nothing, and nobody is taken out of a team.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, select

from studyhub.accounts import members
from studyhub.audit import trail
from studyhub.db import db
from studyhub.people.models import MEMBERS, User, UserState
from studyhub.people.roster import Person
from studyhub.teams import memberships, queries
from studyhub.teams.models import Team
from studyhub.web.cleaning import folded


@dataclass(frozen=True)
class Change:
    """One fact of a known person that the list states differently; `before` is empty when it was not known."""

    field: str
    before: str
    after: str


@dataclass
class Entry:
    """What the list means for one person."""

    person: Person
    user: User | None = None
    changes: list[Change] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether an account is made."""
        return self.user is None

    @property
    def is_shut_out(self) -> bool:
        """Whether the person is suspended or has left: an administrator takes them back first."""
        return self.user is not None and self.user.state not in {*MEMBERS, UserState.INVITED, UserState.PENDING}


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
    def unchanged_count(self) -> int:
        """How many known people stay as they are."""
        return len(self.entries) - len(self.new) - len(self.changed)

    @property
    def shut_out(self) -> list[Entry]:
        """Those who stand in the way of taking the list over."""
        return [entry for entry in self.entries if entry.is_shut_out]


class SomebodyShutOut(Exception):
    """The list names somebody who is suspended or has left."""


def plan(people: list[Person]) -> Plan:
    """What taking over the list would do now; changes nothing."""
    users = {user.email: user for user in db.session.scalars(_users([person.email for person in people]))}
    teams_of = queries.memberships_of_all(user.id for user in users.values())
    entries = [Entry(person, users.get(person.email)) for person in people]
    for entry in entries:
        if entry.user is not None:
            names = {folded(row.team.name) for row in teams_of.get(entry.user.id, [])}
            entry.changes = [*_changes(entry.person, entry.user), *_new_memberships(entry.person, names)]
    known = {folded(team.name) for team in db.session.scalars(queries.teams())}
    wanted = {folded(name): name for person in reversed(people) for name in reversed(person.teams)}
    return Plan(entries, [name for key, name in reversed(wanted.items()) if key not in known])


def _users(emails: list[str]) -> Select[User]:
    return select(User).where(User.email.in_(emails))


def _changes(person: Person, user: User) -> list[Change]:
    pairs = [
        ("name", user.name, person.name),
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


def _new_memberships(person: Person, names: set[str]) -> list[Change]:
    return [Change("team", "", name) for name in person.teams if folded(name) not in names]


def enrol(people: list[Person], *, by: User | None, now: datetime) -> Plan:
    """Take the list over, as a whole, and say what was done. Raises SomebodyShutOut. Does not commit."""
    members.lock_accounts()
    planned = plan(people)
    if planned.shut_out:
        raise SomebodyShutOut
    for name in planned.new_teams:
        memberships.create_team(name, by=by, now=now)
    teams = {folded(team.name): team for team in db.session.scalars(queries.teams())}
    for entry in [*planned.new, *planned.changed]:
        _take_over(entry, teams, by=by, now=now)
    return planned


def _take_over(entry: Entry, teams: dict[str, Team], *, by: User | None, now: datetime) -> None:
    person = entry.person
    user = entry.user or members.create(email=person.email, name=person.name, is_confirmed=False, by=by, now=now)
    if user.state not in MEMBERS:
        user.move_to(UserState.ACTIVE)
    user.name = person.name
    user.kana = person.kana or user.kana
    user.chat_handle = person.chat_handle or user.chat_handle
    user.joined_on = person.joined_on or user.joined_on
    db.session.flush()
    for name in person.teams:
        memberships.add_member(teams[folded(name)], user, by=by, now=now)
    if entry.changes:
        trail.record(
            "user.enrolled", user, by=by, now=now, after={"fields": [change.field for change in entry.changes]}
        )
