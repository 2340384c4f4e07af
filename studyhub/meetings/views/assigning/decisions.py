"""The presenter cannot come: asking for cover, deciding what happens, and the way back; organisers only."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from studyhub import clock
from studyhub.circles.models import Chapter
from studyhub.db import db
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.cover import call_so_far, covering, deciding, decision_page, presenters_to_come
from studyhub.meetings.assigning.cover.deciding import Instead
from studyhub.meetings.models import Meeting
from studyhub.meetings.views.attempts import attempt
from studyhub.meetings.views.blueprint import bp
from studyhub.meetings.views.fetching import chapter_of, organized_meeting
from studyhub.people.models import User
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.words.saying import gettext as _


@bp.get("/meetings/presenters")
@member_required
def index_presenters() -> str:
    """Who presents in the sessions to come that the reader organises, with what can be done when they cannot."""
    presented = presenters_to_come.presenters_to_come(current_user(), now=clock.now())
    return render_template("meetings/assigning/index_presenters.html", presented=presented)


@bp.get("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/decision/new")
@member_required
def new_decision(meeting_id: int, chapter_id: int) -> Any:
    """Whom to ask, or how to go on without a presenter."""
    meeting = organized_meeting(meeting_id)
    chapter = chapter_of(meeting, chapter_id)
    page = decision_page.decision_page(meeting, chapter, now=clock.now())
    if page is None and chapter_queries.is_unanswered(meeting, chapter, now=clock.now()):
        # Nobody has it: whom to ask, and how else it is read, stands where it is arranged.
        return redirect(url_for("meetings.edit_chapter", meeting_id=meeting_id, chapter_id=chapter_id))
    if page is None:
        flash(_("Nothing has to be decided about this chapter."), "notice")
        return _session(meeting_id)
    return render_template(
        "meetings/assigning/new_decision.html",
        page=page,
        meeting=meeting,
        circle=meeting.circle,
        chapter=chapter,
        told_shown=call_so_far.SHOWN,
    )


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/decision")
@member_required
def create_decision(meeting_id: int, chapter_id: int) -> Any:
    """Go on without a presenter: read together, in the next session, or call it off."""
    meeting = organized_meeting(meeting_id)
    chapter = chapter_of(meeting, chapter_id)
    try:
        instead = Instead(request.form.get("instead", ""))
    except ValueError:
        abort(400)
    reason, user, now = _("The presenter cannot present."), current_user(), clock.now()
    done = _done(instead, url_for("meetings.delete_decision", meeting_id=meeting_id, chapter_id=chapter.id))
    attempt(lambda: deciding.decide(meeting, _absent(), instead, reason=reason, by=user, now=now), *done)
    return _session(meeting_id)


def _done(instead: Instead, back: str) -> tuple[Any, str]:
    words = {
        Instead.READ_TOGETHER: _("The chapter is read together. Everyone is told."),
        Instead.NEXT: _("The chapter is read in the next session. Everyone is told."),
    }
    if instead is Instead.CALL_OFF:
        # What takes it back stands on the page of the session.
        return _("The session is called off, and everyone is told."), "success"
    return {"message": str(words[instead]), "url": back, "label": _("Undo")}, "undo"


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/decision/delete")
@member_required
def delete_decision(meeting_id: int, chapter_id: int) -> Any:
    """Take back what was decided."""
    meeting = organized_meeting(meeting_id)
    chapter = _chapter_of_circle(meeting, chapter_id)
    done = _("Taken back: everything is as it was before, and everyone is told.")
    attempt(lambda: deciding.take_back(meeting, chapter, by=current_user(), now=clock.now()), done)
    return _session(meeting_id)


def _chapter_of_circle(meeting: Meeting, chapter_id: int) -> Chapter:
    """A chapter of the meeting's book, which may be read elsewhere by now, or 404."""
    chapter = db.session.get(Chapter, chapter_id)
    if chapter is None or chapter.plan.circle_id != meeting.circle_id:
        abort(404)
    return chapter


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/cover-request")
@member_required
def create_cover_request(meeting_id: int, chapter_id: int) -> Any:
    """Look for cover, and ask one person for it if one is named."""
    meeting = organized_meeting(meeting_id)
    chapter = chapter_of(meeting, chapter_id)
    ids, now = _ids("user_id"), clock.now()
    user = db.session.get(User, ids[0]) if ids else None
    if user is None:
        done = _("Cover is looked for. Whoever could take the chapter is told.")
        attempt(lambda: covering.want_cover_for(meeting, chapter, _absent(), by=current_user(), now=now), done)
    else:
        done = _("%(name)s is asked to present the chapter.", name=user.name)
        attempt(lambda: covering.ask(meeting, chapter, user, _absent(), by=current_user(), now=now), done)
    return redirect(url_for("meetings.new_decision", meeting_id=meeting_id, chapter_id=chapter_id), 303)


@bp.post("/meetings/<id:meeting_id>/chapters/<id:chapter_id>/cover-request/delete")
@member_required
def delete_cover_request(meeting_id: int, chapter_id: int) -> Any:
    """Whoever could not present can after all."""
    meeting = organized_meeting(meeting_id)
    chapter = chapter_of(meeting, chapter_id)
    done = _("The chapter is presented after all, by whoever has it.")
    attempt(lambda: covering.present_after_all(meeting, chapter, by=current_user(), now=clock.now()), done)
    return _session(meeting_id)


def _absent() -> list[int]:
    """The assignments that the page showed as those that cannot be presented."""
    return _ids("absent")


def _ids(name: str) -> list[int]:
    return [number for text in request.form.getlist(name) if (number := row_id(text))]


def _session(meeting_id: int) -> Any:
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)
