"""Checking in: who may, when, with what, and how often they may be wrong."""

import dataclasses
import re
from datetime import timedelta

import pytest
from flask import Flask

from studyhub.accounts.gate.attempts import ACCOUNT_LIMIT, NETWORK_LIMIT, TooManyTries
from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.meetings import queries
from studyhub.meetings.attendance import attending, checkin_codes, checking_in
from studyhub.meetings.attendance.attending import Sheet
from studyhub.meetings.changing import editing, postponing
from studyhub.meetings.models import AttendanceState, Meeting
from studyhub.meetings.signing_up import joining, signups
from studyhub.people.models import User, UserState
from tests.cast import NOON, Cast
from tests.meetings.scenes import go_to, press_at_once, small_meeting

WRONG = "WRONG"


@pytest.fixture(autouse=True)
def switched_on(cast: Cast) -> None:
    cast.circle.has_checkin = True
    db.session.commit()


def minutes(meeting: Meeting, count: float) -> timedelta:
    """So many minutes after the start, as a distance from NOON."""
    return meeting.starts_at - NOON + timedelta(minutes=count)


def check_in(cast: Cast, user: User, code: str | None = None, *, at: float = 0) -> AttendanceState:
    now = NOON + minutes(cast.meeting, at)
    return checking_in.check_in(cast.meeting, user, code or cast.meeting.checkin_code, now=now).state


def fail(cast: Cast, user: User, *, at: float = 0) -> None:
    with pytest.raises(checking_in.WrongCode):
        check_in(cast, user, WRONG, at=at)


@pytest.mark.parametrize(
    ("minute", "state"), [(-120, "attended"), (0, "attended"), (10, "attended"), (10.1, "late"), (89, "late")]
)
def test_check_in_is_open_from_two_hours_before_to_the_end(cast: Cast, minute: float, state: str) -> None:
    assert check_in(cast, cast.botan, at=minute) == state


@pytest.mark.parametrize("minute", [-120.1, 90])
def test_before_and_after_that_it_is_closed(cast: Cast, minute: float) -> None:
    with pytest.raises(checking_in.CheckinClosed):
        check_in(cast, cast.botan, at=minute)


def test_where_it_is_not_switched_on_nobody_checks_in(cast: Cast) -> None:
    cast.circle.has_checkin = False

    with pytest.raises(checking_in.CheckinClosed):
        check_in(cast, cast.botan)


def test_public_circles_always_take_it(cast: Cast) -> None:
    cast.circle.has_checkin, cast.circle.visibility = False, Visibility.PUBLIC

    assert check_in(cast, cast.botan) is AttendanceState.ATTENDED


def test_a_session_that_was_called_off_takes_nobody(cast: Cast) -> None:
    signups.sign_up(cast.meeting, cast.chika, now=NOON)
    cast.meeting.state = type(cast.meeting.state).CANCELLED

    with pytest.raises(checking_in.CheckinClosed):
        check_in(cast, cast.chika)


def test_only_who_has_a_seat_checks_in(cast: Cast) -> None:
    with pytest.raises(checking_in.NoSeat):
        check_in(cast, cast.chika)


def test_who_waits_for_a_seat_does_not_check_in(cast: Cast) -> None:
    meeting = small_meeting(cast)
    meeting.circle.has_checkin = True
    signups.sign_up(meeting, cast.botan, now=NOON)

    with pytest.raises(checking_in.NoSeat):
        checking_in.check_in(meeting, cast.botan, meeting.checkin_code, now=meeting.starts_at)


def test_the_code_is_read_as_people_type_it(cast: Cast) -> None:
    code = cast.meeting.checkin_code
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)

    assert [checkin_codes.normal(typed) for typed in (f" {code.lower()[:2]}-{code[2:]} ", wide)] == [code, code]


def test_every_meeting_has_a_code_of_its_own(cast: Cast) -> None:
    codes = {meeting.checkin_code for meeting in cast.meetings}

    assert len(codes) == len(cast.meetings)
    assert all(re.fullmatch(f"[{checkin_codes.SIGNS}]{{{checkin_codes.LENGTH}}}", code) for code in codes)


def test_checking_in_twice_keeps_the_first_time(cast: Cast) -> None:
    check_in(cast, cast.botan, at=0)

    again = check_in(cast, cast.botan, WRONG, at=30)

    record = queries.attendance_of(cast.meeting, cast.botan)
    assert record is not None
    assert (again, record.checked_in_at) == (AttendanceState.ATTENDED, cast.meeting.starts_at)


def test_who_was_absent_and_came_after_all_is_there(cast: Cast) -> None:
    attending.confirm(
        cast.meeting,
        Sheet([cast.aki.id], {cast.botan.id: AttendanceState.ABSENT}),
        by=cast.aki,
        now=cast.meeting.starts_at,
    )

    assert check_in(cast, cast.botan, at=20) is AttendanceState.LATE


