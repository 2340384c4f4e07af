"""What a blog post is made of, before it takes the shape one tool reads."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from studyhub.notes.parsing.dialects import NEWEST
from studyhub.notes.text import internal

SLUG = re.compile(r"[a-z0-9-]{12,50}")


class UnusableSlug(ValueError):
    """A post's name is 12 to 50 of a-z, 0-9 and hyphen, as every target takes it, and no other post has it."""


class InternalSurvives(ValueError):
    """The source still carries the mark of something internal: nothing of it may leave."""


@dataclass(frozen=True, kw_only=True)
class Post:
    """One note on its way to a blog.

    `source` is the public source, already cut, of the `dialect` it was approved in. `date` is the approval's, in the
    blog's zone; both times are aware.
    `series_number` counts from 1. `canonical_url` is our own address where the note is public on our side, else None.
    `draft` until the post's public address is known. `authors` are the names people agreed to, and how many others.
    """

    slug: str
    title: str
    source: str
    dialect: int = NEWEST
    date: datetime
    updated: datetime
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    series: str | None = None
    series_number: int | None = None
    circle: str
    canonical_url: str | None = None
    draft: bool = True


def check(posts: Sequence[Post]) -> None:
    """Raise UnusableSlug or InternalSurvives for the first post that may not leave like this."""
    taken: set[str] = set()
    for post in posts:
        if not SLUG.fullmatch(post.slug) or post.slug in taken:
            raise UnusableSlug(post.slug)
        if internal.has_marker(post.source, post.dialect):
            raise InternalSurvives(post.slug)
        taken.add(post.slug)
