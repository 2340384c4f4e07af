"""The demo is as large and as varied as the README promises, and lies in the past where it must."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from studyhub.circles.models import (
    Circle,
    CircleKind,
    CircleState,
    Format,
    Participation,
    ParticipationRole,
    Visibility,
)
from studyhub.db import Base, db
from studyhub.delivery.models import Channel, InboxItem, OutboxMessage
from studyhub.delivery.preferences import unwanted
from studyhub.delivery.texts import kinds_of
from studyhub.demo import circles, filling
from studyhub.demo.filling import NotEmpty
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.models import Attendance, AttendanceState, Meeting, MeetingState, Signup, SignupState
from studyhub.notes.models import Note, Release, ReleaseState, Revision
from studyhub.notes.releases.released import released
from studyhub.people.models import User
from studyhub.services import listing
from studyhub.services import queries as services
from studyhub.services.models import Quirk, Readiness, Service
from studyhub.services.states import Standing
from studyhub.settings import organization
from studyhub.teams.models import Membership, Team
from studyhub.zones import in_zone
from tests.cast import NOON
from tests.demo.conftest import Demo


def count(*wanted: Any, of: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(of).where(*wanted)) or 0


def values(column: Any) -> set[Any]:
    return set(db.session.scalars(select(column)))


@pytest.mark.usefixtures("demo")
def test_there_are_as_many_as_promised() -> None:
    assert (count(of=User), count(of=Circle), count(of=Meeting), count(of=Team)) == (41, 11, 93, 6)


def test_the_terminal_says_how_many_and_whom_to_sign_in_as(demo: Demo) -> None:
    assert demo.printed[-2:] == [
        "41 people, 11 circles, 93 sessions.",
        "Sign in as admin@example.com with the password studyhub-demo; the README names others.",
    ]


def test_the_organisation_says_that_it_is_a_demonstration(demo: Demo) -> None:
    assert organization.current().is_demo


def test_every_team_has_a_lead_and_three_people_are_editors(demo: Demo) -> None:
    led = set(db.session.scalars(select(Membership.team_id).where(Membership.is_lead)))

    assert (len(led), count(User.is_editor, of=User)) == (6, 3)


@pytest.mark.parametrize(
    ("column", "every"),
    [
        (Circle.state, set(CircleState)),
        (Circle.visibility, set(Visibility)),
        (Circle.format, set(Format)),
        (Circle.kind, set(CircleKind)),
        (Circle.time_zone, {"Asia/Tokyo", "Europe/Stockholm"}),
        (Meeting.state, set(MeetingState)),
        (Participation.role, set(ParticipationRole)),
        (Signup.state, {SignupState.CONFIRMED, SignupState.WAITLISTED, SignupState.WITHDRAWN, SignupState.RELEASED}),
        (Attendance.state, set(AttendanceState)),
        (
            Assignment.state,
            {
                AssignmentState.SUGGESTED,
                AssignmentState.ACCEPTED,
                AssignmentState.READY,
                AssignmentState.PRESENTED,
                AssignmentState.COVER_WANTED,
            },
        ),
        (
            Release.state,
            {ReleaseState.REQUESTED, ReleaseState.APPROVED, ReleaseState.DECLINED, ReleaseState.RETRACTED},
        ),
    ],
    # A set names itself differently in each process.
    ids=lambda value: "" if isinstance(value, set) else str(value),
)
def test_every_state_is_there(demo: Demo, column: Any, every: set[Any]) -> None:
    assert values(column) == every


def test_chapters_are_presented_by_a_guest_and_by_a_pair(demo: Demo) -> None:
    current = select(Assignment.chapter_id).where(Assignment.state == AssignmentState.ACCEPTED)
    pairs = db.session.scalars(current.group_by(Assignment.chapter_id).having(func.count() == 2)).all()

    assert (len(pairs), count(Assignment.guest_name.is_not(None), of=Assignment)) == (1, 1)


def test_nine_of_ten_are_ready_for_a_service_and_one_service_hangs_on_one_person(demo: Demo) -> None:
    counts = listing.ready_counts(demo.moment)

    assert (len(services.ready_people(demo.moment)), count(of=Service)) == (36, 10)
    assert sorted(counts.values())[:2] == [1, 2]
    stale = [row for row in db.session.scalars(select(Readiness)) if row.standing(demo.moment) is Standing.STALE]
    assert len(stale) == 1


def test_called_off_meetings_have_a_reason(demo: Demo) -> None:
    called_off = Meeting.state == MeetingState.CANCELLED

    assert count(called_off, of=Meeting) == count(called_off, Meeting.cancel_reason != "", of=Meeting) >= 2


def test_attendance_is_confirmed_for_all_meetings_but_two(demo: Demo) -> None:
    held = (Meeting.state == MeetingState.SCHEDULED, Meeting.ends_at < NOON)

    assert count(*held, Meeting.attendance_confirmed_at.is_(None), of=Meeting) == 2


def test_a_full_meeting_has_a_waitlist(demo: Demo) -> None:
    seated = (
        select(func.count())
        .where(Signup.meeting_id == Meeting.id, Signup.state == SignupState.CONFIRMED)
        .scalar_subquery()
    )
    waiting = select(Signup.meeting_id).where(Signup.state == SignupState.WAITLISTED)
    full = select(Meeting.capacity - seated).where(Meeting.id.in_(waiting), Meeting.starts_at > NOON)

    assert set(db.session.scalars(full)) == {0}


def test_more_than_twenty_meetings_have_notes(demo: Demo) -> None:
    assert count(Note.meeting_id.is_not(None), of=Note) >= 24
    assert 2 <= count(Note.shared_at.is_(None), of=Note) <= 4


def test_what_is_outside_was_approved_by_an_editor_who_wrote_none_of_it(demo: Demo) -> None:
    outside = db.session.scalars(select(Release).where(Release.state == ReleaseState.APPROVED)).all()

    for release in outside:
        authors = set(db.session.scalars(select(Revision.author_id).where(Revision.note_id == release.note_id)))
        assert release.approved_by is not None
        assert release.approved_by.is_editor
        assert release.approved_by.id not in authors
    assert len(outside) == len(released(None, limit=50)) == 9


MOMENTS = [
    User.created_at, Circle.created_at, Participation.joined_at, Signup.joined_at, Meeting.created_at,
    Attendance.recorded_at, Assignment.changed_at, Note.updated_at, Release.requested_at, InboxItem.created_at,
    Service.created_at, Quirk.confirmed_at, Readiness.practised_at,
]  # fmt: skip


@pytest.mark.parametrize("column", MOMENTS, ids=str)
def test_nothing_has_happened_yet_that_lies_ahead(demo: Demo, column: Any) -> None:
    latest: datetime = db.session.scalars(select(func.max(column))).one()

    assert latest <= demo.moment


def test_nobody_joins_a_circle_before_they_are_in_the_company(demo: Demo) -> None:
    joined = select(User.name, User.joined_on, Participation.joined_at).join(User, User.id == Participation.user_id)
    rows = db.session.execute(joined)

    assert [name for name, came_on, at in rows if came_on and in_zone(at, "Asia/Tokyo").date() < came_on] == []


def test_nothing_is_to_be_mailed(demo: Demo) -> None:
    assert count(of=OutboxMessage) == 0


def test_invented_people_get_no_mail_later_on_either(demo: Demo) -> None:
    kinds = [name for name, kind in kinds_of(demo.app).items() if kind.can_be_turned_off]
    everybody = values(User.id)

    assert [len(unwanted(kind, everybody) & {(id_, Channel.MAIL) for id_ in everybody}) for kind in kinds] == [
        41 for _ in kinds
    ]


def test_it_fills_an_empty_organisation_only(demo: Demo, password_hash: str) -> None:
    with pytest.raises(NotEmpty):
        filling.fill([circles.begin_all], password_hash=password_hash, kinds={}, now=NOON)

    db.session.rollback()
