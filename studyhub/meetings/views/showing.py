"""The page of a meeting, as it is shown and as it comes back with a form that could not be taken."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request

from studyhub import clock
from studyhub.actions import meeting_part
from studyhub.circles import words
from studyhub.circles.models import Chapter
from studyhub.drills.running import shown as drills
from studyhub.meetings import page, rules
from studyhub.meetings.forms import CheckinForm, ThanksForm, ThoughtForm
from studyhub.meetings.models import Meeting
from studyhub.meetings.running import hours
from studyhub.meetings.thanks import page as thanks_page
from studyhub.meetings.thoughts import page as thoughts_page
from studyhub.meetings.thoughts import queries as thought_queries
from studyhub.notes import of_meeting
from studyhub.reminders import phrases, standing
from studyhub.web.guards.auth import current_user_or_none
from studyhub.web.pages.forms import choice


def meeting_page(
    meeting: Meeting,
    refused: ThoughtForm | None = None,
    code: CheckinForm | None = None,
    thanks: ThanksForm | None = None,
) -> str:
    """One meeting: am I in, when and where, who presents, who comes, what is said.

    `refused`, `code` and `thanks` are what was typed and could not be taken.
    """
    reader, now = current_user_or_none(), clock.now()
    # The step first: what is said while the rest is read is then asked for once more.
    step = thought_queries.step(meeting.id, reader) if reader else ""
    shown = page.meeting_page(meeting, reader, now)
    chapters = [line.chapter for line in shown.chapters]
    together = {line.chapter.id for line in shown.chapters if line.is_read_together}
    return render_template(
        "meetings/show.html",
        page=shown,
        note_line=of_meeting.line(meeting, reader, shown.mine.participation, has_chapters=bool(chapters)),
        meeting=meeting,
        drills=drills.drills_of(meeting, reader),
        circle=meeting.circle,
        settled_back=f"meeting.{meeting.id}",
        suggested=None,
        settled=meeting_part.of_meeting(meeting, reader, shown.mine.participation, now=now),
        thoughts=thoughts_page.thoughts_page(
            meeting, chapters, step, reader, now, together=together, has_any=shown.has_thoughts
        ),
        thought_form=refused or thought_form(chapters, formdata=None),
        begins_to_write="write" in request.args,
        reminders=standing.of_meeting(meeting, now) if shown.can_organize else None,
        soon_at=phrases.soon_at,
        hour=hours.hour_of(meeting, now),
        can_project=reader is not None
        and shown.is_inside
        and rules.can_project(meeting, reader, organizes=shown.can_organize),
        code=code,
        thanks=thanks_page.thanks_page(meeting, reader, now),
        thanks_form=thanks,
        shows_end=hours.shows_end(meeting, now, organizes=shown.can_organize) and shown.is_inside,
    )


def thought_form(chapters: Sequence[Chapter], **begins: Any) -> ThoughtForm:
    """The form of a thought on one of these chapters."""
    form = ThoughtForm(**begins)
    form.chapter_id.choices = [
        choice(str(one.id), words.chapter_name(one.number, one.kind, one.title)) for one in chapters
    ]
    return form
