"""Having a chapter read together in its session, and taking that back; organisers only."""

from typing import Any

from flask import redirect, url_for

from studyhub import clock
from studyhub.meetings.assigning import reading_together
from studyhub.meetings.views.attempts import attempt
from studyhub.meetings.views.blueprint import bp
from studyhub.meetings.views.fetching import chapter_of, organized_meeting
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/reading-together")
@member_required
def create_reading_together(meeting_id: int, chapter_id: int) -> Any:
    """Read a chapter together in the session; nobody is asked for it."""
    meeting = organized_meeting(meeting_id)
    chapter = chapter_of(meeting, chapter_id)
    done = _("The chapter is read together in the session. Nobody is asked for it.")
    attempt(lambda: reading_together.read_together(meeting, chapter, by=current_user(), now=clock.now()), done)
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/reading-together/delete")
@member_required
def delete_reading_together(meeting_id: int, chapter_id: int) -> Any:
    """Have a chapter presented after all, by whoever had it."""
    meeting = organized_meeting(meeting_id)
    chapter = chapter_of(meeting, chapter_id)
    done = _("The chapter is presented again, by whoever had it before.")
    attempt(lambda: reading_together.present_again(meeting, chapter, by=current_user(), now=clock.now()), done)
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)
