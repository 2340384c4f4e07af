"""Short names for addresses."""

import re
import secrets
import unicodedata

from sqlalchemy import exists, select

from studyhub.circles.models import Circle
from studyhub.db import db

_NOT_IN_SLUG = re.compile("[^a-z0-9]+")
SLUG_MAX_CHARS = 40
# /circles/new is the page that makes them.
RESERVED = "new"


def from_title(title: str, fallback: str) -> str:
    """The ASCII letters and digits of a title with hyphens between, or the fallback when they say too little."""
    plain = unicodedata.normalize("NFKC", title).casefold().encode("ascii", "ignore").decode()
    slug = _NOT_IN_SLUG.sub("-", plain).strip("-")[:SLUG_MAX_CHARS].strip("-")
    return slug if len(slug) >= 3 else fallback


def free_circle_slug(title: str, kind: str) -> str:
    """A slug no circle has, from its title; four random characters keep two of one name apart."""
    slug = from_title(title, kind)
    if slug in {kind, RESERVED} or db.session.scalar(select(exists().where(Circle.slug == slug))):
        slug = f"{slug}-{secrets.token_hex(2)}"
    return slug
