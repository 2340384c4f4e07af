"""Bringing what was said about the chapters into the text, in the organisation's language."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import abort, jsonify
from flask_babel import force_locale

from studyhub.circles.models import Chapter
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.material import queries as material
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
from studyhub.words.saying import gettext as _
from studyhub.words.saying import ngettext


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


class MaterialLink(NamedTuple):
    """A link of a chapter, as Markdown takes its two parts."""

    title: str
    address: str


# What would end the address of a link in Markdown, or change it.
_ENDS_AN_ADDRESS = {ord(letter): f"%{ord(letter):02X}" for letter in "()<>\\`"}


def gathered_links(chapters: Sequence[Chapter]) -> list[MaterialLink]:
    """The links of these chapters, in order, for the part of a note that never leaves the organisation."""
    found = material.of_chapters(chapter.id for chapter in chapters)
    return [
        MaterialLink(gathering.escaped(link.title), link.url.translate(_ENDS_AN_ADDRESS))
        for chapter in chapters
        for link in found.get(chapter.id, [])
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
        return _("Everything that was said is in the text already.")
    return ngettext("%(num)s thought or question came in.", "%(num)s thoughts and questions came in.", count)
