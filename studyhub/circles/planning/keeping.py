"""Drafts of planning between their steps: kept for their person, so that no way back or forth loses what was typed.

Nothing here commits. Rules: docs/rules.md, Planning.
"""

import json
from dataclasses import asdict, fields
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select
from sqlalchemy.exc import IntegrityError

from studyhub.circles.planning.drafts import Draft
from studyhub.circles.planning.models import KeptDraft
from studyhub.db import db
from studyhub.people.models import User

# Longer than anybody plans at one circle, counted from the last change.
KEPT_FOR = timedelta(days=30)
DRAFTS_MAX = 10
CONTENT_MAX_CHARS = 2**20


class DraftTooLarge(Exception):
    """More than anybody types: it is not kept."""


class ForeignDraft(Exception):
    """The key is that of another person's draft."""


def find(user: User, key: str) -> Draft | None:
    """The draft of a person with this key."""
    # Within one request too another window may have changed it since it was read.
    row = db.session.scalar(_of(user).where(KeptDraft.key == key).execution_options(populate_existing=True))
    return _draft(row) if row else None


def unfinished(user: User) -> Draft | None:
    """The draft a person worked at last, unless a circle came of it."""
    newest = _of(user).where(KeptDraft.made_at.is_(None)).order_by(KeptDraft.changed_at.desc(), KeptDraft.id.desc())
    row = db.session.scalar(newest.limit(1))
    return _draft(row) if row else None


def _draft(row: KeptDraft) -> Draft:
    # A field may be of another version.
    known = {one.name for one in fields(Draft)}
    return Draft(**{name: value for name, value in row.content.items() if name in known} | {"key": row.key})


def keep(user: User, draft: Draft, *, now: datetime) -> None:
    """Write a draft down, in the place of what it was before. Raises DraftTooLarge, ForeignDraft."""
    content = asdict(draft)
    if len(json.dumps(content)) > CONTENT_MAX_CHARS:
        raise DraftTooLarge
    row = db.session.scalar(_of(user).where(KeptDraft.key == draft.key)) or _added(user, draft.key, now)
    row.content, row.changed_at = content, now
    _forget_beyond(user)


def _added(user: User, key: str, now: datetime) -> KeptDraft:
    row = KeptDraft(key=key, user_id=user.id, content={}, changed_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as taken:
        # Pressed twice at once, or not theirs.
        found = db.session.scalar(_of(user).where(KeptDraft.key == key))
        if found is None:
            raise ForeignDraft from taken
        return found
    return row


def _forget_beyond(user: User) -> None:
    newest_first = _of(user).order_by(KeptDraft.changed_at.desc(), KeptDraft.id.desc())
    db.session.flush()
    older = db.session.scalars(newest_first.with_only_columns(KeptDraft.id).offset(DRAFTS_MAX)).all()
    if older:
        db.session.execute(delete(KeptDraft).where(KeptDraft.id.in_(older)))


def settle(user: User, draft: Draft, *, now: datetime) -> None:
    """Note that a circle was made of a draft; whoever goes back to it still finds it."""
    if row := db.session.scalar(_of(user).where(KeptDraft.key == draft.key)):
        row.made_at = now


def forget_old(now: datetime) -> None:
    """Forget what nobody came back to."""
    db.session.execute(delete(KeptDraft).where(KeptDraft.changed_at < now - KEPT_FOR))


def forget_all(user: User) -> None:
    """Forget every draft of a person."""
    db.session.execute(delete(KeptDraft).where(KeptDraft.user_id == user.id))


def _of(user: User) -> Select[KeptDraft]:
    return select(KeptDraft).where(KeptDraft.user_id == user.id)
