"""What leaves beside a text: the title of its circle and the names of those who wrote it, as they were approved.

Until an editor approves a text those of the note hold, and are shown on the page of the review. Afterwards they stand
as they were read, whatever the circle is called and whoever writes later; only a consent that is taken back takes a
name out at once.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, select, update

from studyhub.circles.models import Visibility
from studyhub.db import db, kept
from studyhub.notes.models import Note, Release, ReleaseAuthor, Revision
from studyhub.people.models import OutsideName, User


@dataclass(frozen=True)
class Named:
    """Somebody who wrote a text, and how they are named outside; an empty name is "a participant"."""

    user_id: int
    outside_name: OutsideName
    name: str


@dataclass(frozen=True)
class Beside:
    """What leaves beside one text. Who sees the circle is no part of it, but of what was read."""

    circle_title: str
    meeting_number: int | None
    authors: tuple[Named, ...]
    visibility: Visibility


def beside(release: Release) -> Beside:
    """What leaves with this text: what was approved; where nobody approved it, what holds for the note."""
    note, is_kept = release.note, release.approved_at is not None
    number = note.meeting.number if note.meeting else None
    return Beside(
        circle_title=release.circle_title if is_kept else note.circle.title,
        meeting_number=release.meeting_number if is_kept else number,
        authors=tuple(_kept(release) if is_kept else writers(note)),
        visibility=note.circle.visibility,
    )


def approved_titles(note_ids: Collection[int]) -> dict[int, str]:
    """The title of the circle that was approved last for each of these notes; those without any are left out."""
    rows = db.session.execute(_approved_titles(), {"note_ids": list(note_ids)})
    return dict(rows.all())


@kept
def _approved_titles() -> Select[int, str]:
    rows = select(Release.note_id, Release.circle_title).where(Release.approved_at.is_not(None))
    here = rows.where(Release.note_id.in_(bindparam("note_ids", expanding=True)))
    return here.order_by(Release.approved_at, Release.id)


def writers(note: Note) -> list[Named]:
    """Everybody who saved a revision of the note, in the order of their first, as they agree to be named now."""
    rows = db.session.execute(_writers(), {"note_id": note.id})
    return [Named(user_id, *named(name, pen_name, chosen)) for user_id, name, pen_name, chosen in rows]


def named(name: str, pen_name: str, chosen: OutsideName) -> tuple[OutsideName, str]:
    """How somebody who chose this is named, and what they agreed to with it."""
    if chosen is OutsideName.REAL:
        return chosen, name
    return (chosen, pen_name) if chosen is OutsideName.PEN and pen_name else (OutsideName.ANONYMOUS, "")


# Columns, not people: what somebody changed at this moment counts.
@kept
def _writers() -> Select[*tuple[Any, ...]]:
    columns = (User.id, User.name, User.pen_name, User.outside_name)
    rows = select(*columns).join(Revision, Revision.author_id == User.id)
    rows = rows.where(Revision.note_id == bindparam("note_id"))
    return rows.group_by(*columns).order_by(func.min(Revision.id))


def _kept(release: Release) -> list[Named]:
    rows = select(ReleaseAuthor).where(ReleaseAuthor.release_id == release.id).order_by(ReleaseAuthor.id)
    return [Named(one.user_id, one.outside_name, one.name) for one in db.session.scalars(rows)]


def keep(release: Release, read: Beside) -> None:
    """Let what was read hold from now on. Does not commit."""
    db.session.execute(delete(ReleaseAuthor).where(ReleaseAuthor.release_id == release.id))
    for one in read.authors:
        db.session.add(ReleaseAuthor(release_id=release.id, **vars(one)))
    release.circle_title, release.meeting_number = read.circle_title, read.meeting_number
    release.sha256 = digest(release, read)


def digest(release: Release, read: Beside | None = None) -> str:
    """SHA-256 of exactly what would leave: title, tags, source and HTML, and what leaves beside them.

    Who sees the circle at present is part of it: whoever read that its title is public did not agree to a hidden one.
    """
    read = read or beside(release)
    text = (release.title, release.tags, release.public_source, release.public_html)
    place = (read.circle_title, str(read.meeting_number or ""), read.visibility)
    parts = [*text, *place, *(one.name for one in read.authors)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def take_out(user: User) -> None:
    """Take every name out that stands outside and that the person does not agree to any more, for good.

    Agreeing again changes nothing by itself: the next approval names them. Does not commit.
    """
    wider = [form for form in OutsideName if not user.outside_name.covers(form)]
    mine = update(ReleaseAuthor).where(ReleaseAuthor.user_id == user.id, ReleaseAuthor.outside_name.in_(wider))
    values = {"name": "", "outside_name": OutsideName.ANONYMOUS}
    db.session.execute(mine.values(values).execution_options(synchronize_session="fetch"))


def names_outside(release_ids: Collection[int]) -> dict[int, list[str | None]]:
    """The names that stand with each of these releases at this moment; None stands for "a participant".

    A name is as it was approved, unless the person does not agree to as much any more.
    """
    found: dict[int, dict[int, str | None]] = {}
    for release_id, user_id, name, approved, chosen in db.session.execute(_outside(), {"ids": list(release_ids)}):
        people = found.setdefault(release_id, {})
        # Of two accounts that became one person, the first name stands.
        people.setdefault(user_id, (name or None) if chosen.covers(approved) else None)
    return {release_id: list(people.values()) for release_id, people in found.items()}


@kept
def _outside() -> Select[*tuple[Any, ...]]:
    columns = (ReleaseAuthor.release_id, User.id, ReleaseAuthor.name, ReleaseAuthor.outside_name, User.outside_name)
    rows = select(*columns).join(User, User.id == ReleaseAuthor.user_id)
    return rows.where(ReleaseAuthor.release_id.in_(bindparam("ids", expanding=True))).order_by(ReleaseAuthor.id)
