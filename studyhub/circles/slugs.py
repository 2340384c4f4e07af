"""Short names for addresses."""

import re
import secrets
import unicodedata

from sqlalchemy import exists, select

from studyhub.circles.models import Circle, Visibility
from studyhub.db import db

_NOT_IN_SLUG = re.compile("[^a-z0-9]+")
SLUG_MAX_CHARS = 40
SECRET_BYTES = 5
_SECRET = re.compile(f"[a-z]+-[0-9a-f]{{{2 * SECRET_BYTES}}}")
# /circles/new is the page that makes them.
RESERVED = "new"


def from_title(title: str, fallback: str) -> str:
    """The ASCII letters and digits of a title with hyphens between, or the fallback when they say too little."""
    plain = unicodedata.normalize("NFKC", title).casefold().encode("ascii", "ignore").decode()
    slug = _NOT_IN_SLUG.sub("-", plain).strip("-")[:SLUG_MAX_CHARS].strip("-")
    return slug if len(slug) >= 3 else fallback


def free_circle_slug(title: str, kind: str, visibility: Visibility) -> str:
    """A slug no circle has, from its title; four random characters keep two of one name apart.

    One for participants only gets a slug that says nothing and that nobody else's title can meet: whoever made a circle
    of the same title would learn from its address that there is another.
    """
    if visibility is Visibility.PARTICIPANTS:
        return _secret_slug(kind)
    slug = from_title(title, kind)
    if slug in {kind, RESERVED} or db.session.scalar(select(exists().where(Circle.slug == slug))):
        slug = f"{slug}-{secrets.token_hex(2)}"
    return slug


def hide(circle: Circle) -> None:
    """Give a circle that is for participants only from now on a slug that says nothing; those in it find it by both."""
    if not _SECRET.fullmatch(circle.slug):
        circle.former_slug, circle.slug = circle.slug, _secret_slug(circle.kind)


def _secret_slug(kind: str) -> str:
    return f"{kind}-{secrets.token_hex(SECRET_BYTES)}"
