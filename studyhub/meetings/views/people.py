"""Who comes: the whole list, the organiser's additions and removals, and the file."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, url_for

from studyhub import clock
from studyhub.circles.views.fetching import is_organizer
from studyhub.db import db
from studyhub.meetings import queries, rules
from studyhub.meetings.attendance import table as attendance_table
from studyhub.meetings.forms import AddPersonForm
from studyhub.meetings.models import Meeting, Signup, SignupState
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.signing_up import removing, signups
from studyhub.meetings.views.blueprint import bp
from studyhub.meetings.views.fetching import organized_meeting, visible_meeting
from studyhub.people.models import User
from studyhub.text.csv_files import local_time
from studyhub.web.answers.csv_answers import csv_answer
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.taken import flash_taken
from studyhub.words.saying import gettext as _


@bp.get("/meetings/<id:meeting_id>/people")
@member_required
def people(meeting_id: int) -> str:
    """Everybody who comes and who waits; members only."""
    return _people_page(visible_meeting(meeting_id))


def _people_page(meeting: Meeting, form: AddPersonForm | None = None) -> str:
    can_organize = is_organizer(meeting.circle)
    if _tells_only_who_came(meeting, can_organize):
        return _came_page(meeting, organizes=can_organize)
    comers = signup_queries.comers(meeting)
    if can_organize and form is None:
        form = _add_form(meeting)
    return render_template(
        "meetings/people.html",
        meeting=meeting,
        circle=meeting.circle,
        seated=[one for one in comers if one.state is not SignupState.WAITLISTED],
        waiting=[one for one in comers if one.state is SignupState.WAITLISTED],
        can_organize=can_organize,
        form=form,
    )


def _tells_only_who_came(meeting: Meeting, can_organize: bool) -> bool:
    """Once it is told who came, who had signed up besides would tell who stayed away."""
    is_forgotten = rules.unrecorded_is_forgotten(meeting, clock.now())
    return is_forgotten or (meeting.attendance_confirmed_at is not None and not can_organize)


def _came_page(meeting: Meeting, *, organizes: bool) -> str:
    lines = attendance_table.came_lines([meeting], current_user(), organizes=organizes)
    line = lines[0] if lines else None
    return render_template("meetings/attendance/people_came.html", meeting=meeting, circle=meeting.circle, line=line)


def _add_form(meeting: Meeting) -> AddPersonForm:
    form = AddPersonForm()
    form.user_id.offer(db.session.scalars(queries.can_be_added(meeting)))
    return form


@bp.post("/meetings/<id:meeting_id>/people")
@member_required
def create_person(meeting_id: int) -> Any:
    """Sign somebody up."""
    meeting = organized_meeting(meeting_id)
    form = _add_form(meeting)
    if not form.validate_on_submit():
        return _people_page(meeting, form), 422
    user = _member(form.user_id.data)
    try:
        signup = signups.sign_up(meeting, user, now=clock.now(), by=current_user())
    except signups.SignupClosed:
        flash(_("Sign-up for this session is closed."), "error")
    else:
        db.session.commit()
        done = _("%(name)s is signed up.", name=user.name)
        if signup.state is SignupState.WAITLISTED:
            done = _("%(name)s is on the waitlist.", name=user.name)
        flash(done, "success")
    return redirect(url_for("meetings.people", meeting_id=meeting_id), 303)


def _member(user_id: int) -> User:
    found = db.session.get(User, user_id)
    return found or abort(404)


@bp.post("/meetings/<id:meeting_id>/people/<id:user_id>/delete")
@member_required
def delete_person(meeting_id: int, user_id: int) -> Any:
    """Take somebody off the list."""
    meeting = organized_meeting(meeting_id)
    user = _member(user_id)
    try:
        taken = removing.remove(meeting, user, by=current_user(), now=clock.now())
    except signups.SignupClosed:
        flash(_("The list is closed: who was there is recorded as attendance."), "error")
    else:
        db.session.commit()
        if taken:
            flash_taken(taken.id, _("%(name)s is off the list.", name=user.name))
        else:
            # Whoever was never on the list is not named.
            flash(_("Nobody had to be taken off the list."), "success")
    return redirect(url_for("meetings.people", meeting_id=meeting_id), 303)


@bp.get("/meetings/<id:meeting_id>/people.csv")
@member_required
def people_csv(meeting_id: int) -> Response:
    """Who comes, for a spreadsheet; organisers only, never who is absent, and gone when no-shows are forgotten."""
    meeting = organized_meeting(meeting_id)
    if rules.unrecorded_is_forgotten(meeting, clock.now()):
        abort(404)
    headings = [_("Name"), _("Reading"), _("Name in chat"), _("Place or waitlist"), _("Signed up at")]
    rows = [_row(signup, meeting) for signup in db.session.scalars(signup_queries.everyone(meeting))]
    return csv_answer(f"meeting-{meeting.id}-people.csv", headings, rows)


def _row(signup: Signup, meeting: Meeting) -> list[str]:
    user = signup.user
    state = _("On the waitlist") if signup.state is SignupState.WAITLISTED else _("Signed up")
    joined = local_time(signup.joined_at, meeting.circle.time_zone)
    return [user.name, user.kana, user.chat_handle, state, joined]
