"""Writing in one note at the same time: one text that everybody's typing flows into, long before anybody saves.

Each person sends what they typed together with the shared text they had before them, and gets back what it is now.
The three-way merge of these three loses nothing; where two change the same lines, both stand there.
Rules: docs/rules.md, Writing together. Nothing here commits.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import joinedload

from studyhub.db import db, kept
from studyhub.notes import queries
from studyhub.notes.edits import writing
from studyhub.notes.edits.together_models import JointText, Presence
from studyhub.notes.models import Note, Revision
from studyhub.notes.text import markdown
from studyhub.notes.text.merging import merge
from studyhub.people import readers
from studyhub.people.models import User
from studyhub.people.readers import READER, read_by

PRESENT_SECONDS = 30


@dataclass(frozen=True)
class Seen:
    """The shared text somebody has before them, without what they typed since: its step, 0 for none, and its words."""

    step: int
    source: str


@dataclass(frozen=True)
class Text:
    """What the text is at present, on top of the revision `base_id`."""

    source: str
    step: int
    base_id: int


def join(note: Note, base: Revision, seen: Seen, source: str, *, by: User, now: datetime) -> JointText:
    """Let what a person typed flow into the shared text, and hand that back.

    `base` is the revision their text began from. Raises SourceTooLong.
    """
    head = _lock(note)
    joint = _joint(note)
    is_shared = joint is not None and (_is_of(seen, joint) or _others_share(joint, by, now))
    ancestor = seen.source if joint and _is_of(seen, joint) else base.source
    merged = merge(ancestor, source, _present(joint, head) if joint and is_shared else head.source).text
    markdown.refuse_too_long(merged)
    if joint is None:
        joint = JointText(note_id=note.id, step=0, began_step=1, source="", base_id=head.id)
        db.session.add(joint)
    if not is_shared:
        # Nobody else is there: what was left unsaved by people who have gone stays in their own working copies.
        joint.began_step = joint.step + 1
    if not is_shared or (merged, head.id) != (joint.source, joint.base_id):
        joint.step += 1
    joint.source, joint.base_id, joint.base = merged, head.id, head
    db.session.flush()
    return joint


def save(note: Note, base: Revision, seen: Seen, title: str, source: str, *, by: User, now: datetime) -> Revision:
    """Save the shared text with what a person typed in it; alone, or without a script, what they typed.

    Raises EditConflict, SourceTooLong.
    """
    head = _lock(note)
    joint = _joint(note)
    mine = head.title if title == base.title else title
    is_title_disputed = mine != head.title != base.title
    if joint is None or not _is_of(seen, joint) or is_title_disputed:
        return writing.edit(note, base, title, source, by=by, now=now)
    joint = join(note, base, seen, source, by=by, now=now)
    revision = writing.edit(note, head, mine, joint.source, by=by, now=now)
    joint.base_id, joint.base = revision.id, revision
    return revision


def _lock(note: Note) -> Revision:
    writing.lock(note)
    if note.head is None:
        raise ValueError("A note begins with a revision.")
    return note.head


def _joint(note: Note) -> JointText | None:
    rows = select(JointText).where(JointText.note_id == note.id).options(joinedload(JointText.base))
    return db.session.scalar(rows.execution_options(populate_existing=True))


def _is_of(seen: Seen, joint: JointText) -> bool:
    """Whether what somebody saw is still part of the shared text."""
    return joint.began_step <= seen.step <= joint.step


def _present(joint: JointText, head: Revision) -> str:
    """The shared text, with what somebody without a script saved meanwhile."""
    if joint.base_id == head.id:
        return joint.source
    return merge(joint.base.source, joint.source, head.source).text


def text_for(note: Note, user: User, step: int, *, now: datetime) -> Text:
    """The text as it is for somebody who has that step before them; what is saved, where nobody shares it with them."""
    head, joint = note.head, _joint(note)
    if head is None:
        raise ValueError("A note begins with a revision.")
    if joint and (_is_of(Seen(step, ""), joint) or _others_share(joint, user, now)):
        return Text(_present(joint, head), joint.step, head.id)
    return Text(head.source, 0, head.id)


def live_step(note_id: int, user: User | None, *, now: datetime) -> str:
    """What changes whenever the text or who is writing does, by two statements and without a lock.

    Empty for whoever may not write in the note.
    """
    if not readers.is_member(user):
        return ""
    row = db.session.execute(_steps(), read_by(user) | {"note_id": note_id}).first()
    if row is None:
        return ""
    people = db.session.scalars(_other_ids(), _beside(note_id, user, now))
    return f"{row.head_id}.{row.step or 0}.{'-'.join(map(str, people))}"


@kept
def _steps() -> Select[int | None, int]:
    steps = select(Note.head_id, JointText.step).outerjoin(JointText, JointText.note_id == Note.id)
    return steps.where(Note.id == bindparam("note_id"), queries.is_writable())


def seen_by(note: Note, user: User) -> int:
    """The step of the shared text that a person's working copy holds; 0 when it holds none that still counts."""
    joint, mine = _joint(note), db.session.scalar(_presence(note, user))
    return mine.step if joint and mine and _is_of(Seen(mine.step, ""), joint) else 0


def be_present(note: Note, user: User, *, now: datetime, step: int | None = None) -> None:
    """Let others see that a person is writing; `step` is that of the shared text in their working copy now."""
    # Whoever opens the note in two windows at once is there once.
    writing.lock(note)
    mine = db.session.scalar(_presence(note, user).execution_options(populate_existing=True))
    if mine is None:
        mine = Presence(note_id=note.id, user_id=user.id, step=0)
        db.session.add(mine)
    mine.seen_at = now
    if step is not None:
        mine.step = step or -abs(mine.step)


def be_gone(note: Note, user: User, *, now: datetime) -> None:
    """Let others see at once that a person has closed the note."""
    if mine := db.session.scalar(_presence(note, user)):
        mine.seen_at = now - timedelta(seconds=PRESENT_SECONDS)


def _presence(note: Note, user: User) -> Select[Presence]:
    return select(Presence).where(Presence.note_id == note.id, Presence.user_id == user.id)


def others_present(note: Note, user: User, now: datetime) -> list[User]:
    """Who else has the note open to write in it, in the order in which they first did."""
    return list(db.session.scalars(_others(), _beside(note.id, user, now)))


def _others_share(joint: JointText, user: User, now: datetime) -> bool:
    """Whether anybody else who is there has typed something into the shared text."""
    known = _beside(joint.note_id, user, now) | {"began_step": joint.began_step}
    return db.session.scalar(_sharing(), known) is not None


@kept
def _others() -> Select[User]:
    """Who has the note open beside the reader, in the order in which they first did."""
    rows = select(User).join(Presence, Presence.user_id == User.id)
    # Seen at a time to come was somebody before the clock was set back.
    is_here = and_(Presence.seen_at > bindparam("since"), Presence.seen_at <= bindparam("until"))
    fresh = rows.where(Presence.note_id == bindparam("note_id"), is_here)
    return fresh.where(User.id != READER).order_by(Presence.id)


@kept
def _other_ids() -> Select[int]:
    return _others().with_only_columns(User.id)


@kept
def _sharing() -> Select[int]:
    return _other_ids().where(Presence.step >= bindparam("began_step")).limit(1)


def _beside(note_id: int, user: User, now: datetime) -> dict[str, Any]:
    """What these are executed with."""
    a_moment = timedelta(seconds=PRESENT_SECONDS)
    return read_by(user) | {"note_id": note_id, "since": now - a_moment, "until": now + a_moment}
