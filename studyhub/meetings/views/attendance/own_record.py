"""A person's own record, among the pages of their profile."""

from flask import render_template

from studyhub import clock
from studyhub.db import db
from studyhub.meetings.attendance import own_record
from studyhub.meetings.views.blueprint import bp
from studyhub.people.readers import read_by
from studyhub.web.guards.access import login_required
from studyhub.web.guards.auth import current_user
from studyhub.web.pages.paging import page_number

PAGE_SIZE = 50


@bp.get("/profile/attendance")
@login_required
def show_own_record() -> str:
    """The sessions I had a part in, newest first."""
    user, now, page = current_user(), clock.now(), page_number()
    wanted = own_record.mine(user, now).offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1)
    # One more than is shown tells whether there is a next page.
    meetings = list(db.session.scalars(wanted, read_by(user)))
    return render_template(
        "meetings/attendance/own_record.html",
        entries=own_record.entries(user, meetings[:PAGE_SIZE], now),
        page=page,
        has_next=len(meetings) > PAGE_SIZE,
    )
