"""Who was there, as an organiser records it."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from studyhub import clock
from studyhub.db import db
from studyhub.meetings import rules
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.cover import last_minute
from studyhub.meetings.assigning.models import AssignmentState
from studyhub.meetings.assigning.queries import Presenter
from studyhub.meetings.attendance import attending
from studyhub.meetings.attendance.attending import Sheet
from studyhub.meetings.models import AttendanceState, Meeting
from studyhub.meetings.views.blueprint import bp
from studyhub.meetings.views.fetching import organized_meeting
from studyhub.people import queries as people_queries
from studyhub.people.models import User
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.converters import row_id
from studyhub.words.saying import gettext as _

MARKS = {"absent": AttendanceState.ABSENT, "excused": AttendanceState.EXCUSED}
WALK_IN_FIELDS = 3


@bp.get("/meetings/<id:meeting_id>/attendance")
@member_required
def attendance(meeting_id: int) -> Any:
    """The list, everybody ticked; organisers only."""
    meeting = organized_meeting(meeting_id)
    if not meeting.has_begun(clock.now()):
        flash(_("Attendance can be recorded from the start on."), "notice")
        return redirect(url_for("meetings.show", meeting_id=meeting_id))
    return render_template("meetings/attendance/attendance.html", **attendance_context(meeting))


def attendance_context(meeting: Meeting) -> dict[str, Any]:
    """What a form to take attendance needs."""
    lines = attending.attendance_list(meeting)
    if rules.unrecorded_is_forgotten(meeting, clock.now()):
        lines = [line for line in lines if line.state]
    listed = {line.user.id for line in lines}
    is_confirmed = meeting.attendance_confirmed_at is not None
    presenters = chapter_queries.presenters(meeting)
    return {
        "meeting": meeting,
        "circle": meeting.circle,
        "lines": lines,
        "here": sum(line.was_there(is_confirmed) for line in lines),
        "is_confirmed": is_confirmed,
        "others": [user for user in _members() if user.id not in listed],
        "walk_in_fields": WALK_IN_FIELDS,
        "chapters": chapter_queries.chapters(meeting),
        "presenters": presenters,
        "unread": _unread(meeting, presenters),
        "based_on": _stamp(meeting),
        "can_correct": rules.can_take_attendance(meeting, clock.now()),
    }


def _unread(meeting: Meeting, presenters: list[Presenter]) -> set[int]:
    """Chapters that are known not to have been presented; before that is on record, those that lost their presenter."""
    if meeting.attendance_confirmed_at is None:
        return _lost(presenters)
    held, presented = set[int](), set[int]()
    for one in presenters:
        (presented if one.state is AssignmentState.PRESENTED else held).add(one.chapter_id)
    return held - presented


def _lost(presenters: list[Presenter]) -> set[int]:
    states: dict[int, list[AssignmentState]] = {}
    for one in presenters:
        states.setdefault(one.chapter_id, []).append(one.state)
    return {chapter_id for chapter_id, held in states.items() if last_minute.is_lost(held)}


def _stamp(meeting: Meeting) -> str:
    return meeting.attendance_confirmed_at.isoformat() if meeting.attendance_confirmed_at else ""


def _members() -> list[User]:
    return list(db.session.scalars(people_queries.members()))


@bp.post("/meetings/<id:meeting_id>/attendance")
@member_required
def update_attendance(meeting_id: int) -> Any:
    """Confirm who was there, or correct it."""
    meeting = organized_meeting(meeting_id)
    try:
        attending.confirm(meeting, _sheet(meeting), by=current_user(), now=clock.now())
    except attending.AttendanceClosed:
        db.session.rollback()
        flash(_("Attendance can be recorded from the start on, for 14 days after the session."), "error")
        return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)
    db.session.commit()
    if request.form.get("back") == "end":
        flash(_("Attendance is confirmed; it can be corrected for 14 days."), "success")
        return redirect(url_for("meetings.show_end", meeting_id=meeting_id), 303)
    flash(_("Attendance is recorded. Thank you! It can be corrected for 14 days."), "success")
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


def _sheet(meeting: Meeting) -> Sheet:
    """What was ticked; ids of people who are not members of the organisation count for nothing."""
    members = {user.id for user in _members()}
    listed = {line.user.id for line in attending.attendance_list(meeting)}
    present, shown = _ids("present") & listed, {id_: _shown(id_) for id_ in listed}
    absences = {id_: MARKS[mark] for id_ in listed if (mark := request.form.get(f"absence-{id_}", "")) in MARKS}
    said = {id_: attending.PRESENT if id_ in present else absences.get(id_, "") for id_ in listed}
    return Sheet(
        present=present,
        absences=absences,
        walk_ins=_ids("walk_in") & members,
        read=_ids("read"),
        untouched=[id_ for id_ in listed if shown[id_] is None or shown[id_] == said[id_]],
        saw_checkins=_ids("saw_checkin"),
        based_on=_based_on(),
    )


def _shown(user_id: int) -> str | None:
    """What the page showed of a person; None when it did not list them."""
    return request.form.get(f"shown-{user_id}")


def _based_on() -> datetime | None:
    try:
        stamp = datetime.fromisoformat(request.form.get("based_on", ""))
    except ValueError:
        return None
    return stamp if stamp.tzinfo else None


def _ids(name: str) -> set[int]:
    return {number for text in request.form.getlist(name) if (number := row_id(text))}
