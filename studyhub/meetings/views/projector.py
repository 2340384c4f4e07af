"""The page for the room: who presents, what to talk about, how late it is; for organisers the code."""

from typing import Any

from flask import abort, render_template, url_for

from studyhub import clock
from studyhub.circles import queries as circles
from studyhub.meetings import rules
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.models import Meeting
from studyhub.meetings.running import sheet
from studyhub.meetings.thoughts import queries as thought_queries
from studyhub.meetings.views.attendance.checkins import drawn
from studyhub.meetings.views.blueprint import bp
from studyhub.meetings.views.fetching import visible_meeting
from studyhub.web.answers.live import live_answer
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user, current_user_or_none
from studyhub.web.pages.addresses import public_url


@bp.get("/meetings/<id:meeting_id>/projector")
@member_required
def show_projector(meeting_id: int) -> str:
    """Large, for the back row; whoever sees the session may show it, and only organisers have the code on it."""
    meeting, user, now = visible_meeting(meeting_id), current_user(), clock.now()
    step = thought_queries.step(meeting_id, user)
    organizes = rules.can_organize(user, circles.participation(meeting.circle, user))
    shows_code = organizes and rules.can_check_in(meeting, now)
    address = url_for("meetings.new_checkin", meeting_id=meeting_id, code=meeting.checkin_code)
    return render_template(
        "meetings/running/projector.html",
        meeting=meeting,
        circle=meeting.circle,
        step=step,
        # Somebody who tries the screen out days before is not to take it for the session.
        is_today=rules.is_on_day(meeting, now),
        **_spoken(meeting),
        presenters=sheet.presenting(chapter_queries.presenters(meeting)),
        shows_code=shows_code,
        address=public_url(url_for("meetings.index_checkins")).partition("://")[2],
        qr=drawn(public_url(address)) if shows_code else "",
    )


@bp.get("/meetings/<id:meeting_id>/projector/agenda")
@member_required
def show_agenda(meeting_id: int) -> Any:
    """What to talk about, as a piece of that page; 304 while nothing is new."""
    step = thought_queries.step(meeting_id, current_user_or_none())
    if not step:
        abort(404)
    return live_answer(step, lambda: _piece(meeting_id, step))


def _piece(meeting_id: int, step: str) -> str:
    return render_template("meetings/running/_agenda.html", step=step, **_spoken(visible_meeting(meeting_id)))


def _spoken(meeting: Meeting) -> dict[str, Any]:
    now = clock.now()
    read = chapter_queries.read_in(meeting, now=now)
    talk = sheet.talk_of(meeting, [one.chapter for one in read], current_user(), now)
    together = {one.chapter.id for one in read if one.is_read_together}
    return {"chapters": [about.chapter for about in talk], "together": together, "agenda": sheet.agenda(talk)}
