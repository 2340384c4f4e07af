"""Short names of teams for addresses. One that a team gave up still leads to it, so no other team gets it."""

import re
import unicodedata

from sqlalchemy import Select, exists, select

from studyhub.db import db
from studyhub.teams.models import FormerTeamSlug, Team

SLUG_MAX_CHARS = 40
FALLBACK = "team"
SLUG = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
_NOT_IN_SLUG = re.compile("[^a-z0-9]+")
_SAYS_LITTLE = re.compile(f"{FALLBACK}(?:-[0-9]+)?")


class SlugTaken(Exception):
    """Another team has this address, or had it."""


def free_slug(name: str) -> str:
    """A slug no team has or had: the ASCII letters and digits of its name, numbered when taken."""
    plain = unicodedata.normalize("NFKC", name).casefold().encode("ascii", "ignore").decode()
    slug = _NOT_IN_SLUG.sub("-", plain).strip("-")[:SLUG_MAX_CHARS].strip("-") or FALLBACK
    number, candidate = 1, slug
    while is_taken(candidate):
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def is_slug(text: str) -> bool:
    """Whether this may stand in an address: small letters, digits, single hyphens between."""
    return len(text) <= SLUG_MAX_CHARS and SLUG.fullmatch(text) is not None


def says_little(team: Team) -> bool:
    """Whether the slug is the one of a team whose name has no ASCII letters: "team", "team-2"."""
    return _SAYS_LITTLE.fullmatch(team.slug) is not None


def is_taken(slug: str) -> bool:
    """Whether any team has this slug, or had it."""
    has, had = exists().where(Team.slug == slug), exists().where(FormerTeamSlug.slug == slug)
    return bool(db.session.scalar(select(has | had)))


def change(team: Team, slug: str) -> None:
    """Give the team another slug; the old one leads to it, and taking an own old one back is fine.

    Raises SlugTaken. Does not commit.
    """
    if slug == team.slug:
        return
    own = db.session.scalar(_former(slug).where(FormerTeamSlug.team_id == team.id))
    if own is not None:
        db.session.delete(own)
        db.session.flush()
    if is_taken(slug):
        raise SlugTaken(slug)
    db.session.add(FormerTeamSlug(slug=team.slug, team_id=team.id))
    team.slug = slug
    db.session.flush()


def _former(slug: str) -> Select[FormerTeamSlug]:
    return select(FormerTeamSlug).where(FormerTeamSlug.slug == slug)


def present_team(slug: str) -> Team | None:
    """The team that this address leads to, by its slug or one it had; merged ones lead to what they became."""
    team = db.session.scalar(select(Team).where(Team.slug == slug))
    if team is None and (former := db.session.scalar(_former(slug))):
        team = former.team
    while team is not None and team.merged_into is not None:
        team = team.merged_into
    return team
