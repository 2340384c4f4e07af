"""Who was there, and the duties that were done."""

from datetime import timedelta
from typing import Any

import pytest

from studyhub.db import db
from studyhub.ledger.models import Duty, DutyEntry
from studyhub.meetings import queries
from studyhub.meetings.assigning import assignments
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import Assignment, AssignmentState
from studyhub.meetings.attendance import attending
from studyhub.meetings.attendance.attending import Sheet
from studyhub.meetings.models import Attendance, AttendanceState
from studyhub.meetings.signing_up import signups
from studyhub.migrating import downgrade, upgrade
from studyhub.people.models import User
from tests.cast import NOON, Cast
from tests.meetings.scenes import after, chapter_of, held


def confirm(cast: Cast, *present: User, later: float = 1, **rest: Any) -> None:
    rest.setdefault("read", {chapter.id for chapter in chapter_queries.chapters(cast.meeting)})
    sheet = Sheet(present={user.id for user in present}, **rest)
    attending.confirm(cast.meeting, sheet, by=cast.aki, now=after(cast.meeting, hours=later))


def recorded(cast: Cast) -> dict[str, AttendanceState]:
    return {one.user.name: one.state for one in db.session.scalars(queries.attendance(cast.meeting))}


def duties(cast: Cast) -> set[tuple[int, Duty]]:
    return {(entry.user_id, entry.duty) for entry in db.session.scalars(db.select(DutyEntry))}


def test_everyone_signed_up_is_ticked_until_confirmed(cast: Cast) -> None:
    lines = attending.attendance_list(cast.meeting)

    assert [(line.user.name, line.was_there(is_confirmed=False)) for line in lines] == [("Aki", True), ("Botan", True)]


def test_unticked_is_not_recorded(cast: Cast) -> None:
    confirm(cast, cast.aki)

    assert recorded(cast) == {"Aki": AttendanceState.ATTENDED}
    lines = attending.attendance_list(cast.meeting)
    assert [line.was_there(is_confirmed=True) for line in lines] == [True, False]


def test_unticked_can_be_absent_or_excused(cast: Cast) -> None:
    signups.sign_up(cast.meeting, cast.chika, now=NOON)
    absences = {cast.botan.id: AttendanceState.ABSENT, cast.chika.id: AttendanceState.EXCUSED}

    confirm(cast, cast.aki, absences=absences)

    assert recorded(cast) == {
        "Aki": AttendanceState.ATTENDED,
        "Botan": AttendanceState.ABSENT,
        "Chika": AttendanceState.EXCUSED,
    }


def test_a_walk_in_is_on_record_and_on_the_list(cast: Cast) -> None:
    confirm(cast, cast.aki, cast.botan, walk_ins={cast.chika.id})

    assert recorded(cast)["Chika"] is AttendanceState.ATTENDED
    assert [line.user.name for line in attending.attendance_list(cast.meeting) if line.is_walk_in] == ["Chika"]


def test_the_last_press_holds(cast: Cast) -> None:
    confirm(cast, cast.aki, cast.botan, walk_ins={cast.chika.id})

    confirm(cast, cast.botan)

    assert recorded(cast) == {"Botan": AttendanceState.ATTENDED}


def test_an_absence_said_before_stays(cast: Cast) -> None:
    signups.be_absent(cast.meeting, cast.botan, now=NOON)

    confirm(cast, cast.aki, absences={cast.botan.id: AttendanceState.ABSENT})

    assert recorded(cast) == {"Aki": AttendanceState.ATTENDED, "Botan": AttendanceState.ABSENT}


def test_who_came_late_stays_late(cast: Cast) -> None:
    late = Attendance(meeting_id=cast.meeting.id, user_id=cast.botan.id, state=AttendanceState.LATE, recorded_at=NOON)
    db.session.add(late)

    confirm(cast, cast.aki, cast.botan)

    assert recorded(cast)["Botan"] is AttendanceState.LATE


@pytest.mark.parametrize("hours", [-48, 14 * 24])
def test_before_the_start_and_after_14_days_it_is_closed(cast: Cast, hours: int) -> None:
    with pytest.raises(attending.AttendanceClosed):
        confirm(cast, cast.aki, later=hours)


