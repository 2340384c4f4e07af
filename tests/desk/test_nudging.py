"""Telling those whose turn it is."""

from datetime import timedelta

import pytest
from flask_babel import force_locale

from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.delivery.models import OutboxMessage
from studyhub.desk import authors, nudging
from studyhub.desk import messages as desk_messages
from studyhub.desk.nudging import Gone, NobodyToTell, ToldLately
from studyhub.meetings.models import Meeting
from studyhub.meetings.signing_up import joining
from studyhub.notes.edits import writing
from studyhub.people.models import User, UserState
from tests.cast import NOON, Cast
from tests.meetings.scenes import messages, statements
from tests.notes.notebook import head_of, requested, shared_note

NOWHERE = 999_999


def tell_scribe(cast: Cast, days: float = 0) -> list[User]:
    return nudging.tell_scribe(cast.meeting, by=cast.editor, now=NOON + timedelta(days=days))


def test_the_scribe_is_told_and_without_one_who_organises(cast: Cast) -> None:
    assert tell_scribe(cast) == [cast.aki]

    cast.meeting.scribe_id = cast.botan.id

    assert tell_scribe(cast, days=3) == [cast.botan]
    assert messages("notes_wanted") == ["Aki", "Botan"]


@pytest.mark.parametrize("why", ["left", "on leave", "closed to them"])
def test_a_scribe_who_cannot_write_any_more_is_not_told(cast: Cast, why: str) -> None:
    cast.meeting.scribe_id = cast.botan.id
    if why == "left":
        cast.botan.state = UserState.LEFT
    elif why == "on leave":
        cast.botan.state = UserState.ON_LEAVE
    else:
        joining.leave(cast.circle, cast.botan, now=NOON)
        cast.meeting.scribe_id = cast.botan.id
        cast.circle.visibility = Visibility.PARTICIPANTS
    db.session.commit()

    assert tell_scribe(cast) == [cast.aki]


def test_an_organiser_who_presses_is_not_told_what_they_pressed(cast: Cast) -> None:
    cast.aki.is_editor = True
    with pytest.raises(NobodyToTell):
        nudging.tell_scribe(cast.meeting, by=cast.aki, now=NOON)

    joining.join(cast.circle, cast.chika, now=NOON).is_organizer = True

    assert nudging.tell_scribe(cast.meeting, by=cast.aki, now=NOON) == [cast.chika]


def test_they_are_told_once_in_three_days(cast: Cast) -> None:
    tell_scribe(cast)

    with pytest.raises(ToldLately):
        tell_scribe(cast, days=2.9)
    tell_scribe(cast, days=3)

    [told] = nudging.told_of([cast.meeting.id], []).values()
    assert (told.times, told.at) == (2, NOON + timedelta(days=3))


def test_those_who_wrote_are_asked_and_nothing_is_requested(cast: Cast) -> None:
    note = shared_note(cast)

    assert nudging.consult(note, by=cast.editor, now=NOON) == [cast.botan]

    assert messages("publication_proposed") == ["Botan"]
    assert messages("release_requested") == []


def test_where_nobody_who_wrote_is_there_the_organisers_are_asked(cast: Cast) -> None:
    note = shared_note(cast)
    cast.botan.state = UserState.LEFT

    assert nudging.consult(note, by=cast.editor, now=NOON) == [cast.aki]
    said = db.session.scalars(db.select(OutboxMessage).filter_by(kind="publication_proposed")).first()
    assert said is not None
    with cast.app.test_request_context(), force_locale("en"):
        lines = desk_messages.publication_proposed(said.payload, "en").lines
    assert lines[0] == "Emi read the notes of SRE and thinks others would like them."
    assert "you are asked" in lines[1]

    cast.aki.state = UserState.LEFT
    db.session.flush()
    with pytest.raises(NobodyToTell):
        nudging.consult(note, by=cast.editor, now=NOON + timedelta(days=3))


def test_other_editors_are_told_of_what_this_one_may_not_read(cast: Cast) -> None:
    release = requested(cast)
    other = cast.person("Other", is_editor=True)
    cast.botan.is_editor = True
    db.session.commit()

    assert nudging.tell_editors(release, by=cast.botan, now=NOON) == [cast.editor, other]


def test_those_who_wrote_are_asked_for_at_once_however_many(cast: Cast) -> None:
    note = shared_note(cast)
    db.session.commit()
    with statements() as few:
        assert authors.who_may_open(note) == [cast.botan]
    for name in ("Hana", "Ichi", "Juri"):
        writing.edit(note, head_of(note), "Goals", name, by=cast.person(name), now=NOON)
    db.session.commit()

    with statements() as many:
        assert [one.name for one in authors.who_may_open(note)] == ["Botan", "Hana", "Ichi", "Juri"]

    assert len(many) == len(few)


def test_of_a_meeting_that_was_deleted_meanwhile_nobody_is_told(cast: Cast) -> None:
    read_before = Meeting(id=NOWHERE)

    with pytest.raises(Gone):
        nudging.tell_scribe(read_before, by=cast.editor, now=NOON)
