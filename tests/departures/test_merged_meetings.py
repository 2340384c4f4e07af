"""What both accounts of a person have in sessions is there once: places, chapters, records."""

from datetime import date, timedelta

import pytest

from studyhub.commitments.models import Commitment
from studyhub.db import db
from studyhub.ledger.models import Duty, DutyEntry
from studyhub.meetings import queries
from studyhub.meetings.assigning.between import proposing
from studyhub.meetings.assigning.between.models import Proposal, ProposalState
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.changing import cancelling
from studyhub.meetings.models import Attendance, AttendanceState, Meeting, Signup, SignupState
from studyhub.meetings.signing_up import joining, signups
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.departures.second_account import merge
from tests.meetings.scenes import after, chapter_of, claim, messages, small_meeting, state

LATER = NOON + timedelta(days=1)


def test_of_two_places_the_seat_stays_and_what_is_freed_goes_to_the_next(cast: Cast, home: User) -> None:
    meeting = small_meeting(cast, capacity=3)
    for user in (home, cast.botan, cast.aki):
        signups.sign_up(meeting, user, now=NOON)
    assert state(meeting, cast.aki) is SignupState.WAITLISTED

    merge(cast, home)

    assert (state(meeting, cast.botan), state(meeting, cast.aki)) == (SignupState.CONFIRMED, SignupState.CONFIRMED)
    assert messages("promoted") == ["Aki"]


@pytest.mark.parametrize("seated", ["home", "botan"])
def test_the_better_of_two_places_stays_whoever_has_it(cast: Cast, home: User, seated: str) -> None:
    meeting = small_meeting(cast, capacity=2)
    first, second = (home, cast.botan) if seated == "home" else (cast.botan, home)
    signups.sign_up(meeting, first, now=NOON)
    signups.sign_up(meeting, second, now=LATER)

    merge(cast, home)

    assert state(meeting, cast.botan) is SignupState.CONFIRMED
    held = db.session.scalars(db.select(Signup).where(Signup.meeting_id == meeting.id, Signup.user_id == cast.botan.id))
    assert {one.state for one in held} == {SignupState.CONFIRMED, SignupState.WITHDRAWN}


def test_a_person_is_busy_once_at_a_time(cast: Cast, home: User) -> None:
    joining.join(cast.circle, home, now=NOON)

    merge(cast, home)

    starts = db.session.scalars(db.select(Commitment.starts_at).where(Commitment.user_id == cast.botan.id)).all()
    assert len(starts) == len(set(starts)) == len(cast.meetings)
    assert db.session.scalars(db.select(Commitment).where(Commitment.user_id == home.id)).all() == []


def test_undoing_a_cancellation_gives_one_of_two_places_back(cast: Cast, home: User) -> None:
    joining.join(cast.circle, home, now=NOON)
    cancelling.cancel(cast.meeting, "Ill", cancelling.Chapters.DROP, by=cast.aki, now=NOON)
    merge(cast, home)

    cancelling.restore(cast.meeting, by=cast.aki, now=NOON)

    assert state(cast.meeting, cast.botan) is SignupState.CONFIRMED
    assert len(db.session.scalars(signup_queries.confirmed(cast.meeting)).all()) == 2


def test_undoing_a_cancellation_gives_one_of_two_presenters_back(cast: Cast, home: User) -> None:
    joining.join(cast.circle, home, now=NOON)
    chapter = chapter_of(cast.meeting)
    for user in (home, cast.botan):
        present(cast.meeting, user, AssignmentState.ACCEPTED)
    cancelling.cancel(cast.meeting, "Ill", cancelling.Chapters.DROP, by=cast.aki, now=NOON)
    merge(cast, home)

    cancelling.restore(cast.meeting, by=cast.aki, now=NOON)

    assert states_of(cast.botan, chapter.id) == [AssignmentState.ACCEPTED, AssignmentState.GIVEN_BACK]


def present(meeting: Meeting, user: User, state: AssignmentState) -> Assignment:
    one = Assignment(chapter_id=chapter_of(meeting).id, meeting_id=meeting.id, user_id=user.id, state=state)
    one.created_at = one.changed_at = NOON
    db.session.add(one)
    db.session.flush()
    return one


def states_of(user: User, chapter_id: int) -> list[AssignmentState]:
    rows = db.select(Assignment.state).where(Assignment.user_id == user.id, Assignment.chapter_id == chapter_id)
    return sorted(db.session.scalars(rows))


def test_a_chapter_of_both_is_presented_once(cast: Cast, home: User) -> None:
    present(cast.meeting, cast.botan, AssignmentState.SUGGESTED)
    present(cast.meeting, home, AssignmentState.READY)

    merge(cast, home)

    assert states_of(cast.botan, chapter_of(cast.meeting).id) == [AssignmentState.GIVEN_BACK, AssignmentState.READY]


def test_what_both_presented_counts_once(cast: Cast, home: User) -> None:
    for user in (home, cast.botan):
        one = present(cast.meeting, user, AssignmentState.PRESENTED)
        entry = DutyEntry(source=f"presented:{one.id}", duty=Duty.PRESENTED, user_id=user.id)
        entry.happened_on = date(2026, 12, 2)
        db.session.add(entry)
    db.session.flush()

    merge(cast, home)

    assert len(db.session.scalars(db.select(DutyEntry).where(DutyEntry.user_id == cast.botan.id)).all()) == 1


@pytest.mark.parametrize(
    ("theirs", "mine", "kept"),
    [("attended", "absent", "attended"), ("late", "attended", "attended"), ("absent", "excused", "excused")],
)
def test_the_stronger_record_of_a_session_stays(cast: Cast, home: User, theirs: str, mine: str, kept: str) -> None:
    for user, said in ((home, theirs), (cast.botan, mine)):
        record = Attendance(meeting_id=cast.meeting.id, user_id=user.id, state=AttendanceState(said))
        record.recorded_at = NOON
        db.session.add(record)
    db.session.flush()

    merge(cast, home, now=after(cast.meeting))

    [record] = db.session.scalars(db.select(Attendance).where(Attendance.meeting_id == cast.meeting.id))
    assert (record.user_id, record.state) == (cast.botan.id, AttendanceState(kept))


def test_whoever_is_absent_with_one_account_and_seated_with_the_other_is_expected(cast: Cast, home: User) -> None:
    joining.join(cast.circle, home, now=NOON)
    signups.be_absent(cast.meeting, cast.botan, now=NOON)

    merge(cast, home)

    assert state(cast.meeting, cast.botan) is SignupState.CONFIRMED
    assert queries.attendance_of(cast.meeting, cast.botan) is None


def test_what_one_account_proposed_to_the_other_ends_unsaid_and_stays(cast: Cast, home: User) -> None:
    joining.join(cast.circle, home, now=NOON)
    chapter = claim(cast, home).chapter
    first = proposing.propose(cast.meeting, chapter, cast.botan, None, by=home, now=NOON)
    proposing.decline(first.id, cast.botan, now=NOON)
    proposing.propose(cast.meeting, chapter, cast.botan, None, by=home, now=NOON)

    merge(cast, home)

    proposals = db.session.scalars(db.select(Proposal).order_by(Proposal.id)).all()
    assert [one.state for one in proposals] == [ProposalState.DECLINED, ProposalState.ENDED]
    assert {(one.proposer_id, one.asked_id) for one in proposals} == {(cast.botan.id, cast.botan.id)}
    assert messages("proposal_ended") == []
