"""Who was there over time in a circle: a table for its organisers, who came, or how many, for everybody else."""

from collections.abc import Sequence
from typing import Any

from flask import Response, render_template

from studyhub import clock, zones
from studyhub.circles.models import Circle
from studyhub.circles.views.fetching import is_organizer, organized_circle, visible_circle
from studyhub.db import db
from studyhub.meetings.attendance import queries as attendance_queries
from studyhub.meetings.attendance import table as attendance_table
from studyhub.meetings.attendance.presence import Presence
from studyhub.meetings.attendance.table import Row
from studyhub.meetings.models import Meeting
from studyhub.meetings.views.blueprint import bp
from studyhub.web.answers.csv_answers import csv_answer
from studyhub.web.guards.access import member_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.paging import page_number
from studyhub.words.saying import gettext as _

PAGE_SIZE = 24


@bp.get("/circles/<slug>/attendance")
@member_required
def show_attendance(slug: str) -> str:
    """The newest sessions first; one page of them."""
    circle, now = visible_circle(slug), clock.now()
    page = page_number()
    wanted = attendance_queries.begun(circle, now).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1)
    # One more than is shown tells whether there is a next page.
    found = list(db.session.scalars(wanted))
    meetings, organizes = found[:PAGE_SIZE], is_organizer(circle)
    return render_template(
        "meetings/attendance/attendance_table.html",
        circle=circle,
        meetings=meetings,
        organizes=organizes,
        rows=attendance_table.rows(meetings, now) if organizes else [],
        lines=[] if organizes else attendance_table.came_lines(meetings, current_user(), organizes=False),
        page=page,
        has_next=len(found) > PAGE_SIZE,
    )


@bp.get("/circles/<slug>/attendance.csv")
@member_required
def attendance_csv(slug: str) -> Response:
    """All sessions, for a spreadsheet; organisers only."""
    circle, now = organized_circle(slug), clock.now()
    meetings = list(db.session.scalars(attendance_queries.begun(circle, now)))
    headings = [_("Name"), _("Reading"), *(_heading(circle, meeting) for meeting in meetings), _("Attended")]
    rows = [_cells(row) for row in attendance_table.rows(meetings, now)]
    return csv_answer(f"{circle.slug}-attendance.csv", headings, rows)


def _heading(circle: Circle, meeting: Meeting) -> str:
    day = f"{zones.in_zone(meeting.starts_at, circle.time_zone):%Y-%m-%d}"
    return f"{_('Session %(number)s', number=meeting.number)} {day}" if meeting.number else day


def _cells(row: Row) -> Sequence[str]:
    words = _words()
    return [row.user.name, row.user.kana, *(words[cell] if cell else "" for cell in row.cells), str(row.came)]


def _words() -> dict[Presence, Any]:
    return {
        Presence.ATTENDED: _("Attended"),
        Presence.LATE: _("Late"),
        Presence.EXCUSED: _("Excused"),
        Presence.ABSENT: _("Absent"),
        Presence.NO_SHOW: _("No-show"),
        Presence.UNKNOWN: _("Not recorded"),
    }
