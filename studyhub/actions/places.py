"""Where something was settled: a circle, and in it a session, a note, or both."""

from dataclasses import dataclass

from studyhub.circles.models import Circle
from studyhub.meetings.models import Meeting


@dataclass(frozen=True)
class Place:
    """A circle and what was settled where in it; `line` is the folded line of the note, empty without one."""

    circle: Circle
    meeting: Meeting | None = None
    note_id: int | None = None
    line: str = ""

    @property
    def columns(self) -> dict[str, int | str | None]:
        """What the columns of a row keep of it."""
        meeting_id = self.meeting.id if self.meeting else None
        return {"circle_id": self.circle.id, "meeting_id": meeting_id, "note_id": self.note_id, "line": self.line}
