"""Undoing that one withdrew: for a minute, with the place in the line that one had."""

from datetime import timedelta

import pytest

from studyhub.meetings.models import SignupState
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.signing_up import signups, withdrawals
from studyhub.meetings.takings import TooLateToUndo
from tests.cast import NOON, Cast
from tests.meetings.scenes import small_meeting, state

SECOND = timedelta(seconds=1)


def test_who_waited_has_their_place_in_the_line_again(cast: Cast) -> None:
    meeting = small_meeting(cast)
    for number, user in enumerate((cast.botan, cast.aki)):
        signups.sign_up(meeting, user, now=NOON + number * SECOND)
    signups.withdraw(meeting, cast.botan, now=NOON + 2 * SECOND)

    again = withdrawals.undo(meeting, cast.botan, now=NOON + 3 * SECOND)

    assert signup_queries.position(again) == 1


def test_a_seat_that_somebody_else_has_got_stays_theirs(cast: Cast) -> None:
    meeting = small_meeting(cast)
    for number, user in enumerate((cast.botan, cast.aki)):
        signups.sign_up(meeting, user, now=NOON + number * SECOND)
    signups.withdraw(meeting, cast.chika, now=NOON + 2 * SECOND)

    again = withdrawals.undo(meeting, cast.chika, now=NOON + 3 * SECOND)

    assert state(meeting, cast.botan) is SignupState.CONFIRMED
    assert signup_queries.position(again) == 1


def test_pressing_twice_is_harmless(cast: Cast) -> None:
    signups.withdraw(cast.meeting, cast.botan, now=NOON)
    once = withdrawals.undo(cast.meeting, cast.botan, now=NOON + SECOND)

    assert withdrawals.undo(cast.meeting, cast.botan, now=NOON + SECOND) is once
    assert once.state is SignupState.CONFIRMED


@pytest.mark.parametrize("why", ["the minute is over", "an organiser did it"])
def test_only_what_one_did_oneself_in_the_last_minute_is_undone(cast: Cast, why: str) -> None:
    cause = "removed" if why == "an organiser did it" else withdrawals.CAUSE
    signups.withdraw(cast.meeting, cast.botan, now=NOON, cause=cause)

    with pytest.raises(TooLateToUndo):
        withdrawals.undo(cast.meeting, cast.botan, now=NOON + (SECOND if cause == "removed" else 60 * SECOND))
