"""Who joins a circle while one of its sessions has no date."""

from datetime import timedelta

import pytest

from studyhub.meetings.changing import postponing
from studyhub.meetings.models import SignupState
from studyhub.meetings.signing_up import joining, signups
from tests.cast import NOON, Cast
from tests.meetings.pages import page
from tests.meetings.scenes import messages, state

LATER = NOON + timedelta(hours=1)


def give_date(cast: Cast) -> None:
    starts_at = cast.meeting.starts_at + timedelta(days=3)
    postponing.reschedule(cast.meeting, starts_at, starts_at + timedelta(minutes=90), by=cast.aki, now=LATER)


@pytest.mark.parametrize(("capacity", "place"), [(3, SignupState.CONFIRMED), (2, SignupState.WAITLISTED)])
def test_who_joined_meanwhile_is_signed_up_and_told_once_it_has_a_date(
    cast: Cast, capacity: int, place: SignupState
) -> None:
    cast.meeting.capacity = capacity
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)
    joining.join(cast.circle, cast.chika, now=LATER)
    assert state(cast.meeting, cast.chika) is None

    give_date(cast)

    assert state(cast.meeting, cast.chika) is place
    # Botan was told that it is postponed, too.
    assert messages("meeting_changed") == ["Botan", "Botan", "Chika"]


def test_the_page_says_what_becomes_of_who_is_not_in_once_there_is_a_date(cast: Cast) -> None:
    signups.withdraw(cast.meeting, cast.botan, now=NOON)
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)
    joining.join(cast.circle, cast.chika, now=LATER)

    assert "You are signed up as soon as there is one." in page(cast, cast.chika, cast.meeting)
    assert "You can sign up once there is one." in page(cast, cast.botan, cast.meeting)


def test_who_was_there_before_and_who_is_absent_is_not_signed_up(cast: Cast) -> None:
    signups.withdraw(cast.meeting, cast.botan, now=NOON)
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)
    joining.join(cast.circle, cast.chika, now=LATER)
    signups.be_absent(cast.meeting, cast.chika, now=LATER)

    give_date(cast)

    assert [state(cast.meeting, one) for one in (cast.botan, cast.chika)] == [None, None]
