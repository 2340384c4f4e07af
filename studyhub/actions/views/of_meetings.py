"""One more line, kept from the page of a session."""

from typing import Any

from flask import abort, redirect, render_template, request

from studyhub import clock
from studyhub.actions import rules
from studyhub.actions.forms import LineForm
from studyhub.actions.views.blueprint import bp
from studyhub.actions.views.fetching import back_to
from studyhub.actions.views.keeping import keep_line
from studyhub.circles import queries as circles
from studyhub.db import db
from studyhub.meetings import queries as meetings
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user


@bp.post("/meetings/<id:meeting_id>/actions")
@member_required
def create_in_meeting(meeting_id: int) -> Any:
    """Keep one more decision or action of a session, by whoever its page offers that."""
    meeting = meetings.visible(current_user(), meeting_id) or abort(404)
    if not rules.can_keep_in(meeting, circles.participation(meeting.circle, current_user()), clock.now()):
        abort(403)
    form, back = LineForm(), request.args.get("back") or f"meeting.{meeting.id}"
    if not form.validate():
        return render_template(
            "actions/new_line.html", meeting=meeting, circle=meeting.circle, form=form, back=back
        ), 422
    keep_line(meeting.circle, meeting, None, form)
    db.session.commit()
    return redirect(back_to(meeting.circle, back), 303)
