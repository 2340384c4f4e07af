"""Where a thought was gathered into notes, so that it can be wiped there in the same press."""

from dataclasses import dataclass

from studyhub.circles.models import Circle
from studyhub.meetings.thoughts.models import Thought
from studyhub.notes.edits.gathering import escaped
from studyhub.notes.models import Note
from studyhub.notes.text.passages import normal
from studyhub.notes.wiping import passages as wiping
from studyhub.notes.wiping.passages import Places

# Shorter words stand in notes for other reasons; they are found behind the name of whoever wrote them alone.
BY_ITSELF_MIN_CHARS = 12


@dataclass(frozen=True)
class Gathered:
    """A note, one form in which a thought stands in it, and where."""

    note: Note
    passage: str
    places: Places


def gathered(thought: Thought, circle: Circle) -> list[Gathered]:
    """The notes of a circle in which a thought stands, once for each form in which it does."""
    return [
        Gathered(note, passage, found)
        for passage in _forms_of(thought)
        for note in wiping.notes_with(circle, passage)
        if (found := wiping.places(note, passage))
    ]


def _forms_of(thought: Thought) -> list[str]:
    # As it was gathered, and as somebody copied it.
    forms = dict.fromkeys([escaped(thought.text), normal(thought.text)])
    name = escaped(thought.user.name)
    return [form if len(form) >= BY_ITSELF_MIN_CHARS else f"({name}): {form}" for form in forms]
