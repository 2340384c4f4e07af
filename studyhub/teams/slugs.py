"""Short names of teams for addresses."""

import re
import unicodedata

from sqlalchemy import exists, select

from studyhub.db import db
from studyhub.teams.models import Team

SLUG_MAX_CHARS = 40
FALLBACK = "team"
_NOT_IN_SLUG = re.compile("[^a-z0-9]+")


def free_slug(name: str) -> str:
    """A slug no team has: the ASCII letters and digits of its name, numbered when taken. Never changed afterwards."""
    plain = unicodedata.normalize("NFKC", name).casefold().encode("ascii", "ignore").decode()
    slug = _NOT_IN_SLUG.sub("-", plain).strip("-")[:SLUG_MAX_CHARS].strip("-") or FALLBACK
    number, candidate = 1, slug
    while db.session.scalar(select(exists().where(Team.slug == candidate))):
        number += 1
        candidate = f"{slug}-{number}"
    return candidate
