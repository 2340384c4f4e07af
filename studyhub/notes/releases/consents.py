"""When somebody takes back that they may be named outside: the name goes at once, and editors learn where it stood."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, or_, select

from studyhub.db import db
from studyhub.delivery import outbox
from studyhub.notes.models import Release, ReleaseAuthor, ReleaseState
from studyhub.notes.releases import accompanying
from studyhub.notes.releases.regrets import forms_of
from studyhub.people import queries as people
from studyhub.people.models import OutsideName, User


def take_back(user: User, before: OutsideName, name: str, *, now: datetime) -> Sequence[Release]:
    """Tell the editors which texts outside name somebody who no longer agrees to it; `name` is what they went by.

    As an author the person is "a participant" from now on by itself; what stands within a text an editor has to change.
    Hands back those texts; none where the person agrees to as much as before. Does not commit.
    """
    if user.outside_name.covers(before):
        return []
    found = naming(user, name)
    accompanying.take_out(user)
    if found:
        ids = [release.id for release in found]
        payload = {"name": user.name, "note_id": found[0].note_id, "release_ids": ids}
        key = f"name_taken_back:{user.id}:{now.isoformat()}"
        told = [(editor, key, payload) for editor in db.session.scalars(people.editors())]
        outbox.add_many("name_taken_back", told, now=now)
    return found


def naming(user: User, name: str) -> Sequence[Release]:
    """The texts outside that name a person, as an author or in their words; newest first."""
    wrote = exists().where(
        ReleaseAuthor.release_id == Release.id, ReleaseAuthor.user_id == user.id, ReleaseAuthor.name != ""
    )
    texts = (Release.title, Release.tags, Release.public_source)
    says = [text.contains(form, autoescape=True) for text in texts for form in forms_of(name, user.chat_handle)]
    rows = select(Release).where(Release.state == ReleaseState.APPROVED, or_(wrote, *says))
    return db.session.scalars(rows.order_by(Release.first_approved_at.desc(), Release.id.desc())).all()


def still_outside(release_ids: Sequence[int]) -> Sequence[Release]:
    """Those of these texts that are outside at this moment."""
    rows = select(Release).where(Release.id.in_(release_ids), Release.state == ReleaseState.APPROVED)
    return db.session.scalars(rows.order_by(Release.first_approved_at.desc(), Release.id.desc())).all()
