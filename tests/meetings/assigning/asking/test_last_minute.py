"""A presenter drops out on the day or the evening before."""

from datetime import datetime, timedelta

import pytest

from studyhub.db import db
from studyhub.meetings import queries, rules
from studyhub.meetings.assigning import assignments, chapters
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.cover import deciding, last_minute
from studyhub.meetings.assigning.cover.deciding import Instead
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import MeetingState
from studyhub.meetings.rules import ChapterAction
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.meetings.scenes import chapter_of, held, is_read_together, messages, texts

State = AssignmentState


def morning(cast: Cast) -> datetime:
    """Ten in the morning of the first meeting, which begins at 19:00."""
    return cast.meeting.starts_at - timedelta(hours=9)


def dropped_out(cast: Cast) -> Assignment:
    """Botan had the chapter of the first meeting and cannot present it."""
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    return last_minute.cannot_present(cast.meeting, chapter_of(cast.meeting), cast.botan, "Ill", now=morning(cast))


def decide(cast: Cast, instead: Instead) -> None:
    now = morning(cast)
    absent = [one.id for one in held(chapter_of(cast.meeting)) if one.user_id == cast.botan.id]
    deciding.decide(cast.meeting, absent, instead, reason="No presenter", by=cast.aki, now=now)


# The meeting is on Wednesday at 19:00; hours before its start.
@pytest.mark.parametrize(("hours", "is_at_hand"), [(25.1, False), (25, True), (9, True), (-1, True), (-1.5, False)])
def test_at_hand_is_from_six_on_the_evening_before_to_the_end(cast: Cast, hours: float, is_at_hand: bool) -> None:
    assert last_minute.is_at_hand(cast.meeting, cast.meeting.starts_at - timedelta(hours=hours)) is is_at_hand


def actions(cast: Cast, user: User, *, is_at_hand: bool) -> list[ChapterAction]:
    presenters = chapter_queries.presenters(cast.meeting)
    return rules.chapter_actions(presenters, user, None, NOON, is_at_hand=is_at_hand)


def test_the_button_takes_the_place_of_looking_for_cover(cast: Cast) -> None:
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)

    assert ChapterAction.CANNOT not in actions(cast, cast.botan, is_at_hand=False)
    assert ChapterAction.CANNOT in actions(cast, cast.botan, is_at_hand=True)
    assert ChapterAction.WANT_COVER not in actions(cast, cast.botan, is_at_hand=True)


def test_organizers_are_told_once(cast: Cast) -> None:
    dropped_out(cast)

    mine = last_minute.cannot_present(cast.meeting, chapter_of(cast.meeting), cast.botan, now=morning(cast))

    assert (mine.state, mine.reason, messages("cannot_present")) == (State.COVER_WANTED, "Ill", ["Aki"])


def test_earlier_one_asks_for_cover(cast: Cast) -> None:
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)

    with pytest.raises(last_minute.TooEarly):
        last_minute.cannot_present(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)


def test_others_can_still_take_over(cast: Cast) -> None:
    mine = dropped_out(cast)

    taken = assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.chika, now=morning(cast))

    assert (mine.state, taken.state) == (State.COVERED, State.ACCEPTED)
    with pytest.raises(assignments.NoAssignment):
        decide(cast, Instead.READ_TOGETHER)


def test_read_together_frees_the_presenter_and_tells_everyone_else(cast: Cast) -> None:
    mine = dropped_out(cast)

    decide(cast, Instead.READ_TOGETHER)

    assert (mine.state, is_read_together(cast.meeting)) == (State.GIVEN_BACK, [True])
    assert messages("plan_changed") == ["Botan"]


def test_read_together_leaves_the_other_chapter_its_presenter(cast: Cast) -> None:
    other = chapter_of(cast.meetings[1])
    chapters.move(cast.meetings[1], other, cast.meeting, by=cast.aki, now=NOON)
    kept = assignments.claim(cast.meeting, other, cast.aki, now=NOON)
    dropped_out(cast)

    decide(cast, Instead.READ_TOGETHER)

    assert (kept.state, is_read_together(cast.meeting)) == (State.ACCEPTED, [True, False])


def test_next_takes_the_chapter_and_its_presenter_along(cast: Cast) -> None:
    mine = dropped_out(cast)
    chapter = chapter_of(cast.meeting)

    decide(cast, Instead.NEXT)

    moved = [one.id for one in chapter_queries.chapters(cast.meetings[1])]
    db.session.refresh(mine)
    assert (chapter.id in moved, mine.state, mine.meeting_id) == (True, State.ACCEPTED, cast.meetings[1].id)
    assert messages("plan_changed") == ["Botan"]


@pytest.mark.parametrize(
    ("instead", "said"),
    [
        (Instead.READ_TOGETHER, "章のことはこちらで進めます。"),
        (Instead.NEXT, "次の回でも、担当はそのままです。難しいときは、次の回のページからお知らせください。"),
    ],
)
def test_whoever_had_it_reads_whether_it_is_still_theirs(cast: Cast, instead: Instead, said: str) -> None:
    dropped_out(cast)

    decide(cast, instead)

    [text] = texts("plan_changed")
    assert text.endswith(said)


def test_next_without_a_next_meeting_is_refused(cast: Cast) -> None:
    last = cast.meetings[-1]
    day = last.starts_at - timedelta(hours=9)
    assignments.claim(last, chapter_of(last), cast.botan, now=NOON)
    mine = last_minute.cannot_present(last, chapter_of(last), cast.botan, now=day)

    with pytest.raises(deciding.NoNextMeeting):
        deciding.decide(last, [mine.id], Instead.NEXT, reason="", by=cast.aki, now=day)


def test_called_off_the_chapter_slides_and_everyone_else_is_told(cast: Cast) -> None:
    mine = dropped_out(cast)

    decide(cast, Instead.CALL_OFF)

    assert (cast.meeting.state, cast.meeting.cancel_reason) == (MeetingState.CANCELLED, "No presenter")
    db.session.refresh(mine)
    assert (mine.state, mine.meeting_id, messages("meeting_cancelled")) == (
        State.ACCEPTED,
        cast.meetings[1].id,
        ["Botan"],
    )


def test_while_one_of_two_still_presents_there_is_nothing_to_decide(cast: Cast) -> None:
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    assignments.pair(cast.meeting, chapter_of(cast.meeting), cast.aki, now=NOON)
    last_minute.cannot_present(cast.meeting, chapter_of(cast.meeting), cast.botan, now=morning(cast))

    with pytest.raises(assignments.NoAssignment):
        decide(cast, Instead.NEXT)


def test_pressed_twice_it_is_decided_once(cast: Cast) -> None:
    dropped_out(cast)
    decide(cast, Instead.READ_TOGETHER)

    with pytest.raises((assignments.NoAssignment, assignments.AssignmentClosed)):
        decide(cast, Instead.CALL_OFF)

    assert (cast.meeting.state, held(chapter_of(cast.meeting))) == (MeetingState.SCHEDULED, [])
    assert queries.next_after(cast.meeting, NOON) is not None
