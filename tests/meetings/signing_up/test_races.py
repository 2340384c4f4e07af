"""Many people pressing at once, each in a thread and a transaction of their own."""

from flask import Flask

from studyhub.meetings.assigning import assignments
from studyhub.meetings.models import SignupState
from studyhub.meetings.signing_up import joining, signups
from studyhub.meetings.signing_up import queries as signup_queries
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, held, press_at_once, small_meeting


def test_eight_press_for_the_last_two_seats(cast: Cast, app: Flask) -> None:
    meeting = small_meeting(cast, capacity=3)
    people = cast.people(8)

    ends = press_at_once(app, meeting, people, lambda here, user: signups.sign_up(here, user, now=NOON))

    states = [one.state for one in signup_queries.comers(meeting)]
    assert ends == ["done"] * 8
    assert (states.count(SignupState.CONFIRMED), states.count(SignupState.WAITLISTED)) == (3, 6)


def test_one_person_presses_many_times(cast: Cast, app: Flask) -> None:
    ends = press_at_once(app, cast.meeting, [cast.chika] * 6, lambda here, user: signups.sign_up(here, user, now=NOON))

    assert ends == ["done"] * 6
    assert [one.name for one in signup_queries.comers(cast.meeting)] == ["Aki", "Botan", "Chika"]


def test_one_person_joins_many_times(cast: Cast, app: Flask) -> None:
    ends = press_at_once(
        app, cast.meeting, [cast.chika] * 6, lambda here, user: joining.join(here.circle, user, now=NOON)
    )

    assert ends == ["done"] * 6


def test_one_chapter_is_claimed_once(cast: Cast, app: Flask) -> None:
    chapter = chapter_of(cast.meeting)

    ends = press_at_once(
        app,
        cast.meeting,
        cast.people(6),
        lambda here, user: assignments.claim(here, chapter_of(here), user, now=NOON),
    )

    assert ends == ["ChapterTaken"] * 5 + ["done"]
    assert len(held(chapter)) == 1
