"""By day a shift or a page that overlaps an absence excuses it, and every page that tells of it says so."""

from datetime import timedelta

import pytest

from studyhub.alerts import acting
from studyhub.alerts.models import Alert, AlertSource
from studyhub.commitments import calendar
from studyhub.commitments.models import CommitmentKind
from studyhub.db import db
from studyhub.meetings.attendance import attending
from studyhub.meetings.attendance.attending import Sheet
from studyhub.meetings.models import AttendanceState
from tests.cast import Cast
from tests.meetings.scenes import after, go_to

EXCUSED = "欠席（当番明け・呼び出し対応）"


def page(cast: Cast, minutes: int = 10) -> Alert:
    """Botan is called ten minutes into the session, and does something about it."""
    rang_at = cast.meeting.starts_at + timedelta(minutes=minutes)
    alert = Alert(identity="one", rule="CPU", starts_at=rang_at, ends_at=rang_at + timedelta(minutes=30))
    alert.source, alert.received_at = AlertSource.HAND, rang_at
    db.session.add(alert)
    db.session.flush()
    acting.act(alert, cast.botan, by=cast.botan, now=rang_at + timedelta(hours=2))
    db.session.commit()
    return alert


def hold_shift(cast: Cast) -> None:
    """Botan has a shift that begins within the session."""
    begins = cast.meeting.starts_at + timedelta(minutes=30)
    calendar.hold("shift:1", CommitmentKind.SHIFT, cast.botan.id, begins, begins + timedelta(hours=9))
    db.session.commit()


def confirm(cast: Cast, state: AttendanceState | None) -> None:
    """Attendance is taken: of Botan it is said that they were absent, or nothing."""
    absences = {} if state is None else {cast.botan.id: state}
    sheet = Sheet(present={cast.aki.id}, absences=absences)
    attending.confirm(cast.meeting, sheet, by=cast.aki, now=after(cast.meeting, hours=1))
    db.session.commit()


@pytest.mark.parametrize("needed", [page, hold_shift])
@pytest.mark.parametrize("state", [AttendanceState.ABSENT, None])
def test_an_absence_with_a_page_or_a_shift_is_excused_in_ones_own_record(
    cast: Cast, needed: object, state: AttendanceState | None
) -> None:
    assert callable(needed)
    needed(cast)
    confirm(cast, state)
    go_to(after(cast.meeting, days=15))

    record = cast.browser(cast.botan).get("/profile/attendance").text

    assert EXCUSED in record.partition("<tbody>")[2]


@pytest.mark.parametrize("needed", [page, hold_shift])
def test_it_is_offered_as_excused_where_attendance_is_taken(cast: Cast, needed: object) -> None:
    assert callable(needed)
    needed(cast)
    go_to(after(cast.meeting, hours=1))

    sheet = cast.browser(cast.aki).get(f"/meetings/{cast.meeting.id}/attendance").text

    assert "当番と重なり" in sheet
    assert 'value="excused" selected' in sheet


def test_a_page_after_the_session_excuses_nothing(cast: Cast) -> None:
    page(cast, minutes=91)
    confirm(cast, AttendanceState.ABSENT)
    go_to(after(cast.meeting, days=15))

    record = cast.browser(cast.botan).get("/profile/attendance").text

    assert EXCUSED not in record.partition("<tbody>")[2]


def test_where_somebody_else_acted_after_all_it_excuses_no_more(cast: Cast) -> None:
    alert = page(cast)
    acting.act(alert, cast.chika, by=cast.chika, now=after(cast.meeting, hours=2))
    confirm(cast, AttendanceState.ABSENT)
    go_to(after(cast.meeting, days=15))

    record = cast.browser(cast.botan).get("/profile/attendance").text

    assert EXCUSED not in record.partition("<tbody>")[2]
