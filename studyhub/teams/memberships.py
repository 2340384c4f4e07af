"""Teams and who is in them. Of several teams a person has exactly one primary one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from studyhub.audit import trail
from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.people.models import User
from studyhub.teams import queries
from studyhub.teams.models import Membership, Team
from studyhub.teams.slugs import SlugTaken, free_slug, is_taken
from studyhub.text.cleaning import folded


class NameTaken(Exception):
    """Another team has this name."""


class TeamClosed(Exception):
    """The team is no more: it can only be opened again."""


def create_team(name: str, *, by: User | None, now: datetime, slug: str = "") -> Team:
    """A team without members; without a slug it gets one from its name.

    Raises NameTaken, SlugTaken. Does not commit.
    """
    _require_free_name(name, None)
    if slug and is_taken(slug):
        raise SlugTaken(slug)
    team = Team(slug=slug or free_slug(name), name=name)
    db.session.add(team)
    trail.record("team.created", team, by=by, now=now)
    return team


def rename_team(team: Team, name: str, *, by: User, now: datetime) -> None:
    """Another name; its address stays. Raises NameTaken. Does not commit."""
    if team.name == name:
        return
    _require_free_name(name, team)
    before, team.name = team.name, name
    trail.record("team.renamed", team, by=by, now=now, before={"name": before}, after={"name": name})


def _require_free_name(name: str, own: Team | None) -> None:
    for team in db.session.scalars(queries.all_teams().with_for_update()):
        if team is not own and folded(team.name) == folded(name):
            raise NameTaken(name)


def add_member(team: Team, user: User, *, by: User | None, now: datetime) -> Membership:
    """Put a person in a team; their first one is primary. Pressing twice is harmless.

    Raises TeamClosed. Does not commit.
    """
    lock_teams([team])
    if team.closed_at is not None:
        raise TeamClosed
    lock_people([user.id])
    if existing := _membership(team, user):
        return existing
    is_first = db.session.scalar(select(func.count()).where(Membership.user_id == user.id)) == 0
    membership = Membership(team_id=team.id, user_id=user.id, is_primary=is_first)
    db.session.add(membership)
    trail.record("membership.added", team, by=by, now=now, after={"user_id": user.id})
    return membership


def choose_first(team: Team, user: User, *, now: datetime) -> Membership | None:
    """Let somebody without a team say which is theirs; its leads are told, and say who is in it from then on.

    None for whoever is in one already, and nothing happens. Raises TeamClosed. Does not commit.
    """
    # Teams before people, as everywhere.
    lock_teams([team])
    lock_people([user.id])
    if _oldest(user) is not None:
        return None
    membership = add_member(team, user, by=user, now=now)
    payload = {"team": team.name, "slug": team.slug, "name": user.name}
    leads = [row.user for row in db.session.scalars(queries.members_of(team)) if row.is_lead]
    key = f"team_chosen:{team.id}:{user.id}:{now.isoformat()}"
    outbox.add_many("team_chosen", [(lead, key, payload) for lead in leads], by=user, now=now)
    return membership


def remove_member(team: Team, user: User, *, by: User | None, now: datetime) -> None:
    """Take a person out of a team; of those left, the oldest becomes primary. Does not commit."""
    lock_people([user.id])
    membership = _membership(team, user)
    if membership is None:
        return
    was_primary = membership.is_primary
    db.session.delete(membership)
    before = {"user_id": user.id, "is_lead": membership.is_lead}
    trail.record("membership.removed", team, by=by, now=now, before=before)
    if was_primary and (left := _oldest(user)):
        left.is_primary = True


def name_lead(team: Team, user: User, *, is_lead: bool, by: User, now: datetime) -> None:
    """Make a member a lead, or a member only. Does not commit."""
    membership = _membership(team, user)
    if membership is None or membership.is_lead is is_lead:
        return
    membership.is_lead = is_lead
    after = {"user_id": user.id, "is_lead": is_lead}
    trail.record("membership.lead", team, by=by, now=now, before={**after, "is_lead": not is_lead}, after=after)


def make_primary_for(user: User, *, team_id: int, by: User, now: datetime) -> None:
    """As `make_primary`, by an administrator, and noted. Does not commit."""
    if make_primary(user, team_id=team_id):
        trail.record("membership.primary", user, by=by, now=now, after={"team_id": team_id})


def make_primary(user: User, *, team_id: int) -> bool:
    """Make one of a person's teams the primary one, and say whether it is another; any other team is ignored.

    Does not commit.
    """
    lock_people([user.id])
    mine = list(db.session.scalars(select(Membership).where(Membership.user_id == user.id)))
    if team_id not in {membership.team_id for membership in mine if not membership.is_primary}:
        return False
    # Two rows must never be primary at once, not even between two statements.
    for membership in mine:
        membership.is_primary = False
    db.session.flush()
    next(membership for membership in mine if membership.team_id == team_id).is_primary = True
    return True


def lock_teams(teams: Sequence[Team]) -> None:
    """Read them anew and let nobody else change them until this transaction ends; in order of id, against rings."""
    wanted = select(Team).where(Team.id.in_([team.id for team in teams])).order_by(Team.id)
    db.session.flush()
    db.session.scalars(wanted.with_for_update(), execution_options={"populate_existing": True}).all()


def lock_people(user_ids: Sequence[int]) -> None:
    """Which of a person's teams is primary is decided by one at a time: others wait until this transaction ends."""
    db.session.execute(select(User.id).where(User.id.in_(user_ids)).order_by(User.id).with_for_update())


def _membership(team: Team, user: User) -> Membership | None:
    return db.session.scalar(select(Membership).where(Membership.team_id == team.id, Membership.user_id == user.id))


def _oldest(user: User) -> Membership | None:
    return db.session.scalar(select(Membership).where(Membership.user_id == user.id).order_by(Membership.id).limit(1))
