"""Many people pressing at once, each in a thread and a transaction of their own."""

import threading
from collections.abc import Callable, Sequence

from flask import Flask

from studyhub.db import db
from studyhub.meetings import joining, queries, signups
from studyhub.meetings.assigning import assignments
from studyhub.meetings.models import Meeting, SignupState
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, held, small_meeting

Act = Callable[[Meeting, User], object]


def press_at_once(app: Flask, meeting: Meeting, users: Sequence[User], act: Act) -> list[str]:
    """Let everybody act at the same moment, and hand back how each ended: "done", or the exception's name."""
    db.session.commit()
    meeting_id, barrier, ends = meeting.id, threading.Barrier(len(users)), list[str]()

    def press(user_id: int) -> None:
        with app.app_context():
            barrier.wait()
            try:
                act(db.session.get_one(Meeting, meeting_id), db.session.get_one(User, user_id))
                db.session.commit()
                ends.append("done")
            except Exception as problem:
                db.session.rollback()
                ends.append(type(problem).__name__)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=press, args=(user.id,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    return sorted(ends)


def test_eight_press_for_the_last_two_seats(cast: Cast, app: Flask) -> None:
    meeting = small_meeting(cast, capacity=3)
    people = cast.people(8)

    ends = press_at_once(app, meeting, people, lambda here, user: signups.sign_up(here, user, now=NOON))

    states = [one.state for one in queries.comers(meeting)]
    assert ends == ["done"] * 8
    assert (states.count(SignupState.CONFIRMED), states.count(SignupState.WAITLISTED)) == (3, 6)


def test_one_person_presses_many_times(cast: Cast, app: Flask) -> None:
    ends = press_at_once(app, cast.meeting, [cast.chika] * 6, lambda here, user: signups.sign_up(here, user, now=NOON))

    assert ends == ["done"] * 6
    assert [one.name for one in queries.comers(cast.meeting)] == ["Aki", "Botan", "Chika"]


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
