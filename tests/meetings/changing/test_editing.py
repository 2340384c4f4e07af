"""Changing a meeting: who is told what, and who gets a seat."""

from datetime import timedelta

import pytest

from studyhub.commitments.models import Commitment
from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.meetings.assigning import assignments, carrying
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.changing import creating, editing
from studyhub.meetings.models import SignupState
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.signing_up import signups
from tests.cast import NOON, Cast
from tests.meetings.scenes import (
    change,
    chapter_of,
    details_of,
    held,
    later,
    meetings_of,
    messages,
    small_meeting,
    state,
)


def test_a_new_time_is_told_to_seated_and_waiting(cast: Cast) -> None:
    meeting = small_meeting(cast)
    signups.sign_up(meeting, cast.botan, now=NOON)
    old, new = meeting.starts_at, meeting.starts_at + timedelta(hours=1)

    change(cast, meeting, **later(meeting, hours=1))

    assert messages("meeting_changed") == ["Botan", "Chika"]
    payload = db.session.scalars(db.select(OutboxMessage.payload).filter_by(kind="meeting_changed")).first()
    assert payload is not None
    assert (payload["old"]["starts_at"], payload["new"]["starts_at"]) == (old.isoformat(), new.isoformat())


def test_a_new_time_moves_calendars_and_raises_the_sequence(cast: Cast) -> None:
    change(cast, cast.meeting, **later(cast.meeting, hours=2))

    starts = set(db.session.scalars(db.select(Commitment.starts_at).where(Commitment.user_id == cast.botan.id)))
    assert cast.meeting.starts_at in starts
    assert (cast.meeting.sequence, cast.meeting.is_exception) == (1, True)


def test_a_new_place_is_told_and_raises_the_sequence(cast: Cast) -> None:
    change(cast, cast.meeting, place="Room C")

    assert (cast.meeting.sequence, messages("meeting_changed")) == (1, ["Botan"])


def test_a_new_title_is_told_to_nobody(cast: Cast) -> None:
    change(cast, cast.meeting, title="Opening")

    assert (cast.meeting.sequence, messages("meeting_changed")) == (0, [])


def test_saving_without_a_change_writes_nothing(cast: Cast) -> None:
    before = cast.meeting.updated_at

    editing.update_meeting(cast.meeting, details_of(cast.meeting), by=cast.aki, now=NOON + timedelta(hours=1))

    assert cast.meeting.updated_at == before


def test_a_meeting_moved_behind_another_changes_numbers(cast: Cast) -> None:
    change(cast, cast.meeting, **later(cast.meeting, days=8))

    assert [meeting.number for meeting in cast.meetings] == [2, 1, 3, 4]


def test_a_time_that_is_over_is_refused(cast: Cast) -> None:
    with pytest.raises(editing.AlreadyOver):
        change(cast, cast.meeting, **later(cast.meeting, days=-2))


def test_what_was_held_is_recorded_late_on_request(cast: Cast) -> None:
    new = details_of(cast.meeting, **later(cast.meeting, days=-2))

    editing.update_meeting(cast.meeting, new, by=cast.aki, now=NOON, may_be_over=True)

    assert cast.meeting.is_held(NOON)


def test_what_is_over_anyway_moves_among_days_gone_by(cast: Cast) -> None:
    new = details_of(cast.meeting, **later(cast.meeting, days=-1))

    editing.update_meeting(cast.meeting, new, by=cast.aki, now=cast.meeting.ends_at)

    assert cast.meeting.starts_at == new.starts_at


def test_the_start_alone_may_be_over(cast: Cast) -> None:
    change(cast, cast.meeting, starts_at=NOON - timedelta(minutes=10), ends_at=NOON + timedelta(minutes=10))

    assert cast.meeting.has_begun(NOON)


def test_capacity_raised_seats_who_fits_in_order(cast: Cast) -> None:
    meeting = small_meeting(cast)
    for user in (cast.botan, cast.aki, cast.admin):
        signups.sign_up(meeting, user, now=NOON)

    change(cast, meeting, capacity=3)

    assert [state(meeting, user) for user in (cast.botan, cast.aki, cast.admin)] == [
        SignupState.CONFIRMED,
        SignupState.CONFIRMED,
        SignupState.WAITLISTED,
    ]
    assert messages("promoted") == ["Botan"]


