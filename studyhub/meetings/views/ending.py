"""After a session: who was there, thanks to who presented, what becomes of the note; until the next morning for all."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from studyhub import clock
from studyhub.actions import meeting_part
from studyhub.circles import queries as circles
from studyhub.db import db
from studyhub.meetings import queries, rules
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.forms import ThanksForm, typed
from studyhub.meetings.models import Meeting
from studyhub.meetings.spines import spine
from studyhub.meetings.thanks import giving
from studyhub.meetings.thanks import queries as thanks_queries
from studyhub.meetings.thanks.models import Thanks
from studyhub.meetings.thanks.page import thanks_page
from studyhub.meetings.views.attendance.attendance import attendance_context
from studyhub.meetings.views.blueprint import bp
from studyhub.meetings.views.fetching import visible_meeting
from studyhub.meetings.views.showing import meeting_page
from studyhub.notes import of_meeting, settled
from studyhub.notes import queries as notes
from studyhub.notes.of_meeting import MeetingNote
from studyhub.notes.settled import Suggested
from studyhub.people.models import User
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.words.saying import gettext as _

# To all who presented.
EVERYBODY = "all"


@bp.get("/meetings/<id:meeting_id>/end")
@member_required
def show_end(meeting_id: int) -> Any:
    """What is left to do; before the end, and once attendance is closed, the session itself."""
    meeting, now = visible_meeting(meeting_id), clock.now()
    if not rules.has_end_page(meeting, now):
        return redirect(url_for("meetings.show", meeting_id=meeting_id))
    return _end_page(meeting, ThanksForm(formdata=None))


def _end_page(meeting: Meeting, form: ThanksForm) -> str:
    user, now = current_user(), clock.now()
    mine = circles.participation(meeting.circle, user)
    organizes = rules.can_organize(user, mine)
    chapters = chapter_queries.chapters(meeting)
    following = queries.next_after(meeting, now)
    note_line = of_meeting.line(meeting, user, mine, has_chapters=bool(chapters))
    return render_template(
        "meetings/running/end.html",
        **(attendance_context(meeting) if organizes else {"meeting": meeting, "circle": meeting.circle}),
        organizes=organizes,
        read=chapters if meeting.attendance_confirmed_at else [],
        spine=spine(meeting.circle, now=now),
        thanks=thanks_page(meeting, user, now),
        thanks_form=form,
        note_line=note_line,
        settled=meeting_part.of_meeting(meeting, user, mine, now=now),
        settled_back=f"end.{meeting.id}",
        suggested=_suggested(note_line, user),
        share_by=meeting.ends_at + rules.NOTES_WITHIN,
        following=following,
        following_chapters=chapter_queries.chapters(following) if following else [],
    )


def _suggested(line: MeetingNote | None, user: User) -> Suggested | None:
    """What the note says that may be kept, for whoever writes in it; None where that is nothing."""
    note = notes.visible(user, line.note_id) if line and line.note_id and line.can_write else None
    found = settled.suggested(note, now=clock.now()) if note else None
    return found if found and found.lines else None


@bp.post("/meetings/<id:meeting_id>/thanks")
@member_required
def create_thanks(meeting_id: int) -> Any:
    """Thank one of those who presented, or all of them; one press for a phrase that is ready."""
    meeting, form, now = visible_meeting(meeting_id), ThanksForm(), clock.now()
    phrase = _ready().get(request.form.get("ready", ""))
    if rules.can_thank(meeting, now) and not phrase and not form.validate_on_submit():
        refused = _end_page(meeting, form) if rules.has_end_page(meeting, now) else meeting_page(meeting, thanks=form)
        return refused, 422
    try:
        giving.thank(meeting, _to(meeting), phrase or typed(form.text.data), by=current_user(), now=now)
    except giving.NotTheirs:
        problem = _("Who takes part thanks who presented. Please choose one of those who did.")
    except giving.ThanksClosed:
        problem = _("Thanks are taken from the start on, for 14 days after the session.")
    except giving.EnoughThanked:
        problem = _("You have said so much already that no more is taken here.")
    else:
        db.session.commit()
        flash(_("Thank you for saying so. They are told once."), "success")
        return _back(meeting)
    db.session.rollback()
    flash(problem, "error")
    return _back(meeting)


def _ready() -> dict[str, str]:
    """Phrases for whoever is shy, in the language of whoever presses."""
    return {
        "clear": _("That was easy to follow"),
        "useful": _("I can use it tomorrow"),
        "drawn": _("The drawings were good"),
    }


def _to(meeting: Meeting) -> list[int]:
    chosen, me = request.form.get("presenter", ""), current_user().id
    if chosen == EVERYBODY:
        return [one.id for one in thanks_queries.presenters(meeting) if one.id != me]
    return [id_] if (id_ := row_id(chosen)) else []


def _back(meeting: Meeting) -> Any:
    page = "meetings.show_end" if rules.has_end_page(meeting, clock.now()) else "meetings.show"
    return redirect(url_for(page, meeting_id=meeting.id, _anchor="thanks"), 303)


@bp.post("/meetings/<id:meeting_id>/thanks/<id:thanks_id>/delete")
@member_required
def delete_thanks(meeting_id: int, thanks_id: int) -> Any:
    """Take back what one wrote."""
    meeting = visible_meeting(meeting_id)
    giving.take_back(thanks_queries.own(meeting, current_user(), thanks_id) or abort(404))
    db.session.commit()
    flash(_("It is taken back; nobody reads it any more."), "success")
    return _back(meeting)


@bp.post("/meetings/<id:meeting_id>/thanks/<id:thanks_id>/showing")
@member_required
def create_showing(meeting_id: int, thanks_id: int) -> Any:
    """Let it stand on one's own page."""
    return _show(meeting_id, thanks_id, is_shown=True)


@bp.post("/meetings/<id:meeting_id>/thanks/<id:thanks_id>/showing/delete")
@member_required
def delete_showing(meeting_id: int, thanks_id: int) -> Any:
    """Let it not stand there any more."""
    return _show(meeting_id, thanks_id, is_shown=False)


def _show(meeting_id: int, thanks_id: int, *, is_shown: bool) -> Any:
    meeting, user = visible_meeting(meeting_id), current_user()
    giving.show(_addressed(meeting, user, thanks_id), is_shown=is_shown)
    db.session.commit()
    # It is chosen on one's own page too, and a press leads back to where it was made.
    if request.args.get("back") == "person":
        return redirect(url_for("people.show", user_id=user.id, _anchor="thanks"), 303)
    return _back(meeting)


def _addressed(meeting: Meeting, user: User, thanks_id: int) -> Thanks:
    return thanks_queries.addressed(meeting, user, thanks_id) or abort(404)
