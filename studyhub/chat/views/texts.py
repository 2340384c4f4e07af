"""Text for chat, to copy from the page of a session."""

from flask import abort, render_template
from flask_babel import force_locale

from studyhub import clock
from studyhub.chat import facts, texts
from studyhub.chat.views.blueprint import bp
from studyhub.circles.views.fetching import is_organizer
from studyhub.meetings import queries as meetings
from studyhub.meetings.models import Meeting
from studyhub.settings import organization
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.addresses import public_root


@bp.get("/meetings/<id:meeting_id>/chat")
@member_required
def show(meeting_id: int) -> str:
    """What to say in chat of a session: before it, after a change, and when its notes can be read."""
    meeting: Meeting = meetings.visible(current_user(), meeting_id) or abort(404)
    # Many read it there, in the language of the organisation.
    with force_locale(organization.current().language):
        found = _texts(meeting)
    return render_template(
        "chat/show.html",
        meeting=meeting,
        circle=meeting.circle,
        texts=found,
        can_manage_webhooks=is_organizer(meeting.circle),
    )


def _texts(meeting: Meeting) -> list[tuple[str, str]]:
    """Each with its name, what matters more now first."""
    now, root = clock.now(), public_root()
    if meeting.is_held(now):
        found = [("notes", _notes(meeting, root))]
    else:
        told = facts.told(meeting, now)
        before = "" if facts.is_called_off(meeting) else texts.day_before(told, root)
        found = [("changed", texts.changed(told, root)), ("before", before)]
    return [(name, text) for name, text in found if text]


def _notes(meeting: Meeting, root: str) -> str:
    note = facts.shared_note(meeting)
    return texts.notes_shared(note, root) if note and not facts.is_hidden(meeting) else ""
