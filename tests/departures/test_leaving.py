"""Whoever leaves, rests or is suspended gives back everything that is still to come."""

from datetime import timedelta

import pytest

from studyhub.audit.models import AuditEvent
from studyhub.circles import organizers
from studyhub.circles import queries as circles
from studyhub.db import db
from studyhub.departures import leaving
from studyhub.meetings import queries as meetings
from studyhub.meetings.assigning import assignments
from studyhub.meetings.assigning.models import AssignmentState
from studyhub.meetings.changing import editing
from studyhub.meetings.changing.creating import NewMeeting
from studyhub.meetings.models import SignupState
from studyhub.meetings.signing_up import joining, signups
from studyhub.people.models import UserState
from tests.cast import NOON, OF_PEOPLE, Cast
from tests.meetings.scenes import after, chapter_of, meetings_of, messages, small_meeting, state

CLOSING = [UserState.ON_LEAVE, UserState.SUSPENDED, UserState.LEFT]


@pytest.mark.parametrize("closed", CLOSING)
def test_a_seat_goes_to_the_next(cast: Cast, closed: UserState) -> None:
    meeting = small_meeting(cast)
    signups.sign_up(meeting, cast.botan, now=NOON)

    leaving.move(cast.chika, closed, OF_PEOPLE, by=cast.admin, now=NOON)

    assert (state(meeting, cast.chika), state(meeting, cast.botan)) == (None, SignupState.CONFIRMED)


@pytest.mark.parametrize("closed", CLOSING)
def test_chapters_are_open_again_and_the_organizers_are_told(cast: Cast, closed: UserState) -> None:
    taken = assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)

    leaving.move(cast.botan, closed, OF_PEOPLE, by=cast.admin, now=NOON)

    assert taken.state is AssignmentState.GIVEN_BACK
    assert messages("assignment_given_back") == ["Aki"]


def test_what_happened_stays(cast: Cast) -> None:
    held, to_come = meetings_of(cast.circle)[:2]

    leaving.move(cast.botan, UserState.LEFT, OF_PEOPLE, by=cast.admin, now=after(held))

    assert (state(held, cast.botan), state(to_come, cast.botan)) == (SignupState.CONFIRMED, None)


def test_a_circle_without_another_organizer_asks_for_one(cast: Cast) -> None:
    leaving.move(cast.aki, UserState.SUSPENDED, OF_PEOPLE, by=cast.admin, now=NOON)

    assert messages("organizer_wanted") == ["Botan"]
    organizers.take_over(cast.circle, cast.botan, now=NOON)
    assert circles.organizer_count(cast.circle) == 1


def test_whoever_comes_back_is_still_in_the_circle_and_organizes_it(cast: Cast) -> None:
    leaving.move(cast.aki, UserState.ON_LEAVE, OF_PEOPLE, by=cast.admin, now=NOON)

    leaving.move(cast.aki, UserState.ACTIVE, OF_PEOPLE, by=cast.admin, now=NOON)

    mine = circles.participation(cast.circle, cast.aki)
    assert mine is not None
    assert mine.is_organizer


def test_whoever_left_the_organisation_left_its_circles(cast: Cast) -> None:
    leaving.move(cast.botan, UserState.LEFT, OF_PEOPLE, by=cast.admin, now=NOON)

    assert circles.participation(cast.circle, cast.botan) is None
    left = db.session.scalars(db.select(AuditEvent).filter_by(action="circle.departed")).all()
    assert [(one.actor_id, one.after) for one in left] == [(cast.admin.id, {"user_id": cast.botan.id})]


def test_nobody_who_is_away_is_signed_up_for_one_more_session(cast: Cast) -> None:
    leaving.move(cast.botan, UserState.ON_LEAVE, OF_PEOPLE, by=cast.admin, now=NOON)

    starts_at = after(meetings_of(cast.circle)[-1])
    one_more = NewMeeting(starts_at, starts_at + timedelta(hours=1))
    added = editing.add_meeting(cast.circle, one_more, by=cast.aki, now=NOON)

    assert (state(added, cast.aki), state(added, cast.botan)) == (SignupState.CONFIRMED, None)


def test_pressed_twice_nothing_more_happens(cast: Cast) -> None:
    for _ in range(2):
        leaving.move(cast.aki, UserState.SUSPENDED, OF_PEOPLE, by=cast.admin, now=NOON)

    assert messages("organizer_wanted") == ["Botan"]


def test_an_administrator_suspends_on_the_page_of_the_person(cast: Cast) -> None:
    joining.join(cast.circle, cast.chika, now=NOON)
    db.session.commit()

    cast.browser(cast.admin).post(f"/people/{cast.chika.id}/state", data={"state": "suspended"})

    assert state(cast.meeting, cast.chika) is None


@pytest.mark.parametrize("closed", CLOSING)
def test_an_organiser_who_is_away_is_none_on_the_circles_page(cast: Cast, closed: UserState) -> None:
    leaving.move(cast.aki, closed, OF_PEOPLE, by=cast.admin, now=NOON)

    page = cast.browser(cast.botan).get(f"/circles/{cast.circle.slug}/").text

    assert "主催:Aki" not in page
    assert "主催者を募集しています" in page
    assert "主催者になる" in page


def test_an_organiser_who_is_away_is_told_nothing_any_more(cast: Cast) -> None:
    cast_organizers = meetings.organizers(cast.circle)
    leaving.move(cast.aki, UserState.SUSPENDED, OF_PEOPLE, by=cast.admin, now=NOON)

    assert (cast_organizers, meetings.organizers(cast.circle)) == ([cast.aki], [])


@pytest.mark.parametrize(("closed", "word"), [(UserState.SUSPENDED, "利用停止中"), (UserState.ON_LEAVE, "休職中")])
def test_in_the_circles_people_it_is_said_who_is_away(cast: Cast, closed: UserState, word: str) -> None:
    address = f"/circles/{cast.circle.slug}/people"
    assert word not in cast.browser(cast.botan).get(address).text

    leaving.move(cast.aki, closed, OF_PEOPLE, by=cast.admin, now=NOON)

    assert word in cast.browser(cast.botan).get(address).text


def test_whoever_members_cannot_look_at_is_no_link_in_the_circles_people(cast: Cast) -> None:
    leaving.move(cast.aki, UserState.SUSPENDED, OF_PEOPLE, by=cast.admin, now=NOON)

    assert f'href="/people/{cast.aki.id}/"' not in cast.browser(cast.botan).get("/circles/sre/people").text
