"""The words a note is found by: written as a list with commas, one word however its letters are written."""

from collections.abc import Iterable

from sqlalchemy import delete, select

from studyhub.db import db
from studyhub.delivery import rows
from studyhub.notes import queries
from studyhub.notes.models import Note, NoteTag, Tag
from studyhub.web.cleaning import clean_line, folded

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


def change(note: Note, before: str, after: str) -> None:
    """Add and take away what somebody changed in a list of tags that began as `before`.

    What others changed meanwhile stays. Does not commit.
    """
    old, new = {folded(name) for name in split(before)}, {folded(name): name for name in split(after)}
    _take_away(note, old - new.keys())
    _add(note, {key: name for key, name in new.items() if key not in old})


def _take_away(note: Note, keys: set[str]) -> None:
    if keys:
        gone = select(Tag.id).where(Tag.key.in_(keys))
        db.session.execute(delete(NoteTag).where(NoteTag.note_id == note.id, NoteTag.tag_id.in_(gone)))


def _add(note: Note, named: dict[str, str]) -> None:
    room = TAGS_MAX - len(queries.tags_of([note.id]).get(note.id, []))
    kept = dict(list(named.items())[: max(room, 0)])
    if not kept:
        return
    rows.insert_missing(Tag, [{"key": key, "name": name} for key, name in kept.items()], unique=["key"])
    ids = db.session.scalars(select(Tag.id).where(Tag.key.in_(kept)))
    found = [{"note_id": note.id, "tag_id": tag_id} for tag_id in ids]
    rows.insert_missing(NoteTag, found, unique=["note_id", "tag_id"])