def test_one_person_presses_many_times_at_once(cast: Cast, app: Flask) -> None:
    code, now = cast.meeting.checkin_code, cast.meeting.starts_at

    ends = press_at_once(
        app, cast.meeting, [cast.botan] * 6, lambda here, user: checking_in.check_in(here, user, code, now=now)
    )

    assert ends == ["done"] * 6
    assert [one.user_id for one in db.session.scalars(queries.attendance(cast.meeting))] == [cast.botan.id]


def test_a_person_who_is_wrong_too_often_waits(cast: Cast) -> None:
    for _ in range(ACCOUNT_LIMIT):
        fail(cast, cast.botan)

    with pytest.raises(TooManyTries) as many:
        check_in(cast, cast.botan, at=1)

    assert many.value.until == cast.meeting.starts_at + timedelta(minutes=5)
    assert check_in(cast, cast.botan, at=5) is AttendanceState.ATTENDED


def test_wrong_tries_of_one_keep_nobody_else_out(cast: Cast) -> None:
    for _ in range(ACCOUNT_LIMIT):
        fail(cast, cast.botan)

    assert check_in(cast, cast.aki) is AttendanceState.ATTENDED


def test_many_people_together_do_not_find_the_code_of_a_session(cast: Cast) -> None:
    people = cast.people(NETWORK_LIMIT // ACCOUNT_LIMIT)
    for user in people:
        signups.sign_up(cast.meeting, user, now=NOON)
        for _ in range(ACCOUNT_LIMIT):
            fail(cast, user)

    with pytest.raises(TooManyTries):
        check_in(cast, cast.botan)


def test_right_codes_count_as_no_try(cast: Cast) -> None:
    for _ in range(ACCOUNT_LIMIT + 1):
        check_in(cast, cast.botan)

    fail(cast, cast.aki)


def test_another_code_ends_the_old_one_and_keeps_who_is_in(cast: Cast) -> None:
    old = cast.meeting.checkin_code
    check_in(cast, cast.aki)

    checking_in.change_code(cast.meeting, by=cast.aki, now=NOON)

    with pytest.raises(checking_in.WrongCode):
        check_in(cast, cast.botan, old)
    assert queries.attendance_of(cast.meeting, cast.aki) is not None


def test_being_absent_after_checking_in_takes_it_back(cast: Cast) -> None:
    check_in(cast, cast.botan, at=-60)

    signups.be_absent(cast.meeting, cast.botan, now=cast.meeting.starts_at - timedelta(minutes=30))

    record = queries.attendance_of(cast.meeting, cast.botan)
    assert record is not None
    assert (record.state, record.checked_in_at) == (AttendanceState.ABSENT, None)


def test_giving_the_place_back_after_checking_in_takes_it_back(cast: Cast) -> None:
    check_in(cast, cast.botan, at=-60)

    signups.withdraw(cast.meeting, cast.botan, now=cast.meeting.starts_at - timedelta(minutes=30))

    assert queries.attendance_of(cast.meeting, cast.botan) is None


def test_leaving_the_circle_after_checking_in_takes_it_back(cast: Cast) -> None:
    check_in(cast, cast.botan, at=-60)

    joining.leave(cast.circle, cast.botan, now=cast.meeting.starts_at - timedelta(minutes=30))

    assert queries.attendance_of(cast.meeting, cast.botan) is None


def test_who_waits_to_be_accepted_checks_in_to_public_sessions(cast: Cast) -> None:
    cast.circle.visibility = Visibility.PUBLIC
    pending = cast.person("Pending", state=UserState.PENDING)
    signups.sign_up(cast.meeting, pending, now=NOON)
    browser = cast.browser(pending)
    go_to(cast.meeting.starts_at)

    answer = browser.post(f"/meetings/{cast.meeting.id}/check-in", data={"code": cast.meeting.checkin_code})

    assert answer.status_code == 303
    assert queries.attendance_of(cast.meeting, pending) is not None


def test_nobody_was_at_a_session_that_was_postponed(cast: Cast) -> None:
    check_in(cast, cast.botan, at=-60)

    postponing.postpone(cast.meeting, by=cast.aki, now=NOON + minutes(cast.meeting, -30))

    assert queries.attendance_of(cast.meeting, cast.botan) is None


@pytest.mark.parametrize(("later", "is_kept"), [(timedelta(minutes=10), True), (timedelta(days=1), False)])
def test_who_checked_in_stays_so_only_when_the_start_moves_a_little(
    cast: Cast, later: timedelta, *, is_kept: bool
) -> None:
    check_in(cast, cast.botan, at=-10)
    meeting, now = cast.meeting, NOON + minutes(cast.meeting, -5)
    old = editing.details_of(meeting)
    new = dataclasses.replace(old, starts_at=old.starts_at + later, ends_at=old.ends_at + later)

    editing.update_meeting(meeting, new, by=cast.aki, now=now)

    assert (queries.attendance_of(meeting, cast.botan) is not None) is is_kept
