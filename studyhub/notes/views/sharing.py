"""Beginning a meeting's note, and sharing it inside."""

from dataclasses import replace
from typing import Any

from flask import abort, current_app, flash, redirect, request, url_for
from flask_babel import force_locale

from studyhub import clock
from studyhub.circles.models import Chapter, CircleKind, Format
from studyhub.db import db
from studyhub.drills.running import shown as drills
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.models import Meeting, MeetingState
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.notes.edits import writing
from studyhub.notes.edits.gathering import escaped
from studyhub.notes.forms import TITLE_MAX_CHARS
from studyhub.notes.releases import releasing
from studyhub.notes.text.markdown import is_too_long
from studyhub.notes.views.blueprint import bp
from studyhub.notes.views.fetching import shareable_note, writable_meeting
from studyhub.notes.views.gathering import gathered, gathered_links
from studyhub.settings import organization
from studyhub.sos import rounding_up
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _

# With more people than this, a corner for each of them helps nobody.
CORNERS_MAX = 30


@bp.post("/meetings/<id:meeting_id>/note")
@member_required
def create(meeting_id: int) -> Any:
    """Begin the note of a meeting from the template of its kind and format, or go on with the one there is."""
    meeting = writable_meeting(meeting_id)
    if meeting.state is MeetingState.CANCELLED:
        abort(403)
    chapters = chapter_queries.chapters(meeting)
    language = organization.current().language
    with force_locale(language):
        title, source = _title(meeting, chapters), _beginning(meeting, chapters, language)
    note = writing.begin(meeting.circle, meeting, title, source, by=current_user(), now=clock.now())
    db.session.commit()
    return redirect(url_for("notes.edit", note_id=note.id), 303)


def _title(meeting: Meeting, chapters: list[Chapter]) -> str:
    name = meeting.title or ", ".join(chapter.title for chapter in chapters[:1]) or meeting.circle.title
    if meeting.number is not None:
        name = _("Session %(number)s: %(title)s", number=meeting.number, title=name)
    return str(name)[:TITLE_MAX_CHARS]


def _beginning(meeting: Meeting, chapters: list[Chapter], language: str) -> str:
    if rounding_up.is_round(meeting):
        return _of_round(meeting, language)
    if meeting.circle.kind is CircleKind.DRILL:
        return _of_drills(meeting, language)
    way = Format.READ_TOGETHER if chapter_queries.all_read_together(meeting) else meeting.effective_format
    name = str(way) if chapters else "study"
    template = current_app.jinja_env.get_template(f"notes/beginnings/{name}.{language}.md")
    said = gathered(meeting, chapters)
    people = _corners(meeting) if way is Format.READ_TOGETHER else []
    material = gathered_links(chapters)
    source = template.render(chapters=said, people=people, material=material)
    if is_too_long(source):
        # However much people say, it keeps nobody from writing.
        source = template.render(chapters=[replace(one, items=()) for one in said], people=people, material=material)
    return source


def _of_round(meeting: Meeting, language: str) -> str:
    template = current_app.jinja_env.get_template(f"notes/beginnings/sos.{language}.md")
    found = rounding_up.round_up(meeting)
    source = template.render(round=found)
    return template.render(round=rounding_up.RoundUp((), ())) if is_too_long(source) else source


def _of_drills(meeting: Meeting, language: str) -> str:
    template = current_app.jinja_env.get_template(f"notes/beginnings/drill.{language}.md")
    source = template.render(drills=[_of_drill(one) for one in drills.told_in(meeting)])
    return template.render(drills=[]) if is_too_long(source) else source


def _of_drill(told: drills.Told) -> dict[str, Any]:
    """A drill as Markdown shows it."""
    lines = {name: [escaped(line) for line in getattr(told, name)] for name in ("lines", "learned")}
    return {"title": escaped(told.title), **lines}


def _corners(meeting: Meeting) -> list[str]:
    """The names of those who are signed up, each for a corner of their own, as Markdown shows them."""
    seated = db.session.scalars(signup_queries.confirmed(meeting).limit(CORNERS_MAX))
    return [escaped(signup.user.name) for signup in seated]


@bp.post("/notes/<id:note_id>/sharing")
@member_required
def create_sharing(note_id: int) -> Any:
    """Share a note inside; pressed after its session, that page goes on."""
    note = shareable_note(note_id)
    releasing.share(note, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("The notes are shared: everybody who may open the circle can read them."), "success")
    if note.meeting_id and request.args.get("back") == "end":
        return redirect(url_for("meetings.show_end", meeting_id=note.meeting_id, _anchor="note"), 303)
    return redirect(url_for("notes.show", note_id=note_id), 303)


@bp.post("/notes/<id:note_id>/sharing/delete")
@member_required
def delete_sharing(note_id: int) -> Any:
    """Make a note a draft again."""
    note = shareable_note(note_id)
    releasing.unshare(note, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("The notes are a draft again: only those who take part see them."), "success")
    return redirect(url_for("notes.show", note_id=note_id), 303)
