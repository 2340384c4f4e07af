"""What is stuck on its way out, where, since when, and who may know of it."""

from datetime import datetime, timedelta

import pytest

from studyhub.circles.models import Visibility
from studyhub.db import db
from studyhub.desk import keeping, stages
from studyhub.desk.stages import Stage
from studyhub.meetings.models import MeetingState
from studyhub.meetings.signing_up import joining
from studyhub.notes.models import Note, Release
from studyhub.notes.releases import releasing
from tests.cast import NOON, Cast, query_count
from tests.meetings.scenes import after
from tests.notes.notebook import note_of, published, requested, shared_note

LATER = NOON + timedelta(days=4)


def stuck(cast: Cast, stage: Stage, now: datetime = LATER) -> list[tuple[int, datetime]]:
    """Ids and since when, as the editor knows of them."""
    db.session.commit()
    return [(one.thing.id, one.since) for one in stages.in_stage(stage, cast.editor, now=now).stuck]


def test_a_session_without_a_note_is_stuck_from_its_end_on(cast: Cast) -> None:
    assert stuck(cast, Stage.NOTE, cast.meeting.ends_at - timedelta(minutes=1)) == []
    assert stuck(cast, Stage.NOTE, cast.meeting.ends_at) == [(cast.meeting.id, cast.meeting.ends_at)]


@pytest.mark.parametrize("why", ["begun", "called off", "long ago"])
def test_no_note_is_missing_where_there_is_one_or_none_to_come(cast: Cast, why: str) -> None:
    now = LATER
    if why == "begun":
        note_of(cast)
    elif why == "called off":
        cast.meeting.state = MeetingState.CANCELLED
    else:
        now = after(cast.meetings[-1], days=70)

    assert stuck(cast, Stage.NOTE, now) == []


def test_a_draft_is_stuck_from_the_end_or_from_when_it_was_begun_later(cast: Cast) -> None:
    note = note_of(cast)
    assert stuck(cast, Stage.SHARING, NOON) == []
    assert stuck(cast, Stage.SHARING) == [(note.id, cast.meeting.ends_at)]

    note.created_at = after(cast.meeting, days=1)

    assert stuck(cast, Stage.SHARING) == [(note.id, note.created_at)]


def test_a_shared_note_is_stuck_until_somebody_asks(cast: Cast) -> None:
    note = shared_note(cast)
    assert stuck(cast, Stage.ASKING) == [(note.id, NOON)]

    release = releasing.request(note, by=cast.botan, now=NOON)

    assert stuck(cast, Stage.ASKING) == []
    assert stuck(cast, Stage.REVIEW) == [(release.id, NOON)]


@pytest.mark.parametrize("how", ["withdrawn", "declined", "retracted"])
def test_what_came_back_waits_for_those_who_write_unless_it_was_outside(cast: Cast, how: str) -> None:
    release, later = _asked_or_out(cast, how), NOON + timedelta(days=1)
    if how == "withdrawn":
        releasing.withdraw_request(release.note, by=cast.botan, now=later)
    elif how == "declined":
        releasing.decline(release, "Unclear", by=cast.editor, now=later)
    else:
        releasing.retract(release, by=cast.editor, now=later)

    note_id = release.note_id
    assert (
        stuck(cast, Stage.ASKING)
        == {
            "withdrawn": [(note_id, NOON)],
            "declined": [(note_id, later)],
            "retracted": [],
        }[how]
    )


def _asked_or_out(cast: Cast, how: str) -> Release:
    return published(cast) if how == "retracted" else requested(cast)


def test_what_is_outside_waits_until_it_has_an_address_on_the_blog(cast: Cast) -> None:
    release = published(cast)
    assert stuck(cast, Stage.BLOG) == [(release.id, NOON)]

    release.address = "https://blog.example/post"

    assert stuck(cast, Stage.BLOG) == []


def test_what_stays_inside_is_asked_about_no_more_until_that_is_undone(cast: Cast) -> None:
    note = shared_note(cast)
    keeping.keep_inside(note, "Customers", by=cast.editor, now=NOON)
    keeping.keep_inside(note, "Twice", by=cast.editor, now=NOON)
    assert stuck(cast, Stage.ASKING) == []
    assert [one.reason for one in keeping.kept_inside(cast.editor)] == ["Customers"]

    keeping.undo(note, by=cast.editor, now=NOON)

    assert stuck(cast, Stage.ASKING) == [(note.id, NOON)]


def test_what_stays_inside_can_still_be_asked_out(cast: Cast) -> None:
    note = shared_note(cast)
    keeping.keep_inside(note, "Customers", by=cast.editor, now=NOON)

    release = releasing.request(note, by=cast.botan, now=NOON)

    assert stuck(cast, Stage.REVIEW) == [(release.id, NOON)]


def test_of_a_circle_for_participants_only_an_editor_knows_what_was_asked_out_alone(cast: Cast) -> None:
    release = requested(cast)
    cast.circle.visibility = Visibility.PARTICIPANTS
    assert stuck(cast, Stage.REVIEW) == [(release.id, NOON)]

    releasing.withdraw_request(release.note, by=cast.botan, now=NOON)

    now = after(cast.meetings[1], days=1)
    assert not any(stuck(cast, stage, now) for stage in Stage)
    joining.join(cast.circle, cast.editor, now=NOON)
    assert stuck(cast, Stage.ASKING, now) == [(release.note_id, NOON)]
    assert stuck(cast, Stage.NOTE, now) == [(cast.meetings[1].id, cast.meetings[1].ends_at)]


def test_a_draft_is_known_by_its_session_unless_the_editor_writes_in_it(cast: Cast) -> None:
    note_of(cast)
    [found] = stages.in_stage(Stage.SHARING, cast.editor, now=LATER).stuck
    assert not found.can_open

    joining.join(cast.circle, cast.editor, now=NOON)

    [found] = stages.in_stage(Stage.SHARING, cast.editor, now=LATER).stuck
    assert found.can_open


def test_the_oldest_come_first_and_all_are_counted(cast: Cast) -> None:
    for _ in range(2):
        cast.new_circle(cast.aki)
    # The transaction has begun.
    stuck(cast, Stage.NOTE)

    with query_count(1):
        found = stages.in_stage(Stage.NOTE, cast.editor, now=after(cast.meetings[-1], days=1), limit=5)

    assert (len(found.stuck), found.total) == (5, 12)
    assert [one.since for one in found.stuck] == sorted(one.since for one in found.stuck)


def test_one_that_is_stuck_is_found_by_its_id(cast: Cast) -> None:
    note = shared_note(cast)

    assert stages.one_in_stage(Stage.ASKING, note.id, cast.editor, now=LATER) is db.session.get(Note, note.id)
    assert stages.one_in_stage(Stage.ASKING, note.id + 1, cast.editor, now=LATER) is None
