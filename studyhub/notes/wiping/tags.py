"""Tags of a note that a wiped passage stands in: they go with it, or the next edit would carry it outside again."""

from studyhub.notes import queries, tagging
from studyhub.notes.models import Note
from studyhub.notes.text import passages


def with_passage(note: Note, passage: str) -> list[str]:
    """The tags of the note that hold the passage, as people write them."""
    return [name for name in queries.tags_of([note.id]).get(note.id, []) if passages.is_in(passage, name)]


def take_off(note: Note, names: list[str]) -> None:
    """Take these tags off the note; other notes keep theirs. Does not commit."""
    if names:
        tagging.change(note, tagging.joined(names), "")
