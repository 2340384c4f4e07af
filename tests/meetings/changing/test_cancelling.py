"""Calling a meeting off, taking that back, and leaving its date open."""

from datetime import timedelta

import pytest

from studyhub.audit.models import AuditEvent
from studyhub.circles.models import ParticipationRole
from studyhub.commitments.models import Commitment
from studyhub.db import db
from studyhub.meetings.assigning import assignments, chapters
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import AssignmentState
from studyhub.meetings.changing import cancelling, postponing
from studyhub.meetings.changing.cancelling import Chapters
from studyhub.meetings.models import Meeting, MeetingState, Signup, SignupState
from studyhub.meetings.signing_up import joining, signups
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.people.models import ImpossibleMove
from tests.cast import NOON, Cast
from tests.meetings.scenes import after, chapter_of, held, messages, small_meeting, state

SOON = NOON + timedelta(hours=1)


def cancel(cast: Cast, meeting: Meeting, choice: Chapters = Chapters.SLIDE) -> None:
    cancelling.cancel(meeting, "The room is closed", choice, by=cast.aki, now=NOON)


def titles(meetings: list[Meeting]) -> list[list[str]]:
    return [[chapter.title for chapter in chapter_queries.chapters(meeting)] for meeting in meetings]


def test_cancel_releases_everyone_and_tells_them_once(cast: Cast) -> None:
    meeting = small_meeting(cast)
    signups.sign_up(meeting, cast.botan, now=NOON)

    cancel(cast, meeting)
    cancel(cast, meeting)

    states = {one.state for one in db.session.scalars(db.select(Signup).where(Signup.meeting_id == meeting.id))}
    assert states == {SignupState.RELEASED}
    assert messages("meeting_cancelled") == ["Botan", "Chika"]


def test_cancel_tells_a_presenter_who_is_not_signed_up(cast: Cast) -> None:
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.chika, now=NOON)

    cancel(cast, cast.meeting)

    assert messages("meeting_cancelled") == ["Botan", "Chika"]


def test_cancel_gives_people_their_time_back(cast: Cast) -> None:
    cancel(cast, cast.meeting)

    starts = set(db.session.scalars(db.select(Commitment.starts_at)))
    assert starts == {meeting.starts_at for meeting in cast.meetings[1:]}


def test_cancel_leaves_the_meeting_without_a_number(cast: Cast) -> None:
    cancel(cast, cast.meetings[1])

    assert [meeting.number for meeting in cast.meetings] == [1, None, 2, 3]


def test_cancel_after_it_was_held_is_refused(cast: Cast) -> None:
    with pytest.raises(ImpossibleMove):
        cancelling.cancel(cast.meeting, "No", Chapters.SLIDE, by=cast.aki, now=after(cast.meeting))


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Chapters.SLIDE, [["Chapter 1"], [], ["Chapter 2"], ["Chapter 3", "Chapter 4"]]),
        (Chapters.MERGE, [["Chapter 1"], [], ["Chapter 2", "Chapter 3"], ["Chapter 4"]]),
        (Chapters.DROP, [["Chapter 1"], [], ["Chapter 3"], ["Chapter 4"]]),
    ],
)
def test_cancel_carries_chapters_over_as_chosen_and_undo_brings_them_back(
    cast: Cast, choice: Chapters, expected: list[list[str]]
) -> None:
    before = titles(cast.meetings)

    cancel(cast, cast.meetings[1], choice)
    assert titles(cast.meetings) == expected
    cancelling.restore(cast.meetings[1], by=cast.aki, now=SOON)

    assert titles(cast.meetings) == before


@pytest.mark.parametrize("choice", [Chapters.SLIDE, Chapters.MERGE])
def test_presenters_go_with_their_chapters(cast: Cast, choice: Chapters) -> None:
    taken = assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)

    cancel(cast, cast.meeting, choice)

    db.session.refresh(taken)
    assert (taken.meeting_id, taken.state) == (cast.meetings[1].id, AssignmentState.ACCEPTED)


