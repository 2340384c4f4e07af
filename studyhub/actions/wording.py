"""What decisions and actions say, looked through and rewritten where something is wiped from the note they are of."""

from collections.abc import Callable

from sqlalchemy import or_, select

from studyhub.actions.models import Action, Decision
from studyhub.actions.reading.letters import key_of
from studyhub.db import db
from studyhub.text import searching


def with_passage(
    note_id: int, meeting_id: int | None, is_in: Callable[[str], bool], passage: str
) -> list[Action | Decision]:
    """The decisions and actions of a note, and of its session, in which a passage stands; dropped ones too."""
    of_actions = or_(Action.note_id == note_id, Action.meeting_id == meeting_id)
    of_decisions = or_(Decision.note_id == note_id, Decision.meeting_id == meeting_id)
    actions = db.session.scalars(select(Action).where(of_actions)).all()
    decisions = db.session.scalars(select(Decision).where(of_decisions)).all()
    rows: list[Action | Decision] = [*actions, *decisions]
    return [row for row in rows if is_in(row.text) or is_in(row.dropped_reason) or _holds(row.line, passage)]


def _holds(line: str, passage: str) -> bool:
    key = key_of(passage)
    return bool(key) and key in line


def rewrite(row: Action | Decision, without: Callable[[str], str], passage: str) -> None:
    """Take the passage out of a row, and forget the line it was made from where that held it."""
    row.text, row.dropped_reason = without(row.text), without(row.dropped_reason)
    row.search_text = searching.kept(row.text)
    if _holds(row.line, passage):
        row.line = ""
