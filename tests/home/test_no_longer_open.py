"""Home tells nothing of a circle that was open to somebody once and is not any more."""

import pytest

from studyhub.circles import invitations
from studyhub.circles.models import Circle, Visibility
from studyhub.db import db
from studyhub.meetings import queries
from studyhub.meetings.assigning import suggestions
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import signups
from tests.cast import NOON, Cast
from tests.meetings.scenes import after, chapter_of, go_to

TITLE = "Canary 51d0"


@pytest.fixture
def circle(cast: Cast) -> Circle:
    """A circle for participants only that Chika was invited to and signed up in without joining."""
    circle = cast.new_circle(cast.aki, title=TITLE, visibility=Visibility.PARTICIPANTS)
    invitations.invite(circle, [cast.chika.id], by=cast.aki, now=NOON)
    signups.sign_up(first_of(circle), cast.chika, now=NOON)
    db.session.commit()
    return circle


def first_of(circle: Circle) -> Meeting:
    return db.session.scalars(queries.of_circle(circle).limit(1)).one()


def uninvite(cast: Cast, circle: Circle) -> None:
    invitations.withdraw(circle, cast.chika.id, by=cast.aki, now=NOON)


def home(cast: Cast) -> str:
    return cast.browser(cast.chika).get("/").text


def test_a_session_one_signed_up_for(cast: Cast, circle: Circle) -> None:
    assert TITLE in home(cast)

    uninvite(cast, circle)

    assert TITLE not in home(cast)


def test_a_chapter_one_was_asked_to_present(cast: Cast, circle: Circle) -> None:
    meeting = first_of(circle)
    suggestions.suggest(meeting, chapter_of(meeting), cast.chika, by=cast.aki, now=NOON)
    assert "「1章 Chapter 1」の担当をお願いできますか" in home(cast)

    uninvite(cast, circle)

    assert "「1章 Chapter 1」" not in home(cast)


def test_notes_one_was_to_write(cast: Cast, circle: Circle) -> None:
    meeting = first_of(circle)
    meeting.scribe_id = cast.chika.id
    go_to(after(meeting))
    assert TITLE in home(cast)

    uninvite(cast, circle)

    assert TITLE not in home(cast)