def test_capacity_removed_seats_everyone(cast: Cast) -> None:
    meeting = small_meeting(cast)
    signups.sign_up(meeting, cast.botan, now=NOON)
    signups.sign_up(meeting, cast.aki, now=NOON)

    change(cast, meeting, capacity=None)

    assert {one.state for one in signup_queries.comers(meeting)} == {SignupState.CONFIRMED}


def test_capacity_below_those_seated_is_refused(cast: Cast) -> None:
    with pytest.raises(editing.CapacityBelowConfirmed) as below:
        change(cast, cast.meeting, capacity=1)

    assert below.value.args == (2,)


def test_capacity_below_those_seated_keeps_all_on_request(cast: Cast) -> None:
    change(cast, cast.meeting, capacity=1, keep_all=True)

    waiting = signups.sign_up(cast.meeting, cast.chika, now=NOON)
    assert (state(cast.meeting, cast.botan), waiting.state) == (SignupState.CONFIRMED, SignupState.WAITLISTED)


def test_reopening_takes_new_people_again(cast: Cast) -> None:
    change(cast, cast.meeting, capacity=1, keep_all=True)
    signups.withdraw(cast.meeting, cast.botan, now=NOON)
    signups.withdraw(cast.meeting, cast.aki, now=NOON)
    signups.sign_up(cast.meeting, cast.chika, now=NOON)
    assert state(cast.meeting, cast.chika) is SignupState.WAITLISTED

    change(cast, cast.meeting, reopen=True)

    assert state(cast.meeting, cast.chika) is SignupState.CONFIRMED


def test_one_more_meeting_has_everybody_in_the_order_they_joined(cast: Cast) -> None:
    cast.circle.capacity = 1
    start = cast.meetings[1].starts_at + timedelta(days=1)

    added = editing.add_meeting(
        cast.circle, creating.NewMeeting(start, start + timedelta(hours=1)), by=cast.aki, now=NOON
    )

    assert (state(added, cast.aki), state(added, cast.botan)) == (SignupState.CONFIRMED, SignupState.WAITLISTED)
    assert [meeting.number for meeting in meetings_of(cast.circle)] == [1, 2, 3, 4, 5]


def test_a_meeting_somebody_signed_up_for_is_never_deleted(cast: Cast) -> None:
    signups.withdraw(cast.meeting, cast.aki, now=NOON)
    signups.withdraw(cast.meeting, cast.botan, now=NOON)

    with pytest.raises(editing.HasHistory):
        editing.delete_meeting(cast.meeting, by=cast.aki, now=NOON)


def test_a_meeting_nobody_signed_up_for_is_deleted(cast: Cast) -> None:
    start = cast.meetings[1].starts_at + timedelta(days=1)
    added = creating.add_meeting(cast.circle, creating.NewMeeting(start, start + timedelta(hours=1)), now=NOON)

    editing.delete_meeting(added, by=cast.aki, now=NOON)

    assert [meeting.number for meeting in meetings_of(cast.circle)] == [1, 2, 3, 4]


def test_chapters_of_a_deleted_meeting_go_to_the_next_with_their_presenters(cast: Cast) -> None:
    start = NOON - timedelta(days=1)
    planned = creating.NewMeeting(start, start + timedelta(hours=1))
    past = editing.add_meeting(cast.circle, planned, by=cast.aki, now=NOON, may_be_over=True)
    first = chapter_of(cast.meeting)
    assignments.claim(cast.meeting, first, cast.botan, now=NOON)
    carrying.move(chapter_queries.placements([cast.meeting.id]), past)

    editing.delete_meeting(past, by=cast.aki, now=NOON)

    assert first in chapter_queries.chapters(cast.meeting)
    assert [(one.user_id, one.meeting_id) for one in held(first)] == [(cast.botan.id, cast.meeting.id)]


def test_a_meeting_whose_chapters_nothing_could_take_is_not_deleted(cast: Cast) -> None:
    [only] = meetings_of(cast.new_circle(cast.aki, title="Short", meetings=1))
    start = only.starts_at + timedelta(days=1)
    last = creating.add_meeting(only.circle, creating.NewMeeting(start, start + timedelta(hours=1)), now=NOON)
    carrying.move(chapter_queries.placements([only.id]), last)

    with pytest.raises(editing.HasHistory):
        editing.delete_meeting(last, by=cast.aki, now=NOON)
