"""Taking over a list of people: accounts and teams that are missing are made, what differs is changed.

People of a list are members at once, without a password: they set it by an invitation or a link for a new password,
which also confirms their address. Somebody is found by their number, else by their address. An empty cell changes
nothing. Nobody is taken out of a team, unless the list is to say all teams of those in it.
"""

from datetime import datetime

from studyhub.accounts import email_changes, members
from studyhub.audit import trail
from studyhub.db import db
from studyhub.people.models import MEMBERS, User, UserState
from studyhub.people.rosters.roster import Person
from studyhub.teams import memberships, queries
from studyhub.teams.enrolment_plan import Entry, Plan, plan
from studyhub.teams.models import Team
from studyhub.text.cleaning import folded


class CannotTakeOver(Exception):
    """Somebody or something of the list stands in the way; `Plan.in_the_way` says what."""


def enrol(people: list[Person], *, by: User | None, now: datetime, says_all_teams: bool = False) -> Plan:
    """Take the list over, as a whole, and say what was done. Raises CannotTakeOver. Does not commit."""
    members.lock_accounts()
    planned = plan(people, says_all_teams=says_all_teams)
    if planned.in_the_way:
        raise CannotTakeOver
    for name in planned.new_teams:
        memberships.create_team(name, by=by, now=now)
    teams = {folded(team.name): team for team in db.session.scalars(queries.teams())}
    for entry in [*planned.new, *planned.changed]:
        user = _take_over(entry, teams, by=by, now=now)
        if says_all_teams and entry.person.teams:
            db.session.flush()
            memberships.make_primary(user, team_id=teams[folded(entry.person.teams[0])].id)
    return planned


def _take_over(entry: Entry, teams: dict[str, Team], *, by: User | None, now: datetime) -> User:
    person = entry.person
    before = {"name": entry.user.name} if entry.user else None
    user = entry.user or members.create(email=person.email, name=person.name, is_confirmed=False, by=by, now=now)
    email_changes.change(user, person.email, by=by, now=now)
    if user.state not in MEMBERS:
        user.move_to(UserState.ACTIVE)
    user.name = person.name
    user.number = person.number or user.number
    user.kana = person.kana or user.kana
    user.chat_handle = person.chat_handle or user.chat_handle
    user.joined_on = person.joined_on or user.joined_on
    db.session.flush()
    for name in person.teams:
        memberships.add_member(teams[folded(name)], user, by=by, now=now)
    for team in entry.leaves:
        memberships.remove_member(team, user, by=by, now=now)
    if entry.changes:
        fields = [change.field for change in entry.changes]
        after = {"fields": fields, "name": user.name} if "name" in fields else {"fields": fields}
        before = before if "name" in fields else None
        trail.record("user.enrolled", user, by=by, now=now, before=before, after=after)
    return user
