"""Who was there: one press by an organiser, corrected for 14 days. Rules: docs/rules.md, Attendance."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from studyhub import zones
from studyhub.audit import trail
from studyhub.circles.models import Chapter, Format
from studyhub.db import db
from studyhub.ledger import entries
from studyhub.ledger.entries import Done
from studyhub.ledger.models import Duty
from studyhub.meetings import queries, rules
from studyhub.meetings.assigning import carrying
from studyhub.meetings.assigning import queries as chapter_queries
from studyhub.meetings.assigning.models import WILL_PRESENT, Assignment, AssignmentState
from studyhub.meetings.attendance import queries as attendance_queries
from studyhub.meetings.models import WAS_THERE, Attendance, AttendanceState, Meeting, Signup
from studyhub.meetings.signing_up import queries as signup_queries
from studyhub.meetings.signing_up import seats
from studyhub.people.models import User

PRESENT = "present"


class AttendanceClosed(Exception):
    """The meeting has not begun, was called off, or ended more than 14 days ago."""


@dataclass(frozen=True)
class Sheet:
    """What an organiser says of a meeting.

    `present` are people on the list who were there, `absences` what is known of those who were not (absent or
    excused; nothing is recorded of the rest), `walk_ins` people who came without being on the list, and `read` the
    chapters that were presented or read; the others wait for the next meeting.

    Others may have recorded something since the page was shown. So `untouched` are people who were left as it showed
    them, or whom it did not list, `saw_checkins` those it showed as checked in, and `based_on` is when attendance had
    been confirmed last. Ticks that were only left standing never undo what somebody else has said meanwhile.
    """

    present: Collection[int]
    absences: Mapping[int, AttendanceState] = field(default_factory=dict)
    walk_ins: Collection[int] = ()
    read: Collection[int] = ()
    untouched: Collection[int] = ()
    saw_checkins: Collection[int] = ()
    based_on: datetime | None = None


@dataclass(frozen=True)
class Line:
    """One person of the list. `state` None is not recorded."""

    user: User
    state: AttendanceState | None
    is_walk_in: bool
    checked_in_at: datetime | None
    has_excuse: bool

    def was_there(self, is_confirmed: bool) -> bool:
        """Whether the box is ticked: all are, until somebody has confirmed."""
        return self.state in WAS_THERE if self.state or is_confirmed else True

    @property
    def absence(self) -> AttendanceState | None:
        """What is chosen for whoever was not there: as recorded, else excused where a duty of theirs says so."""
        if self.state is None:
            return AttendanceState.EXCUSED if self.has_excuse else None
        return None if self.state in WAS_THERE else self.state

    @property
    def has_checked_in(self) -> bool:
        """Whether the person said so by code."""
        return self.checked_in_at is not None

    def shown(self, is_confirmed: bool) -> str:
        """What the page shows of the person, in one word: present, the absence, or nothing."""
        return PRESENT if self.was_there(is_confirmed) else (self.absence or "")


def attendance_list(meeting: Meeting) -> list[Line]:
    """Everybody with a seat, and whoever is on record besides, in the order of their reading (kana)."""
    records = {one.user_id: one for one in db.session.scalars(queries.attendance(meeting))}
    seated = [signup.user for signup in db.session.scalars(signup_queries.confirmed(meeting))]
    others = [one.user for one in records.values() if one.user_id not in {user.id for user in seated}]
    people = sorted([*seated, *others], key=lambda user: (user.reading, user.id))
    excused = {user_id for _, user_id in attendance_queries.excused([meeting.id])}
    return [_line(user, records.get(user.id), user.id in excused) for user in people]


def _line(user: User, record: Attendance | None, has_excuse: bool) -> Line:
    if record is None:
        return Line(user, None, is_walk_in=False, checked_in_at=None, has_excuse=has_excuse)
    return Line(user, record.state, record.is_walk_in, record.checked_in_at, has_excuse)


def confirm(meeting: Meeting, sheet: Sheet, *, by: User, now: datetime) -> None:
    """Record who was there and what was read. The last word on each person holds, not the last press.

    Raises AttendanceClosed. Does not commit.
    """
    locked = seats.lock_all(meeting.circle)
    if not rules.can_take_attendance(meeting, now):
        raise AttendanceClosed
    others_confirmed = meeting.attendance_confirmed_at != sheet.based_on
    _record_people(meeting, sheet, others_confirmed=others_confirmed, by=by, now=now)
    read, unread = _read_and_unread(meeting, sheet)
    if others_confirmed:
        read = []
    presented = _present(read, meeting, now=now)
    sources = _sources(meeting, read + unread)
    _carry_over(meeting, unread, locked, now=now)
    meeting.attendance_confirmed_at, meeting.attendance_confirmed_by_id = now, by.id
    done = [*presented, *_other_duties(meeting)]
    day = zones.in_zone(meeting.starts_at, meeting.circle.time_zone).date()
    entries.settle(done, sources, meeting_id=meeting.id, happened_on=day)
    trail.record("attendance.confirmed", meeting, by=by, now=now, circle_id=meeting.circle_id)


def _record_people(meeting: Meeting, sheet: Sheet, *, others_confirmed: bool, by: User, now: datetime) -> None:
    records = {one.user_id: one for one in db.session.scalars(queries.attendance(meeting))}
    seated = set(db.session.scalars(signup_queries.confirmed(meeting).with_only_columns(Signup.user_id).order_by(None)))
    kept = _kept(sheet, records, others_confirmed=others_confirmed)
    for user_id in (seated | records.keys() | set(sheet.walk_ins)) - kept:
        record, state = records.get(user_id), _state(user_id, sheet, records.get(user_id))
        if state is None:
            if record is not None:
                db.session.delete(record)
            continue
        if record is None:
            record = Attendance(meeting_id=meeting.id, user_id=user_id)
            db.session.add(record)
        record.is_walk_in = user_id not in seated and state in WAS_THERE
        record.checked_in_at = record.checked_in_at if state in WAS_THERE else None
        record.state, record.recorded_at, record.recorded_by_id = state, now, by.id
    db.session.flush()


def _kept(sheet: Sheet, records: Mapping[int, Attendance], *, others_confirmed: bool) -> set[int]:
    """People of whom the sheet says nothing new."""
    unseen = {id_ for id_, record in records.items() if record.checked_in_at and id_ not in sheet.saw_checkins}
    left = set(sheet.untouched)
    return unseen | (left if others_confirmed else left & records.keys())


def _state(user_id: int, sheet: Sheet, record: Attendance | None) -> AttendanceState | None:
    if user_id in sheet.present or user_id in sheet.walk_ins:
        return AttendanceState.LATE if record and record.state is AttendanceState.LATE else AttendanceState.ATTENDED
    return sheet.absences.get(user_id)


def _read_and_unread(meeting: Meeting, sheet: Sheet) -> tuple[list[Chapter], list[Chapter]]:
    chapters = chapter_queries.chapters(meeting)
    read = [chapter for chapter in chapters if chapter.id in sheet.read]
    return read, [chapter for chapter in chapters if chapter.id not in sheet.read]


def _present(read: list[Chapter], meeting: Meeting, *, now: datetime) -> list[Done]:
    """Whoever had a chapter that was read presented it; who never said yes, or wanted cover, did not."""
    if meeting.effective_format is not Format.PRESENTED:
        return []
    done = []
    for one in db.session.scalars(chapter_queries.current(chapter.id for chapter in read)).all():
        if one.state in WILL_PRESENT:
            one.move_to(AssignmentState.PRESENTED, now=now)
        elif one.state is not AssignmentState.PRESENTED:
            one.move_to(AssignmentState.GIVEN_BACK, now=now)
        if one.state is AssignmentState.PRESENTED and one.user_id is not None:
            done.append(Done(_presented(one), Duty.PRESENTED, one.user_id))
    return done


def _carry_over(meeting: Meeting, unread: list[Chapter], locked: list[Meeting], *, now: datetime) -> None:
    after = [one for one in locked if one.starts_at > meeting.starts_at and one.is_open(now)]
    ids = {chapter.id for chapter in unread}
    places = [place for place in chapter_queries.placements([meeting.id]) if place.chapter_id in ids]
    carrying.carry_over(places, after[0] if after else None, now=now)


def _sources(meeting: Meeting, chapters: list[Chapter]) -> list[str]:
    held = db.session.scalars(chapter_queries.current(chapter.id for chapter in chapters))
    return [f"facilitated:{meeting.id}", f"scribed:{meeting.id}", *(_presented(one) for one in held)]


def _presented(one: Assignment) -> str:
    return f"presented:{one.id}"


def _other_duties(meeting: Meeting) -> list[Done]:
    missing = {line.user.id for line in attendance_list(meeting) if line.state not in WAS_THERE}
    duties = [(meeting.facilitator_id, Duty.FACILITATED), (meeting.scribe_id, Duty.SCRIBED)]
    return [Done(f"{duty}:{meeting.id}", duty, id_) for id_, duty in duties if id_ and id_ not in missing]
