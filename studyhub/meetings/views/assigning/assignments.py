"""Each person's own part in who presents which chapter."""

from typing import Any

from flask import abort, redirect, request, url_for

from studyhub import clock
from studyhub.circles.models import Chapter
from studyhub.meetings.assigning import asking, assignments
from studyhub.meetings.assigning.cover import last_minute
from studyhub.meetings.forms import ReasonForm
from studyhub.meetings.models import Meeting
from studyhub.meetings.rules import ChapterAction
from studyhub.meetings.views.attempts import attempt
from studyhub.meetings.views.blueprint import bp
from studyhub.meetings.views.fetching import chapter_of, organizes, own_assignment, visible_meeting
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


def _done(action: ChapterAction) -> str:
    words = {
        ChapterAction.CLAIM: _("The chapter is yours. Thank you!"),
        ChapterAction.ACCEPT: _("The chapter is yours. Thank you!"),
        ChapterAction.DECLINE: _("You have declined. Somebody else will be asked."),
        ChapterAction.READY: _("You are ready for your chapter."),
        ChapterAction.NOT_READY: _("Noted: not ready yet."),
        ChapterAction.WANT_COVER: _("You look for cover. The chapter stays yours until somebody takes it over."),
        ChapterAction.KEEP: _("You present your chapter after all."),
        ChapterAction.GIVE_BACK: _("You have given the chapter back; it is open again."),
        ChapterAction.COVER: _("You take the chapter over. Thank you!"),
        ChapterAction.PAIR: _("You present the chapter together. Thank you!"),
        ChapterAction.CANNOT: _("Thank you for saying so. The organisers are told and decide what happens."),
    }
    return str(words[action])


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/assignment")
@member_required
def update_assignment(meeting_id: int, chapter_id: int) -> Any:
    """Take a chapter, give it back, and everything between."""
    meeting = visible_meeting(meeting_id)
    chapter = chapter_of(meeting, chapter_id)
    try:
        action = ChapterAction(request.form.get("action", ""))
    except ValueError:
        abort(400)
    attempt(lambda: _act(action, meeting, chapter), _done(action))
    if action is ChapterAction.CANNOT and organizes(meeting):
        return redirect(url_for("meetings.new_decision", meeting_id=meeting_id, chapter_id=chapter_id), 303)
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


@bp.post("/assignments/<id:assignment_id>/acceptance")
@member_required
def accept_assignment(assignment_id: int) -> Any:
    """Say yes to a suggestion, wherever it is shown."""
    return _answer(assignment_id, ChapterAction.ACCEPT)


@bp.post("/assignments/<id:assignment_id>/refusal")
@member_required
def decline_assignment(assignment_id: int) -> Any:
    """Say no to a suggestion, wherever it is shown."""
    return _answer(assignment_id, ChapterAction.DECLINE)


def _answer(assignment_id: int, action: ChapterAction) -> Any:
    meeting, chapter = own_assignment(assignment_id)
    attempt(lambda: _act(action, meeting, chapter), _done(action))
    return redirect(url_for("meetings.show", meeting_id=meeting.id), 303)


def _act(action: ChapterAction, meeting: Meeting, chapter: Chapter) -> None:
    user, now = current_user(), clock.now()
    with_reason = {
        ChapterAction.DECLINE: asking.decline,
        ChapterAction.WANT_COVER: assignments.want_cover,
        ChapterAction.CANNOT: last_minute.cannot_present,
    }
    if action in with_reason:
        with_reason[action](meeting, chapter, user, _reason(), now=now)
        return
    without_reason = {
        ChapterAction.CLAIM: assignments.claim,
        ChapterAction.COVER: assignments.claim,
        ChapterAction.ACCEPT: assignments.accept,
        ChapterAction.READY: assignments.be_ready,
        ChapterAction.NOT_READY: assignments.keep,
        ChapterAction.KEEP: assignments.keep,
        ChapterAction.GIVE_BACK: assignments.give_back,
        ChapterAction.PAIR: assignments.pair,
    }
    without_reason[action](meeting, chapter, user, now=now)


def _reason() -> str:
    form = ReasonForm()
    return (form.reason.data or "") if form.validate() else ""
