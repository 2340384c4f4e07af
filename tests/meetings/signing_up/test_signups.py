"""Signing up, the waitlist, and who gets a seat that is free."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from studyhub.commitments.models import Commitment
from studyhub.db import db
from studyhub.meetings import queries
from studyhub.meetings.models import SIGNUP_TRANSITIONS, AttendanceState, Signup, SignupChange, SignupState
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.signing_up import removing, signups
from studyhub.people.models import ImpossibleMove
from tests.cast import NOON, Cast
from tests.meetings.scenes import messages, small_meeting, state


def test_sign_up_gives_a_seat(cast: Cast) -> None:
    signup = signups.sign_up(cast.meeting, cast.chika, now=NOON)

    assert signup.state is SignupState.CONFIRMED


def test_sign_up_when_full_goes_to_the_waitlist(cast: Cast) -> None:
    meeting = small_meeting(cast)

    signup = signups.sign_up(meeting, cast.botan, now=NOON)

    assert (signup.state, signup_queries.position(signup)) == (SignupState.WAITLISTED, 1)


def test_sign_up_twice_is_one_signup(cast: Cast) -> None:
    first = signups.sign_up(cast.meeting, cast.chika, now=NOON)

    second = signups.sign_up(cast.meeting, cast.chika, now=NOON)

    assert second.id == first.id


def test_sign_up_after_the_start_is_closed(cast: Cast) -> None:
    with pytest.raises(signups.SignupClosed):
        signups.sign_up(cast.meeting, cast.chika, now=cast.meeting.starts_at)


def test_withdraw_seats_the_next_and_tells_them(cast: Cast) -> None:
    meeting = small_meeting(cast)
    signups.sign_up(meeting, cast.botan, now=NOON)
    signups.sign_up(meeting, cast.aki, now=NOON + timedelta(seconds=1))

    signups.withdraw(meeting, cast.chika, now=NOON)

    assert [state(meeting, user) for user in (cast.botan, cast.aki)] == [SignupState.CONFIRMED, SignupState.WAITLISTED]
    assert messages("promoted") == ["Botan"]


def test_leaving_the_waitlist_promotes_nobody(cast: Cast) -> None:
    meeting = small_meeting(cast)
    signups.sign_up(meeting, cast.botan, now=NOON)
    signups.sign_up(meeting, cast.aki, now=NOON)

    signups.withdraw(meeting, cast.botan, now=NOON)

    assert state(meeting, cast.aki) is SignupState.WAITLISTED


def test_rejoining_goes_to_the_end(cast: Cast) -> None:
    meeting = small_meeting(cast)
    signups.sign_up(meeting, cast.botan, now=NOON)
    signups.sign_up(meeting, cast.aki, now=NOON + timedelta(seconds=1))
    signups.withdraw(meeting, cast.botan, now=NOON + timedelta(seconds=2))

    again = signups.sign_up(meeting, cast.botan, now=NOON + timedelta(seconds=3))

    assert signup_queries.position(again) == 2


def test_priority_goes_before_the_time_of_joining(cast: Cast) -> None:
    meeting = small_meeting(cast)
    signups.sign_up(meeting, cast.botan, now=NOON)
    signups.sign_up(meeting, cast.aki, now=NOON + timedelta(seconds=1)).priority = 1

    signups.withdraw(meeting, cast.chika, now=NOON)

    assert state(meeting, cast.aki) is SignupState.CONFIRMED


def test_nobody_is_seated_where_no_new_people_are_taken(cast: Cast) -> None:
    meeting = small_meeting(cast)
    meeting.takes_new = False
    signups.sign_up(meeting, cast.botan, now=NOON)

    signups.withdraw(meeting, cast.chika, now=NOON)

    assert state(meeting, cast.botan) is SignupState.WAITLISTED


def test_remove_keeps_who_did_it(cast: Cast) -> None:
    removed = removing.remove(cast.meeting, cast.botan, by=cast.aki, now=NOON)

    assert removed is not None
    last = db.session.scalars(db.select(SignupChange).order_by(SignupChange.id.desc())).first()
    assert last is not None
    assert (last.audit_event_id, last.after, last.by_id) == (removed.id, SignupState.REMOVED, cast.aki.id)


def test_a_seat_fills_the_calendar_until_it_is_given_back(cast: Cast) -> None:
    signup = signups.sign_up(cast.meeting, cast.chika, now=NOON)
    db.session.flush()
    mine = db.select(Commitment.starts_at).where(Commitment.source == f"signup:{signup.id}")
    assert list(db.session.scalars(mine)) == [cast.meeting.starts_at]

    signups.withdraw(cast.meeting, cast.chika, now=NOON)

    assert list(db.session.scalars(mine)) == []


def test_be_absent_gives_the_seat_back_and_is_recorded(cast: Cast) -> None:
    signups.be_absent(cast.meeting, cast.botan, now=NOON)

    db.session.flush()
    record = queries.attendance_of(cast.meeting, cast.botan)
    assert record is not None
    assert (state(cast.meeting, cast.botan), record.state) == (None, AttendanceState.ABSENT)


def test_signing_up_again_takes_the_absence_back(cast: Cast) -> None:
    signups.be_absent(cast.meeting, cast.botan, now=NOON)

    signups.sign_up(cast.meeting, cast.botan, now=NOON)

    assert queries.attendance_of(cast.meeting, cast.botan) is None


def test_the_database_refuses_a_second_active_signup(cast: Cast) -> None:
    db.session.add(Signup(meeting_id=cast.meeting.id, user_id=cast.botan.id, joined_at=NOON))

    with pytest.raises(IntegrityError):
        db.session.flush()


@pytest.mark.parametrize("before", SignupState)
@pytest.mark.parametrize("after", SignupState)
def test_a_signup_moves_only_where_it_may(before: SignupState, after: SignupState) -> None:
    signup = Signup(state=before, joined_at=NOON)
    allowed = {
        SignupState.WAITLISTED: {"confirmed", "offered", "withdrawn", "removed", "released"},
        SignupState.OFFERED: {"confirmed", "withdrawn", "removed", "released"},
        SignupState.CONFIRMED: {"withdrawn", "removed", "released"},
        SignupState.REMOVED: {"confirmed", "waitlisted", "offered"},
        SignupState.RELEASED: {"confirmed", "waitlisted", "offered", "withdrawn"},
    }.get(before, set())
    assert SIGNUP_TRANSITIONS.get(before, frozenset()) == allowed

    if after in allowed:
        signup.move_to(after)
        assert signup.state is after
    else:
        with pytest.raises(ImpossibleMove):
            signup.move_to(after)


def test_nobody_who_was_not_expected_is_absent(cast: Cast) -> None:
    signups.be_absent(cast.meeting, cast.chika, now=NOON)

    assert queries.attendance_of(cast.meeting, cast.chika) is None
