"""How a team took part over the months: what was attended, and nothing from which an absence could be read."""

import re
from datetime import date, timedelta

import pytest

from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.meetings.assigning import assignments
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.attendance import attending
from studyhub.meetings.attendance.attending import Sheet
from studyhub.meetings.attendance.teams import TeamAttendance, team_attendance
from studyhub.meetings.models import AttendanceState, Meeting
from studyhub.people.models import User
from studyhub.teams.models import Membership
from tests.cast import NOON, Cast, query_count
from tests.meetings.scenes import after, go_to, meetings_of, statements

TODAY = date(2027, 1, 10)


def hold(cast: Cast, meeting: Meeting, *present: User, **rest: object) -> None:
    """Let a meeting be held and confirmed."""
    read = {chapter.id for chapter in chapter_queries.chapters(meeting)}
    sheet = Sheet(present=[user.id for user in present], read=read, **rest)  # type: ignore[arg-type]  # as the test says
    attending.confirm(meeting, sheet, by=cast.aki, now=after(meeting, hours=1))


def record(cast: Cast, reader: User | None = None) -> TeamAttendance:
    return team_attendance(cast.team, reader or cast.chika, today=TODAY)


def counts(found: TeamAttendance) -> dict[str, tuple[int, int, int]]:
    """Of the months in which anything happened."""
    rows = {f"{one.first:%Y-%m}": (one.attended, one.people, one.presented) for one in found.months}
    return {month: row for month, row in rows.items() if any(row)}


def test_twelve_months_end_with_the_present_one(cast: Cast) -> None:
    months = [one.first for one in record(cast).months]

    assert (len(months), months[0], months[-1]) == (12, date(2026, 2, 1), date(2027, 1, 1))


def test_sessions_and_people_are_counted_by_month(cast: Cast) -> None:
    hold(cast, cast.meetings[0], cast.aki, cast.botan)
    hold(cast, cast.meetings[1], cast.aki)

    assert counts(record(cast)) == {"2026-12": (3, 2, 0)}


def test_late_counts_as_attended_and_absences_count_nowhere(cast: Cast) -> None:
    hold(cast, cast.meeting, cast.aki, absences={cast.botan.id: AttendanceState.ABSENT})

    assert counts(record(cast)) == {"2026-12": (1, 1, 0)}


def test_people_of_other_teams_are_not_counted(cast: Cast) -> None:
    hold(cast, cast.meeting, cast.aki, walk_ins=[cast.chika.id])

    assert counts(record(cast)) == {"2026-12": (1, 1, 0)}


def test_whoever_a_lead_puts_into_a_second_team_is_not_counted_there(cast: Cast) -> None:
    db.session.execute(db.update(Membership).where(Membership.user_id == cast.botan.id).values(is_primary=False))

    hold(cast, cast.meeting, cast.aki, cast.botan)

    assert counts(record(cast)) == {"2026-12": (1, 1, 0)}


def test_chapters_presented_are_counted(cast: Cast) -> None:
    [chapter] = chapter_queries.chapters(cast.meeting)
    assignments.claim(cast.meeting, chapter, cast.botan, now=NOON)

    hold(cast, cast.meeting, cast.botan)

    assert counts(record(cast)) == {"2026-12": (1, 1, 1)}


def test_what_is_not_confirmed_is_not_counted(cast: Cast) -> None:
    hold(cast, cast.meeting, cast.aki)
    cast.meeting.attendance_confirmed_at = None

    assert counts(record(cast)) == {}


def test_a_month_is_that_of_the_circles_calendar(cast: Cast) -> None:
    # 23:30 on 31 December in UTC is New Year's morning in Tokyo.
    hold(cast, cast.meeting, cast.aki)
    length = cast.meeting.ends_at - cast.meeting.starts_at
    cast.meeting.starts_at = cast.meeting.starts_at.replace(day=31, hour=23, minute=30)
    cast.meeting.ends_at = cast.meeting.starts_at + length

    assert counts(record(cast)) == {"2027-01": (1, 1, 0)}


def test_a_circle_the_reader_may_not_see_is_in_no_count(cast: Cast) -> None:
    hold(cast, cast.meeting, cast.aki)
    cast.circle.visibility = Visibility.PARTICIPANTS

    assert (counts(record(cast)), record(cast).circles) == ({}, [])
    assert [line.total for line in record(cast, cast.botan).circles] == [1]


def test_the_page_names_nobody(cast: Cast) -> None:
    hold(cast, cast.meeting, cast.aki)
    browser = cast.browser(cast.chika)
    go_to(after(cast.meeting, days=1))

    page = browser.get("/teams/minne/attendance").text.split("<main")[1]

    assert [name in page for name in ("Aki", "Botan", cast.circle.title)] == [False, False, True]


def test_the_charts_have_tables_behind(cast: Cast) -> None:
    hold(cast, cast.meeting, cast.aki, cast.botan)
    browser = cast.browser(cast.chika)
    go_to(after(cast.meeting, days=1))

    page = browser.get("/teams/minne/attendance").text

    assert (page.count('<svg class="chart"'), len(re.findall(r"<table>", page))) == (2, 2)


def test_the_file_holds_only_what_was_attended_and_runs_nothing(cast: Cast) -> None:
    hold(cast, cast.meeting, cast.aki, cast.botan)
    cast.circle.title = "=1+1"
    cast.chika.language = "en"
    browser = cast.browser(cast.chika)
    go_to(after(cast.meeting, days=1))

    answer = browser.get("/teams/minne/attendance.csv")

    assert answer.text.splitlines() == ["\ufeffMonth,Circle,Attended", "2026-12,'=1+1,2"]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="minne-attendance-2026-01-2026-12.csv"'


@pytest.mark.parametrize("path", ["/teams/minne/attendance", "/teams/minne/attendance.csv"])
def test_visitors_are_asked_to_sign_in_and_unknown_teams_are_unknown(cast: Cast, path: str) -> None:
    assert cast.browser().get(path).location.startswith("/sign-in")
    assert cast.browser(cast.chika).get(path.replace("minne", "nowhere")).status_code == 404


@pytest.mark.parametrize("path", ["/teams/minne/attendance", "/teams/minne/attendance.csv"])
def test_query_count_stays_with_more_sessions(cast: Cast, path: str) -> None:
    browser = cast.browser(cast.chika)
    hold(cast, cast.meeting, cast.aki)
    other = cast.new_circle(cast.aki, title="Other", meetings=3)
    go_to(NOON + timedelta(days=40))
    db.session.commit()
    with statements() as few:
        browser.get(path)
    few_count = len([one for one in few if not one.startswith(("BEGIN", "PRAGMA"))])
    for meeting in (*cast.meetings[1:], *meetings_of(other)):
        hold(cast, meeting, cast.aki, cast.botan)
    db.session.commit()

    with query_count(few_count):
        browser.get(path)
