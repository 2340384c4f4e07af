"""The words a note is found by: written as a list with commas, one word however its letters are written."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, delete, select

from studyhub.audit import trail
from studyhub.db import db
from studyhub.delivery import rows
from studyhub.notes.models import Note, NoteTag, Tag
from studyhub.people.models import User
from studyhub.text.cleaning import clean_line, folded

TAG_MAX_CHARS = 40
TAGS_MAX = 10
SEPARATORS = str.maketrans({"、": ",", "，": ",", "､": ",", "\n": ","})


def split(text: str) -> list[str]:
    """The tags of a list with commas, Japanese ones too, in order; the first writing of a word counts."""
    named: dict[str, str] = {}
    for word in text.translate(SEPARATORS).split(","):
        if name := clean_line(word).lstrip("#＃").strip():
            named.setdefault(folded(name), name)
    return list(named.values())


def joined(names: Iterable[str]) -> str:
    """The tags as they are written into the field."""
    return ", ".join(names)


def keys(names: Iterable[str]) -> str:
    """What a release keeps of its tags to be found by: `\\nslo\\nsre\\n`, so that no tag is found within another."""
    return "".join(f"\n{folded(name)}" for name in names) + "\n"


def retag(note: Note, before: str, after: str, *, by: User, now: datetime) -> None:
    """As `change`, for somebody: the trail says who, as tags leave with a text. Does not commit."""
    if change(note, before, after):
        trail.record("note.tagged", note, by=by, now=now, circle_id=note.circle_id)


def change(note: Note, before: str, after: str) -> bool:
    """Make of a note's tags what somebody made of a list that began as `before`, in their order.

    What others changed meanwhile stays, each behind the tag it stood behind. Hands back whether anything changed. Does
    not commit.
    """
    named = {folded(name): name for name in split(after)}
    present = list(db.session.scalars(_keys(note)))
    wanted = _merged(present, [folded(name) for name in split(before)], list(named))
    if wanted == present:
        return False
    if new := [{"key": key, "name": named[key]} for key in wanted if key not in present]:
        rows.insert_missing(Tag, new, unique=["key"])
    _put(note, wanted)
    return True


def _keys(note: Note) -> Select[str]:
    return (
        select(Tag.key).join(NoteTag, NoteTag.tag_id == Tag.id).where(NoteTag.note_id == note.id).order_by(NoteTag.id)
    )


def _merged(present: list[str], before: list[str], after: list[str]) -> list[str]:
    """The keys in the order of `after`, with what others added and without what they took away since `before`."""
    merged = [key for key in after if key in present or key not in before]
    place = 0
    for key in present:
        if key not in merged and key not in before:
            merged.insert(place, key)
        if key in merged:
            place = merged.index(key) + 1
    return _as_many_as_fit(merged, present)


def _as_many_as_fit(merged: list[str], present: list[str]) -> list[str]:
    """Whoever adds to a full list adds nothing."""
    added = [key for key in merged if key not in present]
    room = TAGS_MAX - (len(merged) - len(added))
    return [key for key in merged if key not in added[max(room, 0) :]]


def _put(note: Note, keys: list[str]) -> None:
    """Give the note these tags and no others. Rows are in the order of their ids."""
    db.session.execute(delete(NoteTag).where(NoteTag.note_id == note.id))
    ids = dict(db.session.execute(select(Tag.key, Tag.id).where(Tag.key.in_(keys))).all())
    if put := [{"note_id": note.id, "tag_id": ids[key]} for key in keys]:
        rows.insert_missing(NoteTag, put, unique=["note_id", "tag_id"])
