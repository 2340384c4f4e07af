"""Fetching tags: of the notes a reader may open, and of what was published."""

from collections import Counter
from typing import NamedTuple

from sqlalchemy import Select, func, select

from studyhub.db import db
from studyhub.notes import queries, tagging
from studyhub.notes.models import Note, NoteTag, Release, ReleaseState, Tag
from studyhub.people import readers
from studyhub.people.models import User
from studyhub.people.readers import read_by
from studyhub.text.cleaning import folded


class TagCount(NamedTuple):
    """A tag, and how many notes with it the reader may open."""

    key: str
    name: str
    notes: int


def counts(user: User | None, *, offset: int, limit: int) -> list[TagCount]:
    """Some of the tags a reader may know of, the most used first; None is a visitor."""
    if readers.is_member(user):
        used = func.count(NoteTag.id)
        rows = select(Tag.key, Tag.name, used).join(NoteTag, NoteTag.tag_id == Tag.id)
        rows = (
            rows.join(Note, Note.id == NoteTag.note_id)
            .where(queries.is_visible_to(user))
            .group_by(Tag.id, Tag.key, Tag.name)
        )
        found = db.session.execute(rows.order_by(used.desc(), Tag.key).offset(offset).limit(limit), read_by(user))
        return [TagCount(*row) for row in found]
    return _counts_outside()[offset : offset + limit]


def _counts_outside() -> list[TagCount]:
    """The tags that left with what is outside now; many releases have the same ones, so equal ones come as one row."""
    rows = select(Release.tags, func.count()).where(Release.state == ReleaseState.APPROVED).group_by(Release.tags)
    used: Counter[str] = Counter()
    names: dict[str, str] = {}
    for tags, number in db.session.execute(rows.order_by(Release.tags)):
        for name in tags.splitlines():
            used[folded(name)] += number
            names.setdefault(folded(name), name)
    ordered = sorted(used.items(), key=lambda pair: (-pair[1], pair[0]))
    return [TagCount(key, names[key], number) for key, number in ordered]


def name_for(user: User | None, key: str) -> str | None:
    """How a tag is written, if the reader may open a note with it; otherwise None."""
    if not readers.is_member(user):
        return _name_in(_tagged(key).where(Release.state == ReleaseState.APPROVED), key)
    is_seen = select(Note.id).where(queries.is_visible_to(user), queries.is_tagged(key)).exists()
    return db.session.scalar(select(Tag.name).where(Tag.key == key, is_seen), read_by(user))


def name_outside(key: str) -> str | None:
    """How a tag is written in what is or was published; None when it never left.

    A feed stays when its last note is taken back: only so do its readers learn of that.
    """
    return _name_in(_tagged(key).where(Release.approved_at.is_not(None)), key)


def _tagged(key: str) -> Select[Release]:
    return select(Release).where(queries.leaves_with_tag(key)).order_by(Release.approved_at.desc(), Release.id.desc())


def _name_in(releases: Select[Release], key: str) -> str | None:
    tags = db.session.scalar(releases.with_only_columns(Release.tags).limit(1)) or ""
    return next((name for name in tagging.split(tags) if folded(name) == key), None)
