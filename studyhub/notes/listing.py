"""The list of notes: page by page, for visitors what is published and for members what they may open."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from studyhub.circles import queries as circles
from studyhub.circles.models import Circle
from studyhub.db import LARGEST_ID, db
from studyhub.notes import queries, stages
from studyhub.notes.models import OPEN_STATES, Note, Release, ReleaseState
from studyhub.notes.stages import Stage
from studyhub.people import readers
from studyhub.people.models import User
from studyhub.people.readers import read_by
from studyhub.text.cleaning import folded

PAGE_SIZE = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
CURSOR = re.compile(r"(\d{1,17})-(\d{1,10})", re.ASCII)


class Shown(StrEnum):
    """Which notes a member looks at."""

    ALL = "all"
    DRAFT = "draft"
    SHARED = "shared"
    REQUESTED = "requested"
    PUBLISHED = "published"


@dataclass(frozen=True)
class Wanted:
    """What the reader chose; `after` is where the page before ended, as `Page.next_cursor` said."""

    circle_slug: str = ""
    tag: str = ""
    shown: Shown = Shown.ALL
    after: str = ""


class Happened(StrEnum):
    """What the day of a line is that of."""

    BEGUN = "begun"
    SHARED = "shared"
    PUBLISHED = "published"


@dataclass(frozen=True)
class Line:
    """One note of the list: what happened `at`, and its states, `stages`."""

    note_id: int
    title: str
    circle_title: str
    meeting_number: int | None
    happened: Happened
    at: datetime
    stages: tuple[Stage, ...]


@dataclass(frozen=True)
class Page:
    """Some lines, newest first, and where the next page begins; None when this is the last."""

    lines: Sequence[Line]
    next_cursor: str | None


# When a note counts as new: when it was first shared, a draft when it was begun.
INSIDE_AT = func.coalesce(Note.first_shared_at, Note.created_at)


def page(user: User | None, wanted: Wanted) -> Page:
    """One page of the notes this reader may open; None is a visitor."""
    return _inside(user, wanted) if readers.is_member(user) else _outside(user, wanted)


def _outside(user: User | None, wanted: Wanted) -> Page:
    rows = queries.outside(queries.Scope(tag_key=folded(wanted.tag) or None))
    if wanted.circle_slug:
        rows = rows.where(Note.circle_id.in_(_circle_ids(user, wanted)))
    rows = rows.where(*_after(Release.first_approved_at, wanted.after))
    found = list(db.session.scalars(rows.limit(PAGE_SIZE + 1), read_by(user)))
    return _page([_published(release) for release in found])


def _published(release: Release) -> Line:
    at, number = release.first_approved_at or release.requested_at, release.meeting_number
    return Line(
        release.note_id, release.title, release.circle_title, number, Happened.PUBLISHED, at, (Stage.PUBLISHED,)
    )


def _inside(user: User, wanted: Wanted) -> Page:
    rows = select(Note, *stages.columns()).options(joinedload(Note.circle), joinedload(Note.meeting))
    rows = rows.where(queries.is_visible_to(user), *_chosen(wanted))
    if wanted.circle_slug:
        rows = rows.where(Note.circle_id.in_(_circle_ids(user, wanted)))
    rows = rows.where(*_after(INSIDE_AT, wanted.after)).order_by(INSIDE_AT.desc(), Note.id.desc())
    found = db.session.execute(rows.limit(PAGE_SIZE + 1), read_by(user))
    return _page([_line(note, stages.stages(note.shared_at, *known)) for note, *known in found])


def _line(note: Note, said: tuple[Stage, ...]) -> Line:
    number = note.meeting.number if note.meeting else None
    happened = Happened.SHARED if note.first_shared_at else Happened.BEGUN
    at = note.first_shared_at or note.created_at
    return Line(note.id, note.title, note.circle.title, number, happened, at, said)


def _circle_ids(user: User | None, wanted: Wanted) -> Select[int]:
    return select(Circle.id).where(Circle.slug == wanted.circle_slug, circles.is_open_to(user))


def _chosen(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: dict[Shown, list[ColumnElement[bool]]] = {
        Shown.ALL: [],
        Shown.DRAFT: [Note.shared_at.is_(None)],
        Shown.SHARED: [Note.shared_at.is_not(None)],
        Shown.REQUESTED: [_has_release(OPEN_STATES)],
        Shown.PUBLISHED: [_has_release([ReleaseState.APPROVED])],
    }
    chosen = conditions[wanted.shown]
    return [*chosen, queries.is_tagged(folded(wanted.tag))] if wanted.tag else chosen


def _has_release(states: Sequence[ReleaseState]) -> ColumnElement[bool]:
    return exists().where(Release.note_id == Note.id, Release.state.in_(states))


def _page(lines: list[Line]) -> Page:
    shown = lines[:PAGE_SIZE]
    return Page(shown, _cursor(shown[-1]) if len(lines) > PAGE_SIZE else None)


def _cursor(line: Line) -> str:
    return f"{(line.at - EPOCH) // MICROSECOND}-{line.note_id}"


def _after(moment: SQLColumnExpression[Any], cursor: str) -> list[ColumnElement[bool]]:
    """Only what comes after the cursor in the order newest first; what is no cursor is the first page."""
    found = CURSOR.fullmatch(cursor)
    if not found:
        return []
    at, note_id = EPOCH + int(found[1]) * MICROSECOND, min(int(found[2]), LARGEST_ID)
    return [or_(moment < at, and_(moment == at, Note.id < note_id))]


def circles_with_notes(user: User | None) -> list[Circle]:
    """The circles the reader may open that have notes for them, by name."""
    if readers.is_member(user):
        ids = select(Note.circle_id).where(queries.is_visible_to(user))
    else:
        ids = select(Note.circle_id).join(Release, Release.note_id == Note.id)
        ids = ids.where(Release.state == ReleaseState.APPROVED)
    rows = circles.visible_to(user).where(Circle.id.in_(ids)).order_by(Circle.title, Circle.id)
    return list(db.session.scalars(rows, read_by(user)))
