"""How far notes have come, in the words that every list says: inside first, then outside."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from studyhub.db import kept
from studyhub.notes.models import OPEN_STATES, Note, Release, ReleaseState


class Stage(StrEnum):
    """A word about how far a note has come; two or three may be true of one."""

    DRAFT = "draft"
    SHARED = "shared"
    PUBLISHED = "published"
    RETRACTED = "retracted"
    REQUESTED = "requested"
    DECLINED = "declined"


@kept
def columns() -> Sequence[ColumnElement[Any]]:
    """What `stages` needs of a note, beside its `shared_at`, as columns of a statement about notes."""
    one = aliased(Release)
    of_note = select(one.state).where(one.note_id == Note.id)
    newest = of_note.order_by(one.id.desc()).limit(1).scalar_subquery()
    is_outside = exists().where(one.note_id == Note.id, one.state == ReleaseState.APPROVED)
    was_outside = exists().where(one.note_id == Note.id, one.state == ReleaseState.RETRACTED)
    return is_outside, was_outside, newest


def stages(
    shared_at: datetime | None, is_outside: bool, was_outside: bool, newest: ReleaseState | None
) -> tuple[Stage, ...]:
    """The states of a note; `newest` is that of the text asked for last, None while none was."""
    said = [Stage.DRAFT if shared_at is None else Stage.SHARED]
    if is_outside or was_outside:
        said.append(Stage.PUBLISHED if is_outside else Stage.RETRACTED)
    if newest in OPEN_STATES:
        said.append(Stage.REQUESTED)
    elif newest is ReleaseState.DECLINED:
        said.append(Stage.DECLINED)
    return tuple(said)
