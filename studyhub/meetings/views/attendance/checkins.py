"""Checking in with a code, and showing that code to a room."""

from typing import Any

import segno
from flask import abort, flash, redirect, render_template, request, url_for
from markupsafe import Markup

from studyhub import clock
from studyhub.accounts.gate.attempts import TooManyTries
from studyhub.db import db
from studyhub.meetings import queries, rules
from studyhub.meetings.attendance import checking_in
from studyhub.meetings.attendance import queries as attendance_queries
from studyhub.meetings.forms import CheckinForm
from studyhub.meetings.models import WAS_THERE, AttendanceState, Meeting, SignupState
from studyhub.meetings.running import hours
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.views.blueprint import bp
from studyhub.meetings.views.fetching import organized_meeting, visible_meeting
from studyhub.meetings.views.showing import meeting_page
from studyhub.people.readers import read_by
from studyhub.web.guards.access import login_required, member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.guards.busy import later_page
from studyhub.web.pages.addresses import public_url
from studyhub.words.saying import gettext as _

QUIET_ZONE = 2


@bp.get("/check-in")
@login_required
def index_checkins() -> Any:
    """The short address on the wall: leads to the session one can check in to now."""
    user = current_user()
    found = list(db.session.scalars(attendance_queries.open_for_checkin(user, clock.now()), read_by(user)))
    if len(found) == 1:
        return redirect(url_for("meetings.new_checkin", meeting_id=found[0].id))
    return render_template("meetings/attendance/checkins.html", meetings=found)


@bp.get("/meetings/<id:meeting_id>/check-in")
@login_required
def new_checkin(meeting_id: int) -> str:
    """Where the code is typed; whoever scanned it only presses."""
    meeting = _meeting_with_checkin(visible_meeting(meeting_id))
    return render_template("meetings/attendance/new_checkin.html", **_context(meeting, CheckinForm(request.args)))


def _meeting_with_checkin(meeting: Meeting) -> Meeting:
    return meeting if meeting.circle.takes_checkins else abort(404)


def _context(meeting: Meeting, form: CheckinForm) -> dict[str, Any]:
    user, now = current_user(), clock.now()
    signup, record = signup_queries.active_signup(meeting, user), queries.attendance_of(meeting, user)
    return {
        "meeting": meeting,
        "circle": meeting.circle,
        "form": form,
        "has_seat": signup is not None and signup.state is SignupState.CONFIRMED,
        "is_waiting": signup is not None and signup.state is SignupState.WAITLISTED,
        "present_as": record.state if record and record.state in WAS_THERE else None,
        "is_open": rules.can_check_in(meeting, now),
        "opens_at": meeting.starts_at - rules.CHECKIN_OPENS,
    }


@bp.post("/meetings/<id:meeting_id>/check-in")
@login_required
def create_checkin(meeting_id: int) -> Any:
    """Check in."""
    meeting, form = _meeting_with_checkin(visible_meeting(meeting_id)), CheckinForm()
    if not form.validate_on_submit():
        return _refused(meeting, form)
    try:
        record = checking_in.check_in(meeting, current_user(), form.code.data or "", now=clock.now())
    except checking_in.WrongCode:
        db.session.commit()
        form.code.errors = [_("This does not seem to be the code. Please look at the screen in the room again.")]
        return _refused(meeting, form)
    except TooManyTries as many:
        return later_page("meetings/attendance/new_checkin.html", many.until - clock.now(), **_context(meeting, form))
    except (checking_in.CheckinClosed, checking_in.NoSeat):
        # The page says which of them it is, and what to do.
        db.session.rollback()
        return redirect(url_for("meetings.new_checkin", meeting_id=meeting_id), 303)
    db.session.commit()
    is_late = record.state is AttendanceState.LATE
    flash(_("You are checked in, a little late. Welcome!") if is_late else _("You are checked in. Welcome!"), "success")
    return redirect(_back(meeting_id), 303)


def _back(meeting_id: int) -> str:
    is_from_home = request.form.get("back") == "home"
    return url_for("home.index") if is_from_home else url_for("meetings.show", meeting_id=meeting_id)


def _refused(meeting: Meeting, form: CheckinForm) -> Any:
    if "back" in request.form and hours.is_on(meeting, clock.now()):
        # Typed beside everything else of the hour: it is mended there.
        return meeting_page(meeting, code=form), 422
    return render_template("meetings/attendance/new_checkin.html", **_context(meeting, form)), 422


@bp.get("/meetings/<id:meeting_id>/check-in/code")
@member_required
def show_checkin_code(meeting_id: int) -> str:
    """The code, large enough for the back row; organisers only. Nothing of who is missing stands on a wall."""
    meeting = _meeting_with_checkin(organized_meeting(meeting_id))
    address = url_for("meetings.new_checkin", meeting_id=meeting_id, code=meeting.checkin_code)
    return render_template(
        "meetings/attendance/checkin_code.html",
        meeting=meeting,
        circle=meeting.circle,
        # Typed from the back row: browsers add the scheme themselves.
        address=public_url(url_for("meetings.index_checkins")).partition("://")[2],
        qr=drawn(public_url(address)),
        opens_at=meeting.starts_at - rules.CHECKIN_OPENS,
    )


def drawn(address: str) -> Markup:
    """The QR code of an address."""
    # What segno writes is drawn from numbers alone; the label is escaped by it.
    code = segno.make(address, error="m", micro=False)
    drawing = code.svg_inline(svgclass="qr", lineclass="", omitsize=True, border=QUIET_ZONE, title=_("QR code"))
    return Markup(drawing)  # noqa: S704 -- a drawing made of numbers, with a title of our own


@bp.post("/meetings/<id:meeting_id>/check-in/code")
@member_required
def update_checkin_code(meeting_id: int) -> Any:
    """Another code, when the present one has left the room."""
    meeting = _meeting_with_checkin(organized_meeting(meeting_id))
    checking_in.change_code(meeting, by=current_user(), now=clock.now())
    db.session.commit()
    flash(_("The code is a new one; the old one no longer counts."), "success")
    return redirect(url_for("meetings.show_checkin_code", meeting_id=meeting_id), 303)