def test_dropping_a_chapter_frees_its_presenter_until_undone(cast: Cast) -> None:
    chapter = chapter_of(cast.meeting)
    taken = assignments.claim(cast.meeting, chapter, cast.botan, now=NOON)

    cancel(cast, cast.meeting, Chapters.DROP)
    assert held(chapter) == []
    cancelling.restore(cast.meeting, by=cast.aki, now=SOON)

    assert taken.state is AssignmentState.ACCEPTED


def test_the_last_meeting_keeps_its_chapters(cast: Cast) -> None:
    cancel(cast, cast.meetings[3])

    assert titles(cast.meetings)[3] == ["Chapter 4"]


def test_undo_restores_exactly_what_this_cancellation_released(cast: Cast) -> None:
    meeting = small_meeting(cast)
    waiting = signups.sign_up(meeting, cast.botan, now=NOON)
    left = signups.sign_up(meeting, cast.admin, now=NOON)
    signups.withdraw(meeting, cast.admin, now=NOON)

    cancel(cast, meeting)
    cancelling.restore(meeting, by=cast.aki, now=SOON)

    assert (state(meeting, cast.chika), state(meeting, cast.botan)) == (SignupState.CONFIRMED, SignupState.WAITLISTED)
    assert (left.state, waiting.joined_at) == (SignupState.WITHDRAWN, NOON)
    assert messages("meeting_restored") == ["Botan", "Chika"]


def test_undo_fills_calendars_again(cast: Cast) -> None:
    before = set(db.session.scalars(db.select(Commitment.source)))

    cancel(cast, cast.meeting)
    cancelling.restore(cast.meeting, by=cast.aki, now=SOON)

    assert set(db.session.scalars(db.select(Commitment.source))) == before


def test_undo_leaves_out_who_left_the_circle_meanwhile(cast: Cast) -> None:
    cancel(cast, cast.meeting)
    joining.leave(cast.circle, cast.botan, now=SOON)

    cancelling.restore(cast.meeting, by=cast.aki, now=SOON)

    assert [one.id for one in signup_queries.comers(cast.meeting)] == [cast.aki.id]


@pytest.mark.parametrize("role", [None, ParticipationRole.LISTENER])
def test_undo_gives_no_chapter_to_who_left_or_only_listens(cast: Cast, role: ParticipationRole | None) -> None:
    chapter = chapter_of(cast.meeting)
    assignments.claim(cast.meeting, chapter, cast.botan, now=NOON)
    cancel(cast, cast.meeting, Chapters.DROP)
    if role:
        joining.join(cast.circle, cast.botan, now=SOON, role=role)
    else:
        joining.leave(cast.circle, cast.botan, now=SOON)

    cancelling.restore(cast.meeting, by=cast.aki, now=SOON)

    assert (chapter_queries.chapters(cast.meeting), held(chapter)) == ([chapter], [])


def test_undo_leaves_a_chapter_that_was_moved_meanwhile(cast: Cast) -> None:
    chapter = chapter_of(cast.meeting)
    cancel(cast, cast.meeting, Chapters.MERGE)
    chapters.move(cast.meetings[1], chapter, cast.meetings[3], by=cast.aki, now=NOON)

    cancelling.restore(cast.meeting, by=cast.aki, now=SOON)

    assert titles(cast.meetings) == [[], ["Chapter 2"], ["Chapter 3"], ["Chapter 1", "Chapter 4"]]


@pytest.mark.parametrize("hours", [24, 48])
def test_undo_ends_after_a_day(cast: Cast, hours: int) -> None:
    cancel(cast, cast.meetings[3])

    with pytest.raises(cancelling.TooLateToUndo):
        cancelling.restore(cast.meetings[3], by=cast.aki, now=NOON + timedelta(hours=hours))


def test_undo_ends_with_the_start(cast: Cast) -> None:
    starts_at = NOON + timedelta(hours=2)
    cast.meeting.starts_at, cast.meeting.ends_at = starts_at, starts_at + timedelta(hours=1)
    cancel(cast, cast.meeting)

    with pytest.raises(cancelling.TooLateToUndo):
        cancelling.restore(cast.meeting, by=cast.aki, now=starts_at)


