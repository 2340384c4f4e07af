"""Bringing what was said about the chapters into the text, in the organisation's language."""

from collections.abc import Sequence
from typing import Any

from flask import abort, jsonify
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from studyhub.circles.models import Chapter
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.models import Meeting
from studyhub.meetings.thoughts import queries as thought_queries
from studyhub.meetings.thoughts.models import ThoughtKind
from studyhub.notes.edits import gathering
from studyhub.notes.edits.gathering import Gathered
from studyhub.notes.forms import NoteForm
from studyhub.notes.models import Note
from studyhub.notes.views.blueprint import bp
from studyhub.notes.views.fetching import writable_note
from studyhub.settings import organization
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user


def gathered(meeting: Meeting, chapters: Sequence[Chapter]) -> list[Gathered]:
    """What was said about these chapters, as it stands in the note; nothing for whoever may not read it."""
    said = thought_queries.written(meeting) if thought_queries.step(meeting.id, current_user()) else {}
    with force_locale(organization.current().language):
        words = {ThoughtKind.THOUGHT: _("Thought"), ThoughtKind.QUESTION: _("Question")}
    return [
        Gathered(
            gathering.escaped(" ".join(filter(None, (chapter.number, chapter.title)))),
            gathering.items(said.get(chapter.id, ()), words),
        )
        for chapter in chapters
    ]


def with_thoughts(note: Note, source: str) -> str:
    """The text with every thought and question that is not yet in it."""
    if note.meeting is None:
        return source
    return gathering.with_missing(source, gathered(note.meeting, chapter_queries.chapters(note.meeting)))


@bp.post("/notes/<id:note_id>/gathering")
@member_required
def create_gathering(note_id: int) -> Any:
    """The text with what was said, for the editor's script; nothing is saved yet."""
    note = writable_note(note_id)
    form = NoteForm()
    if form.source.data is None:
        abort(400)
    source = with_thoughts(note, form.source.data)
    return jsonify({"source": source, "said": said_of(form.source.data, source)})


def said_of(before: str, after: str) -> str:
    """How much came in."""
    count = after.count("\n- ") - before.count("\n- ")
    if count == 0:
        return str(_("Everything that was said is in the text already."))
    return str(ngettext("%(num)s thought or question came in.", "%(num)s thoughts and questions came in.", count))
