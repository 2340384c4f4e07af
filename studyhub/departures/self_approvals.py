"""What somebody who has two accounts asked to publish, or wrote, with one of them and released with the other."""

from sqlalchemy import select

from studyhub.db import db
from studyhub.notes import queries
from studyhub.notes.models import Release
from studyhub.people.models import User


def self_approved(one: User, other: User) -> list[Release]:
    """Releases that one of two accounts approved and the other asked for or wrote, the oldest first."""
    both = {one.id, other.id}
    approved = select(Release).where(Release.approved_by_id.in_(both)).order_by(Release.id)
    return [release for release in db.session.scalars(approved) if _is_by_the_other(release, both)]


def _is_by_the_other(release: Release, both: set[int]) -> bool:
    others = both - {release.approved_by_id}
    return not others.isdisjoint({release.requested_by_id, *queries.author_ids(release.note)})
