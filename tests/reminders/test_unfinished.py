"""Notes nobody shared, and texts that wait for an editor."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from studyhub.circles import states
from studyhub.circles.models import CircleState, Visibility
from studyhub.db import db
from studyhub.meetings.models import MeetingState
from studyhub.meetings.signing_up import joining
from studyhub.notes import tagging
from studyhub.notes.edits import writing
from studyhub.notes.handed_in import waiting
from studyhub.notes.models import Note, Release
from studyhub.notes.releases import releasing
from studyhub.people.models import User, UserState
from studyhub.reminders import standing, still_true, stopping
from tests.cast import NOON, Cast
from tests.notes.notebook import head_of
from tests.reminders.looking import look, tokyo, told

# The first session ends on Wednesday, 2 December, at 20:30 in Tokyo.
THREE_DAYS_LATER = "2026-12-05T20:30"


def write_note(cast: Cast, by: User) -> Note:
    return writing.begin(cast.circle, cast.meeting, "Notes", "Text", by=by, now=cast.meeting.ends_at)


def of_notes() -> list[str]:
    return [name for kind, name in told() if kind == "note_unshared"]


def test_the_scribe_is_reminded_once_of_notes_that_are_not_shared(cast: Cast) -> None:
    cast.meeting.scribe_id = cast.botan.id
    look("2026-12-05T20:29")
    assert of_notes() == []

    look(THREE_DAYS_LATER)
    look("2026-12-06T12:00")

    assert of_notes() == ["Botan"]


def test_without_a_scribe_organisers_are_reminded_where_there_is_something_to_share(cast: Cast) -> None:
    write_note(cast, cast.botan)
    cast.meetings[1].starts_at -= timedelta(days=7)
    cast.meetings[1].ends_at -= timedelta(days=7)

    look(THREE_DAYS_LATER)

    assert of_notes() == ["Aki"]


def test_of_a_scribe_who_is_gone_organisers_take_the_notes_over(cast: Cast) -> None:
    note = write_note(cast, cast.botan)
    cast.meeting.scribe_id, cast.botan.state = cast.botan.id, UserState.SUSPENDED

    look(THREE_DAYS_LATER)

    assert of_notes() == ["Aki"]
    assert waiting.unshared(cast.aki, tokyo(THREE_DAYS_LATER)) == [note]


def leave_closed_circle(cast: Cast) -> None:
    close(cast)
    cast.meeting.scribe_id = cast.botan.id


def go_on_leave(cast: Cast) -> None:
    cast.botan.state = UserState.ON_LEAVE


@pytest.mark.parametrize("act", [leave_closed_circle, go_on_leave])
def test_of_a_scribe_who_cannot_write_any_more_organisers_take_the_notes_over(
    cast: Cast, act: Callable[[Cast], None]
) -> None:
    note = write_note(cast, cast.botan)
    cast.meeting.scribe_id = cast.botan.id
    act(cast)

    look(THREE_DAYS_LATER)

    assert of_notes() == ["Aki"]
    assert waiting.unshared(cast.aki, tokyo(THREE_DAYS_LATER)) == [note]


def test_nobody_is_reminded_of_notes_that_are_shared(cast: Cast) -> None:
    cast.meeting.scribe_id = cast.botan.id
    releasing.share(write_note(cast, cast.botan), by=cast.botan, now=cast.meeting.ends_at)

    look(THREE_DAYS_LATER)

    assert of_notes() == []


def test_a_scribe_who_left_a_circle_for_participants_only_is_told_nothing_of_it(cast: Cast) -> None:
    cast.meeting.scribe_id = cast.chika.id
    cast.circle.visibility = Visibility.PARTICIPANTS

    look(THREE_DAYS_LATER)

    assert of_notes() == []


@pytest.mark.parametrize(("back_at", "names"), [("2026-12-09T20:29", ["Botan"]), ("2026-12-09T20:30", [])])
def test_a_week_after_the_session_it_is_too_late(cast: Cast, back_at: str, names: list[str]) -> None:
    cast.meeting.scribe_id = cast.botan.id

    look(back_at)

    assert of_notes() == names


def test_nobody_is_reminded_of_notes_of_a_circle_that_was_given_up(cast: Cast) -> None:
    cast.meeting.scribe_id = cast.botan.id
    states.change(cast.circle, CircleState.ENDED, by=cast.aki, now=cast.meeting.ends_at)

    look(THREE_DAYS_LATER)

    assert of_notes() == []


def stop(cast: Cast) -> None:
    stopping.stop(cast.botan, cast.circle, now=NOON)


def halt(cast: Cast) -> None:
    standing.halt(cast.circle, by=cast.aki, now=NOON)


def close(cast: Cast) -> None:
    cast.circle.visibility = Visibility.PARTICIPANTS
    joining.leave(cast.circle, cast.botan, now=NOON)


def give_up(cast: Cast) -> None:
    cast.circle.state = CircleState.ENDED


def another_scribe(cast: Cast) -> None:
    cast.meeting.scribe_id = cast.aki.id


def call_off(cast: Cast) -> None:
    cast.meeting.state = MeetingState.CANCELLED


def suspend(cast: Cast) -> None:
    cast.botan.state = UserState.SUSPENDED


def share(cast: Cast) -> None:
    releasing.share(write_note(cast, cast.botan), by=cast.botan, now=cast.meeting.ends_at)


@pytest.mark.parametrize("since", [stop, halt, close, give_up, another_scribe, call_off, suspend, share])
def test_notes_that_somebody_is_to_share_no_more_are_not_written_about(
    cast: Cast, since: Callable[[Cast], None]
) -> None:
    cast.meeting.scribe_id = cast.botan.id
    payload, late = {"meeting_id": cast.meeting.id}, tokyo(THREE_DAYS_LATER)
    assert still_true.is_unshared(payload, cast.botan, late)

    since(cast)
    db.session.flush()

    assert not still_true.is_unshared(payload, cast.botan, late)


def requested(cast: Cast) -> Release:
    """Asked for at noon on 1 December in Tokyo."""
    note = write_note(cast, cast.botan)
    releasing.share(note, by=cast.botan, now=NOON)
    release = releasing.request(note, by=cast.botan, now=NOON)
    db.session.commit()
    return release


def of_requests() -> list[str]:
    return [name for kind, name in told() if kind == "release_waiting"]


def test_editors_are_reminded_of_a_request_after_three_and_after_seven_days(cast: Cast) -> None:
    requested(cast)
    look("2026-12-04T11:59")
    assert of_requests() == []

    look("2026-12-04T12:00")
    look("2026-12-05T12:00")
    assert of_requests() == ["Emi"]
    look("2026-12-08T12:00")
    look("2026-12-15T12:00")

    assert of_requests() == ["Emi", "Emi"]


def test_who_wrote_the_text_is_not_reminded_to_release_it(cast: Cast) -> None:
    cast.botan.is_editor = True
    requested(cast)

    look("2026-12-04T12:00")

    assert of_requests() == ["Emi"]


def test_whose_tags_leave_with_a_text_is_not_reminded_to_release_it(cast: Cast) -> None:
    release = requested(cast)
    tagging.retag(release.note, "", "secret", by=cast.editor, now=NOON)

    look("2026-12-04T12:00")

    assert of_requests() == []


def test_an_editor_who_wants_no_reminders_of_a_circle_gets_none_of_its_requests(cast: Cast) -> None:
    requested(cast)
    stopping.stop(cast.editor, cast.circle, now=NOON)

    look("2026-12-04T12:00")

    assert of_requests() == []


def test_an_answer_ends_the_reminders(cast: Cast) -> None:
    release = requested(cast)
    releasing.approve(release, read_sha256=release.sha256, by=cast.editor, now=NOON)

    look("2026-12-04T12:00")

    assert of_requests() == []


def edit_no_more(cast: Cast, release: Release) -> None:
    cast.editor.is_editor = False


def write_in_it(cast: Cast, release: Release) -> None:
    writing.edit(release.note, head_of(release.note), "Notes", "More", by=cast.editor, now=NOON)


def want_none(cast: Cast, release: Release) -> None:
    stopping.stop(cast.editor, cast.circle, now=NOON)


def answer(cast: Cast, release: Release) -> None:
    releasing.decline(release, "Not yet", by=cast.editor, now=NOON)


@pytest.mark.parametrize("since", [edit_no_more, write_in_it, want_none, answer])
def test_a_request_that_an_editor_may_answer_no_more_is_not_written_about(
    cast: Cast, since: Callable[[Cast, Release], None]
) -> None:
    release = requested(cast)
    assert still_true.is_asked_for({"release_id": release.id}, cast.editor, NOON)

    since(cast, release)
    db.session.flush()

    assert not still_true.is_asked_for({"release_id": release.id}, cast.editor, NOON)


def test_the_reminders_of_a_circle_that_were_halted_leave_its_requests_to_editors(cast: Cast) -> None:
    release = requested(cast)

    standing.halt(cast.circle, by=cast.aki, now=NOON)

    assert still_true.is_asked_for({"release_id": release.id}, cast.editor, NOON)
