"""Wiping somebody's thought for good, with what was gathered of it into notes."""

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for

from studyhub import clock
from studyhub.db import db
from studyhub.meetings.models import Meeting
from studyhub.meetings.thoughts import queries as thought_queries
from studyhub.meetings.thoughts import saying
from studyhub.meetings.thoughts.models import Thought
from studyhub.meetings.views.blueprint import bp
from studyhub.meetings.views.thoughts import open_meeting
from studyhub.notes.wiping import passages as wiping
from studyhub.notes.wiping import thoughts as wiping_thoughts
from studyhub.publishing import files
from studyhub.web.guards.access import admin_required
from studyhub.web.guards.auth import current_user
from studyhub.words.saying import gettext as _


@bp.get("/meetings/<id:meeting_id>/thoughts/<id:thought_id>/wiping")
@admin_required
def new_wiping(meeting_id: int, thought_id: int) -> Any:
    """What goes, what stays and what is out of reach."""
    meeting, thought = _said(meeting_id, thought_id)
    gathered = wiping_thoughts.gathered(thought, meeting.circle)
    return render_template("meetings/thoughts/new_wiping.html", meeting=meeting, thought=thought, gathered=gathered)


def _said(meeting_id: int, thought_id: int) -> tuple[Meeting, Thought]:
    meeting = open_meeting(meeting_id)
    return meeting, thought_queries.said_in(meeting, thought_id) or abort(404)


@bp.post("/meetings/<id:meeting_id>/thoughts/<id:thought_id>/wiping")
@admin_required
def create_wiping(meeting_id: int, thought_id: int) -> Any:
    """Wipe it, and in the notes too where that was asked for."""
    meeting, thought = _said(meeting_id, thought_id)
    try:
        if "in_notes" in request.form:
            _wipe_in_notes(thought, meeting)
    except wiping.HoldsMarker:
        db.session.rollback()
        flash(_("In the notes it stands within a mark of an internal part. Please wipe it there first."), "error")
        return redirect(url_for(".new_wiping", meeting_id=meeting_id, thought_id=thought_id), 303)
    saying.wipe(thought, meeting, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("Wiped for good."), "success")
    return redirect(url_for(".show", meeting_id=meeting_id, _anchor=f"thought-{thought_id}"), 303)


def _wipe_in_notes(thought: Thought, meeting: Meeting) -> None:
    for one in wiping_thoughts.gathered(thought, meeting.circle):
        wiping.wipe(one.note, one.passage, by=current_user(), now=clock.now(), key=str(current_app.secret_key))
    files.forget_texts()
