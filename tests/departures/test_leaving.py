"""Whoever leaves, rests or is suspended gives back everything that is still to come."""

from datetime import timedelta

import pytest

from studyhub.audit.models import AuditEvent
from studyhub.circles import organizers
from studyhub.circles import queries as circles
from studyhub.db import db
from studyhub.departures import leaving
from studyhub.meetings import editing, joining, signups
from studyhub.meetings.assigning import assignments
from studyhub.meetings.assigning.models import AssignmentState
from studyhub.meetings.creating import NewMeeting
from studyhub.meetings.models import SignupState
from studyhub.people.models import UserState
from tests.cast import NOON, Cast
from tests.meetings.scenes import after, chapter_of, meetings_of, messages, small_meeting, state

CLOSING = [UserState.ON_LEAVE, UserState.SUSPENDED, UserState.LEFT]


@pytest.mark.parametrize("closed", CLOSING)
def test_a_seat_goes_to_the_next(cast: Cast, closed: UserState) -> None:
    meeting = small_meeting(cast)
    signups.sign_up(meeting, cast.botan, now=NOON)

    leaving.move(cast.chika, closed, by=cast.admin, now=NOON)

    assert (state(meeting, cast.chika), state(meeting, cast.botan)) == (None, SignupState.CONFIRMED)


@pytest.mark.parametrize("closed", CLOSING)
def test_chapters_are_open_again_and_the_organizers_are_told(cast: Cast, closed: UserState) -> None:
    taken = assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)

    leaving.move(cast.botan, closed, by=cast.admin, now=NOON)

    assert taken.state is AssignmentState.GIVEN_BACK
    assert messages("assignment_given_back") == ["Aki"]


def test_what_happened_stays(cast: Cast) -> None:
    held, to_come = meetings_of(cast.circle)[:2]

    leaving.move(cast.botan, UserState.LEFT, by=cast.admin, now=after(held))

    assert (state(held, cast.botan), state(to_come, cast.botan)) == (SignupState.CONFIRMED, None)


def test_a_circle_without_another_organizer_asks_for_one(cast: Cast) -> None:
    leaving.move(cast.aki, UserState.SUSPENDED, by=cast.admin, now=NOON)

    assert messages("organizer_wanted") == ["Botan"]
    organizers.take_over(cast.circle, cast.botan, now=NOON)
    assert circles.organizer_count(cast.circle) == 1


def test_whoever_comes_back_is_still_in_the_circle_and_organizes_it(cast: Cast) -> None:
    leaving.move(cast.aki, UserState.ON_LEAVE, by=cast.admin, now=NOON)

    leaving.move(cast.aki, UserState.ACTIVE, by=cast.admin, now=NOON)

    mine = circles.participation(cast.circle, cast.aki)
    assert mine is not None
    assert mine.is_organizer


def test_whoever_left_the_organisation_left_its_circles(cast: Cast) -> None:
    leaving.move(cast.botan, UserState.LEFT, by=cast.admin, now=NOON)

    assert circles.participation(cast.circle, cast.botan) is None
    left = db.session.scalars(db.select(AuditEvent).filter_by(action="circle.departed")).all()
    assert [(one.actor_id, one.after) for one in left] == [(cast.admin.id, {"user_id": cast.botan.id})]


def test_nobody_who_is_away_is_signed_up_for_one_more_session(cast: Cast) -> None:
    leaving.move(cast.botan, UserState.ON_LEAVE, by=cast.admin, now=NOON)

    starts_at = after(meetings_of(cast.circle)[-1])
    one_more = NewMeeting(starts_at, starts_at + timedelta(hours=1))
    added = editing.add_meeting(cast.circle, one_more, by=cast.aki, now=NOON)

    assert (state(added, cast.aki), state(added, cast.botan)) == (SignupState.CONFIRMED, None)


def test_pressed_twice_nothing_more_happens(cast: Cast) -> None:
    for _ in range(2):
        leaving.move(cast.aki, UserState.SUSPENDED, by=cast.admin, now=NOON)

    assert messages("organizer_wanted") == ["Botan"]


def test_an_administrator_suspends_on_the_page_of_the_person(cast: Cast) -> None:
    joining.join(cast.circle, cast.chika, now=NOON)
    db.session.commit()

    cast.browser(cast.admin).post(f"/people/{cast.chika.id}/state", data={"state": "suspended"})

    assert state(cast.meeting, cast.chika) is None