def test_it_is_corrected_for_14_days(cast: Cast) -> None:
    confirm(cast, cast.aki, later=14 * 24 - 1)

    assert cast.meeting.attendance_confirmed_at == after(cast.meeting, hours=14 * 24 - 1)


def test_presenter_facilitator_and_scribe_get_their_credit_once(cast: Cast) -> None:
    cast.meeting.facilitator_id, cast.meeting.scribe_id = cast.aki.id, cast.botan.id
    taken = assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)

    confirm(cast, cast.aki, cast.botan)
    confirm(cast, cast.aki, cast.botan)

    assert taken.state is AssignmentState.PRESENTED
    entries = list(db.session.scalars(db.select(DutyEntry).order_by(DutyEntry.duty)))
    assert [(entry.duty, entry.user_id, entry.team_id) for entry in entries] == [
        (Duty.FACILITATED, cast.aki.id, cast.team.id),
        (Duty.PRESENTED, cast.botan.id, cast.team.id),
        (Duty.SCRIBED, cast.botan.id, cast.team.id),
    ]
    # 19:00 in Tokyo is 10:00 in UTC of the same day.
    assert {entry.happened_on for entry in entries} == {cast.meeting.starts_at.date()}


def test_who_was_not_there_did_not_facilitate(cast: Cast) -> None:
    cast.meeting.facilitator_id = cast.botan.id

    confirm(cast, cast.aki, cast.botan)
    confirm(cast, cast.aki)

    assert duties(cast) == set()


def test_a_chapter_not_presented_goes_to_the_next_meeting_with_its_presenter(cast: Cast) -> None:
    chapter = chapter_of(cast.meeting)
    taken = assignments.claim(cast.meeting, chapter, cast.botan, now=NOON)

    confirm(cast, cast.aki, cast.botan, read=set())

    [again] = held(chapter)
    assert (taken.state, again.state, again.user_id) == (
        AssignmentState.CARRIED_OVER,
        AssignmentState.ACCEPTED,
        cast.botan.id,
    )
    titles = [one.title for one in chapter_queries.chapters(cast.meetings[1])]
    assert (titles, again.meeting_id) == (["Chapter 1", "Chapter 2"], cast.meetings[1].id)


def test_correcting_a_presented_chapter_takes_the_credit_back(cast: Cast) -> None:
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    confirm(cast, cast.aki, cast.botan)
    assert duties(cast) == {(cast.botan.id, Duty.PRESENTED)}

    confirm(cast, cast.aki, cast.botan, read=set())

    assert duties(cast) == set()


def test_without_a_later_meeting_a_chapter_keeps_its_place(cast: Cast) -> None:
    last = cast.meetings[3]
    chapter = chapter_of(last)
    taken = assignments.claim(last, chapter, cast.botan, now=NOON)

    attending.confirm(last, Sheet(present={cast.aki.id}), by=cast.aki, now=after(last, hours=1))

    assert (taken.state, chapter_queries.chapters(last)) == (AssignmentState.ACCEPTED, [chapter])


def test_an_unanswered_suggestion_presents_nothing(cast: Cast) -> None:
    chapter = chapter_of(cast.meeting)
    asked = Assignment(chapter_id=chapter.id, user_id=cast.botan.id, state=AssignmentState.SUGGESTED)
    asked.created_at = asked.changed_at = NOON - timedelta(days=1)
    db.session.add(asked)

    confirm(cast, cast.aki, cast.botan)

    assert (asked.state, duties(cast)) == (AssignmentState.GIVEN_BACK, set())


def test_the_ledger_knows_of_which_session_a_duty_was_also_of_those_before_it_kept_that(cast: Cast) -> None:
    assignments.claim(cast.meeting, chapter_of(cast.meeting), cast.botan, now=NOON)
    cast.meeting.facilitator_id, cast.meeting.scribe_id = cast.aki.id, cast.botan.id
    confirm(cast, cast.aki, cast.botan)
    db.session.commit()
    known = set(db.session.execute(db.select(DutyEntry.source, DutyEntry.meeting_id)).all())
    meeting_id = cast.meeting.id
    db.session.remove()

    try:
        downgrade("0062")
    finally:
        upgrade()

    assert {entry.meeting_id for entry in db.session.query(DutyEntry)} == {meeting_id}
    assert {(entry.source, entry.meeting_id) for entry in db.session.query(DutyEntry)} == known
