"""Released notes on their way to a blog: which posts there are, as which files, and that they went."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from flask_babel import force_locale
from sqlalchemy import update

from studyhub.audit import trail
from studyhub.circles.models import Circle
from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.notes.models import Release, ReleaseState
from studyhub.notes.naming import named
from studyhub.notes.queries import ReleasedNote, Scope
from studyhub.notes.releases.released import released
from studyhub.people.models import User
from studyhub.publishing import queries
from studyhub.publishing.blogs.hugo import tags_for, write_hugo
from studyhub.publishing.blogs.plain import write_plain
from studyhub.publishing.blogs.post import Post

# More notes than any circle has meetings.
POSTS_MAX = 10_000


class Target(StrEnum):
    HUGO = "hugo"
    PLAIN = "plain"


WRITERS = {Target.HUGO: write_hugo, Target.PLAIN: write_plain}


@dataclass(frozen=True)
class Blog:
    """What posts are written for: the zone their dates are in, our public address, None when there is none, and the
    language it is in.
    """

    zone: str
    our_url: str | None
    language: str = "ja"


@dataclass(frozen=True)
class Export:
    """What leaves: posts in the order of their meetings; `missing` took place and have no released notes."""

    notes: tuple[ReleasedNote, ...]
    posts: tuple[Post, ...]
    missing: tuple[Meeting, ...] = ()

    def files(self, target: Target) -> dict[str, bytes]:
        """The files by path. Raises UnusableSlug, InternalSurvives and SourceTooLong."""
        return WRITERS[target](self.posts)

    @property
    def dropped_tags(self) -> tuple[str, ...]:
        """Tags that Hugo has no name for, in order."""
        dropped = (tag for post in self.posts for tag in tags_for(post.tags).dropped)
        return tuple(dict.fromkeys(dropped))


def of_note(note_id: int, blog: Blog) -> Export:
    """The released text of one note; without posts when there is none."""
    return _export(released(None, Scope(note_id=note_id), limit=1), blog)


def of_circle(circle: Circle, blog: Blog, *, now: datetime) -> Export:
    """All released notes of a circle, and which of its meetings have none."""
    notes = released(None, Scope(circle_id=circle.id), limit=POSTS_MAX)
    noted = [note.meeting_id for note in notes if note.meeting_id is not None]
    missing = db.session.scalars(queries.held_without(circle.id, noted, now=now)).all()
    return _export(notes, blog, missing)


def _export(notes: Collection[ReleasedNote], blog: Blog, missing: Sequence[Meeting] = ()) -> Export:
    ordered = tuple(sorted(notes, key=_place))
    addresses = queries.addresses([note.note_id for note in ordered])
    with force_locale(blog.language):
        posts = tuple(_post(note, blog, is_draft=note.note_id not in addresses) for note in ordered)
    return Export(ordered, posts, tuple(missing))


def _place(note: ReleasedNote) -> tuple[bool, int, datetime, int]:
    """In the order of meetings, notes without one last."""
    return note.meeting_number is None, note.meeting_number or 0, note.published_at, note.note_id


def _post(note: ReleasedNote, blog: Blog, *, is_draft: bool) -> Post:
    zone = ZoneInfo(blog.zone)
    return Post(
        slug=note.slug,
        title=note.title,
        source=note.source,
        dialect=note.dialect,
        date=note.published_at.astimezone(zone),
        updated=note.updated_at.astimezone(zone),
        tags=note.tags,
        authors=named(note.authors),
        series=note.circle_title,
        series_number=note.meeting_number,
        circle=note.circle_title,
        canonical_url=f"{blog.our_url}/notes/{note.note_id}/" if blog.our_url else None,
        draft=is_draft,
    )


def note_exported(export: Export, *, now: datetime) -> None:
    """Keep that these texts were exported. Does not commit."""
    ids = [note.release_id for note in export.notes]
    db.session.execute(update(Release).where(Release.id.in_(ids)).values(exported_at=now))


def keep_address(note_id: int, address: str, *, by: User, now: datetime) -> None:
    """Keep where the note stands on the blog; an empty address takes it back. Does not commit."""
    for release in db.session.scalars(queries.releases(note_id).with_for_update()).all():
        is_outside = release.state is ReleaseState.APPROVED
        before, release.address = release.address, address if is_outside else release.address and address
        if is_outside and before != address:
            after = {"address": address}
            trail.record("release.address_changed", release, by=by, now=now, before={"address": before}, after=after)
