"""Thoughts and questions on the chapters of a meeting: written, liked, taken back, and read again by script."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, url_for

from studyhub import clock
from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.forms import ThoughtForm, typed
from studyhub.meetings.models import Meeting
from studyhub.meetings.thoughts import queries as thought_queries
from studyhub.meetings.thoughts import saying
from studyhub.meetings.thoughts.models import Thought, ThoughtKind
from studyhub.meetings.views.blueprint import bp
from studyhub.meetings.views.fetching import chapter_of, visible_meeting
from studyhub.meetings.views.showing import meeting_page, thought_form
from studyhub.web.answers.live import live_answer
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user, current_user_or_none
from studyhub.words.saying import gettext as _


def open_meeting(meeting_id: int) -> Meeting:
    """A meeting whose thoughts the reader may see; 404 when they may not see it, 403 when only the thoughts are not."""
    meeting = visible_meeting(meeting_id)
    if not thought_queries.is_open(meeting_id, current_user()):
        abort(403)
    return meeting


def _own(meeting: Meeting, thought_id: int) -> Thought:
    return thought_queries.own(meeting, current_user(), thought_id) or abort(404)


def _back(meeting_id: int, anchor: str = "thoughts") -> Any:
    return redirect(url_for("meetings.show", meeting_id=meeting_id, _anchor=anchor), 303)


@bp.get("/meetings/<id:meeting_id>/thoughts")
def index_thoughts(meeting_id: int) -> Any:
    """All that is said, as a piece of the meeting's page; 304 while nothing is new."""
    user = current_user_or_none()
    step = thought_queries.step(meeting_id, user)
    if not step:
        abort(404)
    return live_answer(step, lambda: _list(meeting_id, step))


def _list(meeting_id: int, step: str) -> str:
    meeting = visible_meeting(meeting_id)
    talk = thought_queries.talk(meeting, current_user(), clock.now())
    return render_template("meetings/thoughts/_thoughts_list.html", meeting=meeting, talk=talk, step=step)


@bp.post("/meetings/<id:meeting_id>/thoughts")
@member_required
def create_thought(meeting_id: int) -> Any:
    """Say something about a chapter; a text that cannot stand comes back as it was typed."""
    meeting = open_meeting(meeting_id)
    form = thought_form(chapter_queries.chapters(meeting))
    if not form.validate_on_submit():
        return meeting_page(meeting, form), 422
    chapter = chapter_of(meeting, form.chapter_id.data)
    kind = ThoughtKind(form.kind.data)
    try:
        thought = saying.say(chapter, kind, typed(form.text.data), by=current_user(), now=clock.now())
    except saying.EnoughSaid:
        db.session.rollback()
        form.text.errors = [_("So much is written about this chapter that no more is taken. The notes have room.")]
        return meeting_page(meeting, form), 422
    db.session.commit()
    # What was said stands there itself; a sentence about it would only be in the way.
    return _back(meeting_id, f"thought-{thought.id}")


@bp.get("/meetings/<id:meeting_id>/thoughts/<id:thought_id>/edit")
@member_required
def edit_thought(meeting_id: int, thought_id: int) -> Any:
    """Change one's own text."""
    meeting = open_meeting(meeting_id)
    thought = _own(meeting, thought_id)
    form = _form_of(thought, formdata=None, obj=thought)
    return _edit_page(meeting, thought, form)


def _form_of(thought: Thought, **begins: Any) -> ThoughtForm:
    chapters: Sequence[Chapter] = [thought.chapter]
    return thought_form(chapters, **begins)


def _edit_page(meeting: Meeting, thought: Thought, form: ThoughtForm) -> str:
    return render_template("meetings/thoughts/edit_thought.html", meeting=meeting, thought=thought, form=form)


@bp.post("/meetings/<id:meeting_id>/thoughts/<id:thought_id>/edit")
@member_required
def update_thought(meeting_id: int, thought_id: int) -> Any:
    """Keep the changed text."""
    meeting = open_meeting(meeting_id)
    thought = _own(meeting, thought_id)
    form = _form_of(thought)
    if not form.validate_on_submit():
        return _edit_page(meeting, thought, form), 422
    saying.reword(thought, ThoughtKind(form.kind.data), typed(form.text.data), now=clock.now())
    db.session.commit()
    return _back(meeting_id, f"thought-{thought_id}")


@bp.post("/meetings/<id:meeting_id>/thoughts/<id:thought_id>/delete")
@member_required
def delete_thought(meeting_id: int, thought_id: int) -> Any:
    """Take one's own text back; where it stood, the way back stands for an hour."""
    meeting = open_meeting(meeting_id)
    saying.take_back(_own(meeting, thought_id), now=clock.now())
    db.session.commit()
    return _back(meeting_id, f"thought-{thought_id}")


@bp.post("/meetings/<id:meeting_id>/thoughts/<id:thought_id>/restoration")
@member_required
def create_restoration(meeting_id: int, thought_id: int) -> Any:
    """Bring one's own text back."""
    meeting = open_meeting(meeting_id)
    try:
        saying.restore(_own(meeting, thought_id), now=clock.now())
    except saying.UndoOver:
        flash(_("That was more than an hour ago and cannot be undone. Please write it again."), "error")
    else:
        db.session.commit()
    return _back(meeting_id, f"thought-{thought_id}")


@bp.post("/meetings/<id:meeting_id>/thoughts/<id:thought_id>/like")
@member_required
def create_like(meeting_id: int, thought_id: int) -> Any:
    """Agree with a thought."""
    saying.like(_said(meeting_id, thought_id), current_user())
    db.session.commit()
    return _back(meeting_id, f"thought-{thought_id}")


@bp.post("/meetings/<id:meeting_id>/thoughts/<id:thought_id>/like/delete")
@member_required
def delete_like(meeting_id: int, thought_id: int) -> Any:
    """Agree no longer."""
    saying.unlike(_said(meeting_id, thought_id), current_user())
    db.session.commit()
    return _back(meeting_id, f"thought-{thought_id}")


def _said(meeting_id: int, thought_id: int) -> Thought:
    return thought_queries.said_in(open_meeting(meeting_id), thought_id) or abort(404)


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/read")
@member_required
def create_read_tick(meeting_id: int, chapter_id: int) -> Any:
    """Note for oneself that a chapter is read."""
    chapter = chapter_of(visible_meeting(meeting_id), chapter_id)
    saying.tick(chapter, current_user(), now=clock.now())
    db.session.commit()
    flash(_("Read: %(chapter)s", chapter=chapter.title), "success")
    return _back(meeting_id, "preparation")


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/read/delete")
@member_required
def delete_read_tick(meeting_id: int, chapter_id: int) -> Any:
    """Take the tick away again."""
    chapter = chapter_of(visible_meeting(meeting_id), chapter_id)
    saying.untick(chapter, current_user())
    db.session.commit()
    flash(_("Not read yet: %(chapter)s", chapter=chapter.title), "success")
    return _back(meeting_id, "preparation")