def test_undo_twice_is_refused(cast: Cast) -> None:
    cancel(cast, cast.meeting)
    cancelling.restore(cast.meeting, by=cast.aki, now=SOON)

    with pytest.raises(cancelling.TooLateToUndo):
        cancelling.restore(cast.meeting, by=cast.aki, now=SOON)


def test_postpone_keeps_places_and_frees_calendars(cast: Cast) -> None:
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)

    assert state(cast.meeting, cast.botan) is SignupState.CONFIRMED
    assert cast.meeting.starts_at not in set(db.session.scalars(db.select(Commitment.starts_at)))
    assert messages("meeting_changed") == ["Botan"]


def test_reschedule_holds_the_new_time_and_tells_everyone(cast: Cast) -> None:
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)
    starts_at = NOON + timedelta(days=60)

    postponing.reschedule(cast.meeting, starts_at, starts_at + timedelta(hours=1), by=cast.aki, now=NOON)

    mine = db.select(Commitment.starts_at).where(Commitment.user_id == cast.botan.id)
    assert starts_at in set(db.session.scalars(mine))
    assert (cast.meeting.state, cast.meeting.sequence, cast.meeting.number) == (MeetingState.SCHEDULED, 2, 4)
    assert messages("meeting_changed") == ["Botan", "Botan"]


def test_one_can_withdraw_from_a_postponed_meeting(cast: Cast) -> None:
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)

    signups.withdraw(cast.meeting, cast.botan, now=NOON)

    assert state(cast.meeting, cast.botan) is None


def test_a_cancelled_meeting_is_not_postponed(cast: Cast) -> None:
    cancel(cast, cast.meeting)

    with pytest.raises(ImpossibleMove):
        postponing.postpone(cast.meeting, by=cast.aki, now=NOON)


def test_a_postponed_meeting_comes_back_postponed(cast: Cast) -> None:
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)
    cancel(cast, cast.meeting)

    cancelling.restore(cast.meeting, by=cast.aki, now=SOON)

    assert cast.meeting.state is MeetingState.POSTPONED
    assert cast.meeting.starts_at not in set(db.session.scalars(db.select(Commitment.starts_at)))


def test_undoing_what_had_no_date_does_not_end_with_the_old_one(cast: Cast) -> None:
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)
    later = cast.meeting.ends_at + timedelta(days=3)
    cancelling.cancel(cast.meeting, "Ill", Chapters.DROP, by=cast.aki, now=later)

    cancelling.restore(cast.meeting, by=cast.aki, now=later + timedelta(hours=23))

    assert cast.meeting.state is MeetingState.POSTPONED
    assert state(cast.meeting, cast.botan) is SignupState.CONFIRMED


def test_calling_a_circle_off_keeps_of_each_session_its_own_chapters(cast: Cast) -> None:
    count = cancelling.call_off_all(cast.circle, "The circle is over.", by=cast.aki, now=NOON)

    events = db.session.scalars(db.select(AuditEvent).where(AuditEvent.action == cancelling.ACTION)).all()
    assert count == len(events) == len(cast.meetings)
    assert [len((event.before or {})["chapters"]) for event in events] == [1] * count
    assert [meeting.number for meeting in cast.meetings] == [None] * count


def test_undoing_one_of_them_brings_back_its_chapter(cast: Cast) -> None:
    cancelling.call_off_all(cast.circle, "The circle is over.", by=cast.aki, now=NOON)
    second = cast.meetings[1]

    cancelling.restore(second, by=cast.aki, now=NOON)

    assert [chapter.title for chapter in chapter_queries.chapters(second)] == ["Chapter 2"]
    assert second.number == 1


def test_calling_a_circle_off_takes_along_what_waits_for_a_date(cast: Cast) -> None:
    postponing.postpone(cast.meeting, by=cast.aki, now=NOON)

    cancelling.call_off_all(cast.circle, "The circle is over.", by=cast.aki, now=NOON)

    assert cast.meeting.state is MeetingState.CANCELLED
    assert state(cast.meeting, cast.botan) is None
